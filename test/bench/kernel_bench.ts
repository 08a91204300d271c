/**
 * This kernel beside ipykernel and `deno jupyter`, measured in one run through jupyter_client.
 *
 * Needs a Python with jupyter_client and ipykernel (`MODULAB_PYTHON`, default /usr/bin/python3).
 * Prints a table and never fails by the clock.
 *
 * @module
 */

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";

/** What `kernel_bench.py` prints; times in milliseconds, memory in megabytes. */
interface Figures {
  readonly ready: number;
  readonly p50: number;
  readonly p95: number;
  readonly fresh: number;
  readonly lines: number;
  readonly received: number;
  readonly big: number;
  readonly bytes: number;
  readonly complete: number;
  /** Null when the loop could not be stopped. */
  readonly stop: number | null;
  readonly kept: boolean;
  readonly rss: number;
  readonly pss: number;
}

/** A row of the table: what is measured, and how it is told. */
interface Row {
  readonly title: string;
  readonly target: string;
  value(figures: Figures): number;
  /** Stands behind the value, such as how much of the output arrived. */
  note?(figures: Figures): string;
}

const PYTHON = Deno.env.get("MODULAB_PYTHON") ?? "/usr/bin/python3";
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/**
 * Peers take turns, and each is the first as often as the others, so that neither a busy moment of
 * the machine nor the end of a peer counts against one of them.
 */
const ROUNDS = 6;
const OURS = "modulab";
const PEERS: readonly (readonly [name: string, language: string])[] = [
  ["python3", "python"],
  ["deno", "typescript"],
  [OURS, "typescript"],
];

const ROWS: readonly Row[] = [
  { title: "ready, ms", target: "0.6 × ipykernel", value: (f) => f.ready },
  { title: "1+1 p50, ms", target: "1 × deno jupyter", value: (f) => f.p50 },
  { title: "1+1 p95, ms", target: "", value: (f) => f.p95 },
  { title: "1+n, each new, p50, ms", target: "", value: (f) => f.fresh },
  {
    title: "20,000 lines, ms",
    target: "1.2 × ipykernel, all",
    value: (f) => f.lines,
    note: (f) => f.received === 20_000 ? "" : `(${f.received} arrived)`,
  },
  {
    title: "10 MB printed, ms",
    target: "1 × ipykernel, all",
    value: (f) => f.big,
    note: (f) => f.bytes === 10_000_000 ? "" : `(${(f.bytes / 1e6).toFixed(1)} MB arrived)`,
  },
  { title: "completion p50, ms", target: "15 ms", value: (f) => f.complete },
  {
    title: "stop of a loop, ms",
    target: "50 ms, state kept",
    value: (f) => f.stop ?? Infinity,
    note: (f) => f.kept ? "" : "(state lost)",
  },
  { title: "idle RSS, MB", target: "", value: (f) => f.rss },
  { title: "idle PSS, MB", target: "300 MB", value: (f) => f.pss },
];

async function main(): Promise<void> {
  const prefix = await mkdtemp(path.join(tmpdir(), "modulab-bench-"));
  try {
    await installKernels(prefix);
    const found = new Map<string, Figures[]>(PEERS.map(([name]) => [name, []]));
    for (let round = 1; round <= ROUNDS; round++) {
      const first = round % PEERS.length;
      for (const [name, language] of [...PEERS.slice(first), ...PEERS.slice(0, first)]) {
        console.error(`round ${round} of ${ROUNDS}: ${name}`);
        found.get(name)?.push(await measure([name, language], prefix));
      }
    }
    console.log(table(new Map([...found].map(([name, rounds]) => [name, median(rounds)]))));
  } finally {
    await rm(prefix, { recursive: true, force: true });
  }
}

/** Ours by its own command; `deno jupyter` by hand, with the interrupt mode its installer omits. */
async function installKernels(prefix: string): Promise<void> {
  await output(Deno.execPath(), ["run", "-A", "kernel/main.ts", "install", "--prefix", prefix]);
  const folder = path.join(prefix, "share", "jupyter", "kernels", "deno");
  await mkdir(folder);
  await writeFile(
    path.join(folder, "kernel.json"),
    JSON.stringify({
      argv: [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"],
      display_name: "Deno",
      language: "typescript",
      interrupt_mode: "message",
    }),
  );
}

async function measure(kernel: readonly string[], prefix: string): Promise<Figures> {
  const script = path.join(ROOT, "test", "bench", "kernel_bench.py");
  const text = await output(PYTHON, [script, ...kernel], {
    JUPYTER_PATH: path.join(prefix, "share", "jupyter"),
    JUPYTER_DATA_DIR: path.join(prefix, "data"),
    JUPYTER_RUNTIME_DIR: path.join(prefix, "runtime"),
    IPYTHONDIR: path.join(prefix, "ipython"),
    MODULAB_HISTORY: path.join(prefix, "history.sqlite"),
    PYDEVD_DISABLE_FILE_VALIDATION: "1",
  });
  return JSON.parse(text.trim().split("\n").at(-1) ?? "");
}

async function output(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd: ROOT,
    env,
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot run ${program} ${args[0]}:\n${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}

/** Each figure's median over the rounds; of what arrived, the least. */
function median(rounds: readonly Figures[]): Figures {
  const middle = (value: (figures: Figures) => number): number =>
    rounds.map(value).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? NaN;
  const least = (value: (figures: Figures) => number): number => Math.min(...rounds.map(value));
  const stop = middle((f) => f.stop ?? Infinity);
  return {
    ready: middle((f) => f.ready),
    p50: middle((f) => f.p50),
    p95: middle((f) => f.p95),
    fresh: middle((f) => f.fresh),
    lines: middle((f) => f.lines),
    received: least((f) => f.received),
    big: middle((f) => f.big),
    bytes: least((f) => f.bytes),
    complete: middle((f) => f.complete),
    stop: Number.isFinite(stop) ? stop : null,
    kept: rounds.every((f) => f.kept),
    rss: middle((f) => f.rss),
    pss: middle((f) => f.pss),
  };
}

/** One line a measure: every kernel, our ratio to the best peer, and what the issue asks. */
function table(found: ReadonlyMap<string, Figures>): string {
  const head = ["", ...found.keys(), "ours / best peer", "target"];
  const body = ROWS.map(({ title, target, value, note }) => {
    const cells = [...found.values()].map((f) => `${tell(value(f))} ${note?.(f) ?? ""}`.trim());
    const peers = [...found].filter(([name]) => name !== OURS).map(([, f]) => value(f));
    const ours = found.get(OURS);
    const ratio = ours ? (value(ours) / Math.min(...peers)).toFixed(2) : "";
    return [title, ...cells, ratio, target];
  });
  const widths = head.map((_, column) =>
    Math.max(...[head, ...body].map((row) => row[column]?.length ?? 0))
  );
  return [head, ...body]
    .map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd())
    .join("\n");
}

function tell(value: number): string {
  return Number.isFinite(value) ? value.toFixed(1) : "never";
}

if (import.meta.main) await main();
