/**
 * FeatureSets beside pandas, NumPy and scikit-learn, plain Arrow JS, and DuckDB, in one run.
 *
 * Needs a Python with those three (`MODULAB_PYTHON`, default /usr/bin/python3). `--rows N` sets the
 * size of the table (1,000,000 rows of 20 float32 when left out), `--gigabyte` makes the Parquet file
 * one of 1 GB instead of 100 MB. Prints a table and never fails by the clock.
 *
 * @module
 */

import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromArrays } from "apache-arrow";
import { FeatureSet } from "../../lib/data/feature_set.ts";
import { joinFeatureSets } from "../../lib/data/join.ts";
import { gt } from "../../lib/data/predicate.ts";
import { SimpleSampler } from "../../lib/data/sample/simple_sampler.ts";
import { SeedStream } from "../../lib/core/seed.ts";
import { startPython } from "./python.ts";

const { values: settings } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    gigabyte: { type: "boolean", default: false },
  },
});
const ROWS = Number(settings.rows);
const COLUMNS = 20;
const PARQUET_ROWS = settings.gigabyte ? 12_500_000 : 1_250_000;
/**
 * Peers take turns, so that a busy moment of the machine does not count against one of them. What is
 * short takes more of them: it is as long as the collections of garbage and the new memory between.
 */
const TURNS = { least: 7, most: 31, togetherMs: 1500 };

/** One line of the table: ours and a peer's way to do the same. */
interface Task {
  readonly title: string;
  readonly peer: string;
  readonly target: string;
  ours(): unknown;
  /** A task of the Python process, or what to do here. */
  readonly theirs: string | (() => unknown);
}

function makeColumns(): Readonly<Record<string, Float32Array | Int32Array>> {
  const chance = SeedStream.from("bench");
  const columns: Record<string, Float32Array | Int32Array> = {};
  for (let at = 0; at < COLUMNS; at++) {
    columns[`x${at}`] = Float32Array.from({ length: ROWS }, () => chance.uint32() / 2 ** 32);
  }
  columns["kind"] = Int32Array.from({ length: ROWS }, () => chance.below(10));
  return columns;
}

function makeSet(columns: Readonly<Record<string, Float32Array | Int32Array>>): FeatureSet {
  const features = Object.keys(columns).filter((name) => name !== "kind");
  return FeatureSet.fromColumns("bench", columns, { features, tags: ["kind"] }) as FeatureSet;
}

/** Tasks on the table in memory. */
function tableTasks(columns: Readonly<Record<string, Float32Array | Int32Array>>): readonly Task[] {
  const set = makeSet(columns);
  const ratios = { train: 0.8, test: 0.2 };
  const { train } = set.splitRandom({ ratios }).splits as Record<
    "train",
    ReturnType<typeof set.toView>
  >;
  const sampler = new SimpleSampler({ batchSize: 256, shuffle: true });
  const into = new Float32Array(256 * COLUMNS);
  let epoch = 0;
  const ourEpoch = (): number => {
    let total = 0;
    for (const batch of sampler.batches(train, { epoch: epoch++ })) {
      total += batch.getFeatures({ into }).values[0] ?? 0;
    }
    return total;
  };
  const arrow = tableFromArrays(columns);
  const vectors = Object.keys(columns).filter((name) => name !== "kind")
    .map((name) => arrow.getChild(name));
  const arrowEpoch = (): number => {
    const rows = train.rows.slice();
    SeedStream.from(epoch++).shuffleRows(rows);
    for (let start = 0; start < rows.length; start += 256) {
      const end = Math.min(start + 256, rows.length);
      let to = 0;
      for (let at = start; at < end; at++) {
        for (const vector of vectors) into[to++] = Number(vector?.get(rows[at] ?? 0));
      }
    }
    return into[0] ?? 0;
  };
  const arrowFilter = (): number[] => {
    const vector = arrow.getChild("x0");
    const kept: number[] = [];
    for (let row = 0; row < arrow.numRows; row++) {
      if (Number(vector?.get(row)) > 0.5) kept.push(row);
    }
    return kept;
  };
  return [
    {
      title: "split 80/20",
      target: "≤ 20 ms",
      peer: "scikit-learn",
      ours: () => set.splitRandom({ ratios }),
      theirs: "split",
    },
    {
      title: "split, 10 strata",
      target: "≤ 1",
      peer: "scikit-learn",
      ours: () => set.splitRandom({ ratios, stratifyBy: "kind" }),
      theirs: "stratified split",
    },
    {
      title: "standard scaler, fit and transform",
      target: "≤ 1.5",
      peer: "scikit-learn",
      ours: () => set.fitTransform("standard", { domain: "features" }),
      theirs: "standard scaler",
    },
    {
      title: "epoch of 800,000 in batches of 256",
      target: "≤ 1.2",
      peer: "NumPy",
      ours: ourEpoch,
      theirs: "epoch",
    },
    { title: "", target: "", peer: "Arrow JS", ours: ourEpoch, theirs: arrowEpoch },
    {
      title: "filter, all columns",
      target: "≤ 1.5",
      peer: "pandas",
      ours: () => set.filter({ x0: gt(0.5) }),
      theirs: "filter",
    },
    {
      title: "filter, rows only",
      target: "",
      peer: "NumPy",
      ours: () => set.filter({ x0: gt(0.5) }),
      theirs: "filter, rows",
    },
    {
      title: "",
      target: "",
      peer: "Arrow JS",
      ours: () => set.filter({ x0: gt(0.5) }),
      theirs: arrowFilter,
    },
  ];
}

/** Joins of two tables with the same samples in another order. */
function joinTasks(): readonly Task[] {
  const order = Int32Array.from({ length: ROWS }, (_, row) => row);
  const shuffled = SeedStream.from("join").shuffledRows(order);
  const side = (label: string, rows: Int32Array): FeatureSet =>
    FeatureSet.fromColumns(label, {
      id: rows,
      name: Array.from(rows, (row) => `sensor ${row}`),
      group: rows.map((row) => Math.floor(row / 1000)),
      step: rows.map((row) => row % 1000),
      [label]: new Float32Array(ROWS),
    }, { features: [label], tags: ["id", "name", "group", "step"] }) as FeatureSet;
  const [left, right] = [side("x", order), side("y", shuffled)];
  return [["id"], ["name"], ["group", "step"]].map((on) => ({
    title: `join on ${on.join(" and ")}`,
    target: "",
    peer: "pandas",
    ours: () => {
      const sides = [left, right].map((set) => set.select({ columns: [...on, set.label] }));
      return joinFeatureSets("both", [sides[0] ?? left, sides[1] ?? right], { on });
    },
    theirs: `join ${on.join(", ")}`,
  }));
}

/** Reading 5 of 20 columns of a Parquet file. */
function parquetTasks(path: string, megabytes: number): readonly Task[] {
  const names = ["x0", "x4", "x9", "x14", "x19"];
  const ours = (): Promise<unknown> => FeatureSet.fromFile("read", path, { features: names });
  return [
    {
      title: `Parquet of ${megabytes} MB, 5 of 20 columns`,
      target: "≤ 1.11",
      peer: "DuckDB, into arrays",
      ours,
      theirs: () => fetchChunks(path, { names, copy: true }),
    },
    {
      title: "",
      target: "",
      peer: "DuckDB, chunks only",
      ours,
      theirs: () => fetchChunks(path, { names, copy: false }),
    },
  ];
}

/** DuckDB's own chunks, one after the other; copied into an array per column or only looked at. */
async function fetchChunks(
  path: string,
  { names, copy }: { names: readonly string[]; copy: boolean },
): Promise<number> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  const arrays = names.map(() => new Float32Array(copy ? PARQUET_ROWS : 0));
  const result = await connection.stream(`select ${names.join(", ")} from '${path}'`);
  let rows = 0;
  for (let chunk = await result.fetchChunk(); chunk; chunk = await result.fetchChunk()) {
    if (chunk.rowCount === 0) break;
    for (const [at, array] of arrays.entries()) {
      const { items } = chunk.getColumnVector(at) as unknown as { items: Float32Array };
      if (copy) array.set(items, rows);
    }
    rows += chunk.rowCount;
  }
  connection.closeSync();
  instance.closeSync();
  return rows;
}

async function writeParquet(path: string): Promise<number> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run("select setseed(0.5)");
  const columns = Array.from({ length: COLUMNS }, (_, at) => `random()::float as x${at}`);
  await connection.run(
    `copy (select ${columns} from range(${PARQUET_ROWS})) to '${path}' (format parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return Math.round((await stat(path)).size / 1e6);
}

async function time(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? NaN;
}

/** The first turn of each is to warm up: compilers, caches, and columns that are laid side by side. */
async function compare(
  { title, target, peer, ours, theirs }: Task,
  python: (task: string) => Promise<number>,
): Promise<Record<string, string>> {
  const turn = async (): Promise<readonly [number, number]> => [
    await time(ours),
    typeof theirs === "string" ? await python(theirs) : await time(theirs),
  ];
  const wanted = Math.ceil(TURNS.togetherMs / Math.max(...await turn()));
  const count = Math.min(Math.max(wanted, TURNS.least), TURNS.most);
  const times: (readonly [number, number])[] = [];
  while (times.length < count) times.push(await turn());
  const [a, b] = [median(times.map(([here]) => here)), median(times.map(([, there]) => there))];
  return {
    what: title,
    turns: String(count),
    "ours, ms": a.toFixed(1),
    peer,
    "theirs, ms": b.toFixed(1),
    ratio: (a / b).toFixed(2),
    target,
  };
}

/** What a split keeps: bytes of arrays, which the engine's heap does not hold. */
function memoryOfSplit(set: FeatureSet): number {
  const before = Deno.memoryUsage().external;
  const split = set.splitRandom({ ratios: { train: 0.8, test: 0.2 }, seed: 99 });
  const after = Deno.memoryUsage().external;
  return split.splitNames.length === 2 ? (after - before) / 1e6 : NaN;
}

/** What costs the same whatever the length of the table. */
function longViews(): readonly Record<string, string>[] {
  const set = FeatureSet.fromColumns("long", { x: new Float32Array(1e7) }, { features: ["x"] });
  const half = set.take(Int32Array.from({ length: 5e6 }, (_, at) => 2 * at));
  const few = half.take(Int32Array.from({ length: 1000 }, (_, at) => 5000 * at));
  const ratios = { train: 0.8, test: 0.2 };
  const actions: readonly (readonly [string, () => unknown])[] = [
    ["length of 5,000,000 of 10,000,000", () => half.length],
    ["take 3 of 5,000,000", () => half.take([1, 2, 3])],
    [
      "split 1,000 of 10,000,000",
      () => few.source.addSplit("few", few).splitRandom({ ratios, of: "few" }),
    ],
  ];
  return actions.map(([what, action]) => {
    action();
    const each = Array.from({ length: TURNS.most }, () => {
      const start = performance.now();
      for (let round = 0; round < 100; round++) action();
      return (performance.now() - start) / 100;
    });
    const ours = { what, turns: `${TURNS.most} × 100`, "ours, ms": median(each).toFixed(4) };
    return { ...ours, peer: "", "theirs, ms": "", ratio: "", target: "" };
  });
}

const columns = makeColumns();
const kept = memoryOfSplit(makeSet(columns));
const folder = await mkdtemp(join(tmpdir(), "modulab-bench-"));
const table: Record<string, string>[] = [];
try {
  using python = await startPython("feature_set_bench.py", [String(ROWS)]);
  for (const task of [...tableTasks(columns), ...joinTasks()]) {
    table.push(await compare(task, python.run));
  }
  // Written last, as the system still works on a file of 1 GB for a while after it was written.
  const path = join(folder, "bench.parquet");
  for (const task of parquetTasks(path, await writeParquet(path))) {
    table.push(await compare(task, python.run));
  }
} finally {
  await rm(folder, { recursive: true });
}
table.push(...longViews());
console.log(`${ROWS.toLocaleString("en")} rows of ${COLUMNS} float32, medians of turns`);
console.table(table);
console.log(
  `Memory for a split, temporary arrays included: ${kept.toFixed(1)} MB (target < 10 MB)`,
);
