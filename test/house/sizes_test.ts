/** Files stay small enough to be read in one go. */
import assert from "node:assert/strict";
import { listFiles, readText } from "./tree.ts";

const USUAL = 450;
const MOST = 600;

const sources = await listFiles(".ts", ".tsx", ".py");
const lengths = await Promise.all(
  sources.map(async (file) => ({ file, lines: (await readText(file)).split("\n").length - 1 })),
);

Deno.test(`nine files of ten have at most ${USUAL} lines`, () => {
  const long = lengths.filter(({ lines }) => lines > USUAL);
  const names = long.map(({ file, lines }) => `${file}: ${lines}`).join(", ");
  assert.ok(long.length * 10 <= lengths.length, `Too many long files: ${names}`);
});

Deno.test(`no file has more than ${MOST} lines`, () => {
  assert.deepEqual(lengths.filter(({ lines }) => lines > MOST), []);
});
