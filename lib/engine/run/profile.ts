/**
 * Where the time of a run goes, operation by operation, as ONNX Runtime measures it.
 *
 * @module
 */

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type HostTensors, loadModel, type LoadOptions } from "./onnx_runtime.ts";

/** Time of the nodes of one kind. */
export interface ProfileRow {
  /** Kernel of the program that the nodes come from. */
  readonly kernel: string;
  /** Operator of ONNX, after ONNX Runtime has fused some. */
  readonly operator: string;
  /** How many such nodes run in one run. */
  readonly nodes: number;
  /** Time of all of them in one run. */
  readonly milliseconds: number;
}

/** Time of a run. */
export interface Profile {
  /** One run from end to end, the median. */
  readonly milliseconds: number;
  /** What it consists of, the longest first. */
  readonly rows: readonly ProfileRow[];
  /** The rows as a table. */
  readonly table: string;
}

/** What to measure. */
export interface ProfileOptions extends LoadOptions {
  readonly feeds: HostTensors;
  /** How many runs are measured, after one that is not. Default: 5. */
  readonly runs?: number;
}

interface Event {
  readonly cat: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

/**
 * Runs a model a few times and measures its nodes.
 *
 * @param bytes content of an `.onnx` file
 * @param options inputs, threads and place of execution
 * @returns times; those of single nodes contain the measuring
 * @example
 * ```ts
 * import { encodeModel } from "../lower/onnx.ts";
 * import { profileModel } from "./profile.ts";
 * const port = (name: string) => ({ name, type: "float32", dims: [1] }) as const;
 * const node = { type: "Neg", inputs: ["x"], outputs: ["y"], attributes: {}, name: "Neg/Neg_0" };
 * const model = { inputs: [port("x")], outputs: [port("y")], tensors: [], nodes: [node] };
 * const x = { dtype: "float32", shape: [1], data: Float32Array.of(1) } as const;
 * const profile = await profileModel(encodeModel(model), { feeds: { x }, threads: 1 });
 * profile.table;
 * ```
 */
export async function profileModel(bytes: Uint8Array, options: ProfileOptions): Promise<Profile> {
  const { feeds, runs = 5, ...load } = options;
  const folder = await mkdtemp(join(tmpdir(), "modulab-profile-"));
  try {
    {
      await using model = await loadModel(bytes, { ...load, profileTo: join(folder, "run") });
      for (let run = 0; run <= runs; run++) await model.run(feeds);
    }
    const [file] = await readdir(folder);
    if (file === undefined) throw new Error("Cannot profile: ONNX Runtime wrote nothing");
    return summarise(JSON.parse(await readFile(join(folder, file), "utf8")));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Loops that run after a model. */
export interface TimedLoops {
  /** How many there are. */
  readonly loops: number;
  /** Runs all of them. */
  readonly run: () => void;
  /** Tells milliseconds. Default: the machine's. */
  readonly now?: () => number;
}

/**
 * Adds loops to the profile of the model before them.
 *
 * @param profile times of the model
 * @param timed the loops, which run a few times now
 * @returns times of both
 * @example
 * ```ts
 * import { withLoops } from "./profile.ts";
 * const profile = { milliseconds: 1, rows: [], table: "" };
 * withLoops(profile, { loops: 1, run: () => {} }).rows.length; // 1
 * ```
 */
export function withLoops(
  profile: Profile,
  { loops, run, now = () => performance.now() }: TimedLoops,
): Profile {
  if (loops === 0) return profile;
  const times = Array.from({ length: 6 }, () => {
    const start = now();
    run();
    return now() - start;
  }).slice(1).sort((a, b) => a - b);
  const milliseconds = times[times.length >> 1] ?? 0;
  const row = { kernel: "(updates)", operator: "WebAssembly", nodes: loops, milliseconds };
  const rows = [...profile.rows, row].sort((a, b) => b.milliseconds - a.milliseconds);
  return { milliseconds: profile.milliseconds + milliseconds, rows, table: tableOf(rows) };
}

function summarise(events: readonly Event[]): Profile {
  const starts = events.flatMap(({ name }, index) => name === "model_run" ? [index] : []);
  // The file tells of a run after its nodes; the first one warmed up.
  const [warm = -1] = starts;
  const measured = events.slice(warm + 1);
  const runs = starts.length - 1;
  const times = measured.filter(({ name }) => name === "model_run").map(({ dur }) => dur / 1000);
  const milliseconds = times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  const nodes = measured.filter(({ cat, name }) => cat === "Node" && name.endsWith("_kernel_time"));
  const groups = Map.groupBy(nodes, ({ name, args }) => `${kernelOf(name)} ${args?.op_name ?? ""}`);
  const rows = [...groups].map(([key, group]) => {
    const [kernel = "", operator = ""] = key.split(" ");
    const sum = group.reduce((sum, { dur }) => sum + dur, 0);
    return { kernel, operator, nodes: group.length / runs, milliseconds: sum / 1000 / runs };
  }).sort((a, b) => b.milliseconds - a.milliseconds);
  return { milliseconds, rows, table: tableOf(rows) };
}

/** Nodes are named after the kernel that they come from; those that ONNX Runtime adds have no such name. */
function kernelOf(name: string): string {
  const [kernel = "", rest] = name.replace(/^fused /, "").split("/", 2);
  return rest === undefined || kernel === "" ? "(added)" : kernel;
}

function tableOf(rows: readonly ProfileRow[]): string {
  const total = rows.reduce((sum, { milliseconds }) => sum + milliseconds, 0) || 1;
  const cells = rows.map(({ kernel, operator, nodes, milliseconds }) => [
    kernel,
    operator,
    String(nodes),
    milliseconds.toFixed(3),
    `${(100 * milliseconds / total).toFixed(1)} %`,
  ]);
  const header = ["kernel", "operator", "nodes", "ms a run", "share"];
  const widths = header.map((name, column) =>
    Math.max(name.length, ...cells.map((row) => (row[column] ?? "").length))
  );
  return [header, ...cells].map((row) =>
    row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < 2 ? cell.padEnd(width) : cell.padStart(width);
    }).join("  ").trimEnd()
  ).join("\n");
}
