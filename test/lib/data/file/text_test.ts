import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileFormatError } from "../../../../lib/data/file/file_error.ts";
import { readLines } from "../../../../lib/data/file/read_lines.ts";
import { readText, typedFields, writeText } from "../../../../lib/data/file/text.ts";

Deno.test("typedFields() gives a whole column one kind", () => {
  assert.deepEqual(typedFields("x", ["1", "", " -2.5e1 ", "+.5"]), [1, null, -25, 0.5]);
  assert.deepEqual(typedFields("x", ["nan", "-inf", "Infinity"]), [NaN, -Infinity, Infinity]);
  assert.deepEqual(typedFields("x", ["TRUE", "", "false"]), [true, null, false]);
  assert.deepEqual(typedFields("x", ["[1, 2]", "[3, null]"]), [[1, 2], [3, null]]);
  assert.deepEqual(typedFields("x", ["1", "1_000"]), ["1", "1_000"]);
  assert.deepEqual(typedFields("x", ["1", "NA", "", "None"]), [1, null, null, null]);
  assert.deepEqual(typedFields("x", ["true", "N/A"]), [true, null]);
  // Namibia's code among others, and a column of nothing else.
  assert.deepEqual(typedFields("x", ["DE", "NA"]), ["DE", "NA"]);
  assert.deepEqual(typedFields("x", ["NA", "NA"]), ["NA", "NA"]);
  assert.deepEqual(typedFields("x", ["0x10", "12:30"]), ["0x10", "12:30"]);
  assert.throws(
    () => typedFields("id", ["9007199254740993"]),
    /column "id" as a number: it is beyond 2\^53/,
  );
});

Deno.test("readText() tells what is wrong, and where", async () => {
  const cases: readonly [Parameters<typeof readText>[1], string, RegExp][] = [
    ["csv", "x,y\n1,2\n3\n", /a text as CSV: row 2 has 1 fields, and there are 2 columns/],
    ["csv", '"x\n', /a text as CSV: Quote Not Closed/],
    ["csv", "x,x\n", /two columns are named "x"/],
    ["json", "{}", /a text as JSON: expected a list of objects, got object/],
    ["json", "[1]", /row 0: expected an object/],
    ["json", "[{", /a text as JSON: /],
    ["ndjson", '{"x":1}\n{"x":', /a text as NDJSON: line 2: /],
    ["ndjson", "[1]\n", /line 1: expected an object/],
  ];
  for (const [format, text, message] of cases) {
    await assert.rejects(readText(text, format), (error: unknown) => {
      assert.ok(error instanceof FileFormatError && error instanceof SyntaxError);
      assert.match(error.message, message);
      assert.deepEqual([error.source, error.format], ["a text", format]);
      return true;
    });
  }
});

Deno.test("a line at the end, a byte order mark and Windows' line ends change nothing", async () => {
  for (const text of ["x,y\n1,2\n", "x,y\n1,2", "\ufeffx,y\r\n1,2\r\n", "x,y\n1,2\n\n"]) {
    assert.deepEqual(await readText(text, "csv"), { x: [1], y: [2] });
  }
  assert.deepEqual(await readText("x\n1\n\n3\n", "csv"), { x: [1, null, 3] });
  assert.equal(writeText([{ a: 'x,"y"\n', b: null }], "csv"), 'a,b\n"x,""y""\n",\n');
});

Deno.test("readLines() keeps the columns asked for, whatever rows lack", async () => {
  const folder = await mkdtemp(join(tmpdir(), "modulab-lines-"));
  try {
    const path = join(folder, "rows.ndjson");
    await writeFile(path, '{"x":1,"big":[1,2,3]}\n\n{"y":"é"}\n{"x":3}\n');
    assert.deepEqual(await readLines(path, { names: ["x", "y"] }), {
      x: [1, undefined, 3],
      y: [undefined, "é", undefined],
    });
    await assert.rejects(readLines(path, { names: ["xx"] }), /No column "xx": did you mean "x"\?/);
    await writeFile(path, '{"x":1}\nnothing\n');
    await assert.rejects(readLines(path), /rows\.ndjson" as NDJSON: line 2: /);
  } finally {
    await rm(folder, { recursive: true });
  }
});

Deno.test("readText() begins behind the mark of the byte order in every format", async () => {
  const texts = { csv: "x\n1", json: '[{"x":1}]', ndjson: '{"x":1}' } as const;
  for (const [format, text] of Object.entries(texts)) {
    const read = await readText(`\uFEFF${text}`, format as keyof typeof texts);
    assert.deepEqual(read, { x: [1] }, format);
  }
});

Deno.test("writeText() of no rows keeps the names of columns in CSV", async () => {
  const text = writeText([], "csv", { names: ["x", "y"] });
  assert.equal(text, "x,y\n");
  assert.deepEqual(await readText(text, "csv"), { x: [], y: [] });
});
