/** Imports point one way: DESIGN §3. */
import assert from "node:assert/strict";
import { type Import, listFiles, readImports } from "./tree.ts";

/** Stages of the kernel, which know each other's types only. */
const STAGES = [
  "wire",
  "compile",
  "evaluate",
  "display",
  "comm",
  "assist",
  "record",
  "commands",
  "repl",
  "notebook",
  "install",
];

/** Folders of the library, lowest first; those in one row do not know each other. */
const LIBRARY: readonly (readonly string[])[] = [
  ["core"],
  ["data", "engine"],
  ["models"],
  ["graph"],
  ["training"],
  ["experiment"],
  ["file"],
];

const sources = await listFiles(".ts", ".tsx");
const imports = (await readImports(sources)).filter(({ from }) => !from.startsWith("test/"));

Deno.test("readImports() sees the imports of this repository", () => {
  assert.ok(imports.length > sources.length / 2);
});

Deno.test("lib knows neither kernel nor widgets, and widgets do not know the kernel", () => {
  const upward = imports.filter(({ from, to }) =>
    (from.startsWith("lib/") && /^(kernel|widgets|test)\//.test(to)) ||
    (from.startsWith("widgets/") && /^(kernel|test)\//.test(to)) ||
    (from.startsWith("kernel/") && to.startsWith("test/"))
  );
  assert.deepEqual(upward.map(describe), []);
});

Deno.test("the folders of lib import only folders below them", () => {
  const rank = new Map(LIBRARY.flatMap((row, index) => row.map((name) => [name, index] as const)));
  const upward = imports.filter(({ from, to }) => {
    const [above, below] = [rank.get(folder(to, "lib")), rank.get(folder(from, "lib"))];
    if (above === undefined || below === undefined) return false;
    return above > below || (above === below && folder(from, "lib") !== folder(to, "lib"));
  });
  assert.deepEqual(upward.map(describe), []);
});

Deno.test("the stages of the kernel import each other for types only", () => {
  const sideways = imports.filter(({ from, to, typeOnly }) => {
    const [at, other] = [folder(from, "kernel"), folder(to, "kernel")];
    return !typeOnly && at !== other && STAGES.includes(at) && STAGES.includes(other);
  });
  assert.deepEqual(sideways.map(describe), []);
});

Deno.test("the stages of the kernel do not know the files that assemble them", () => {
  const upward = imports.filter(({ from, to, typeOnly }) =>
    !typeOnly && STAGES.includes(folder(from, "kernel")) &&
    /^kernel\/((main|create_kernel|embed|session)\.ts|cli\/|requests\/)/.test(to)
  );
  assert.deepEqual(upward.map(describe), []);
});

Deno.test("no file reaches itself through imports", () => {
  assert.deepEqual(cycles(imports.filter(({ typeOnly, lazy }) => !typeOnly && !lazy)), []);
});

Deno.test("cycles() finds a planted cycle once", () => {
  const edge = (from: string, to: string): Import => ({ from, to, typeOnly: false, lazy: false });
  const planted = [edge("a", "b"), edge("b", "c"), edge("c", "a"), edge("c", "d")];
  assert.deepEqual(cycles(planted), ["a → b → c → a"]);
});

/** The folder below a member that a path lies in, or nothing. */
function folder(file: string, member: string): string {
  const [top, name, rest] = file.split("/");
  return top === member && name !== undefined && rest !== undefined ? name : "";
}

function describe({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

/** Depth-first search; each cycle is told where it closes. */
function cycles(edges: readonly Import[]): readonly string[] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const found: string[] = [];
  function visit(file: string, trail: readonly string[]): void {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  }
  for (const file of next.keys()) visit(file, []);
  return found;
}
