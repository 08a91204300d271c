import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readLines } from "../../../../lib/data/file/read_lines.ts";
import { inFolder } from "../../../support/temporary.ts";

async function withLines<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  return await inFolder(async (folder) => {
    const path = join(folder, "a.ndjson");
    await writeFile(path, text);
    return await use(path);
  });
}

Deno.test("readLines() keeps the columns wanted; what a row lacks is missing", async () => {
  await withLines('{"x":1}\r\n\n{"y":2,"x":3}\n{"y":4}', async (path) => {
    assert.deepEqual(await readLines(path), { x: [1, 3, undefined], y: [undefined, 2, 4] });
    assert.deepEqual(await readLines(path, { names: ["y"] }), { y: [undefined, 2, 4] });
  });
});

Deno.test("readLines() tells how many rows have come, at last all of them", async () => {
  const seen: number[] = [];
  await withLines('{"x":1}\n'.repeat(20_000), async (path) => {
    const { x } = await readLines(path, { onRows: (rows) => seen.push(rows) });
    assert.equal(x?.length, 20_000);
  });
  assert.deepEqual(seen, [8192, 16384, 20_000]);
});

Deno.test("readLines() names the line that holds no object, and columns that there are not", async () => {
  await withLines('{"x":1}\n[2]\n', async (path) => {
    await assert.rejects(readLines(path), /a\.ndjson.*line 2/s);
  });
  await withLines('{"volt":1}\n', async (path) => {
    await assert.rejects(readLines(path, { names: ["vol"] }), /did you mean "volt"/);
  });
});

Deno.test("readLines() stops when the cell that asked is interrupted", async () => {
  const session = globalThis as unknown as Record<symbol, unknown>;
  const key = Symbol.for("modulab.cellSignal");
  const cell = new AbortController();
  session[key] = () => cell.signal;
  try {
    await withLines('{"x":1}\n'.repeat(20_000), async (path) => {
      const reading = readLines(path, { onRows: () => cell.abort(new Error("interrupted")) });
      await assert.rejects(reading, /interrupted/);
    });
  } finally {
    delete session[key];
  }
});

Deno.test("readLines() ends lines at line feeds only, and begins behind the mark of the byte order", async () => {
  const texts = ["a\u2028b", "c\u2029d\u0085", "\uFEFFe".repeat(40_000)];
  const rows = texts.map((text) => JSON.stringify({ text }));
  await withLines(`\uFEFF${rows.join("\n")}`, async (path) => {
    assert.deepEqual(await readLines(path), { text: texts });
  });
});
