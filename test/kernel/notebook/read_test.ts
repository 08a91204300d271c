import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import {
  InvalidNotebookError,
  NotebookFileError,
  NotebookLanguageError,
  NotebookSyntaxError,
  NotebookVersionError,
} from "../../../kernel/notebook/errors.ts";
import { parseNotebook, readNotebook } from "../../../kernel/notebook/read.ts";
import { formatNotebook } from "../../../kernel/notebook/write.ts";
import { inFolder } from "../../support/temporary.ts";

const text = fc.string({ unit: "grapheme", maxLength: 30 });
const lines = fc.array(text).map((parts) => parts.join("\n"));
const metadata = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }))
  .map(({ tags: _tags, ...rest }) => rest);
const data = fc.record({
  "text/plain": lines,
  "image/png": fc.base64String(),
  "application/vnd.vegalite.v5+json": fc.jsonValue({ maxDepth: 3 }),
}, { requiredKeys: ["text/plain"] });
const count = fc.option(fc.nat());
const output = fc.oneof(
  fc.record({
    output_type: fc.constant("stream"),
    name: fc.constantFrom("stdout", "stderr"),
    text: lines,
  }),
  fc.record({ output_type: fc.constant("display_data"), data, metadata }),
  fc.record({ output_type: fc.constant("execute_result"), execution_count: count, data, metadata }),
  fc.record({
    output_type: fc.constant("error"),
    ename: text,
    evalue: text,
    traceback: fc.array(text),
  }),
);
const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);
const cell = fc.oneof(
  fc.record({
    cell_type: fc.constant("code"),
    id,
    metadata,
    source: lines,
    execution_count: count,
    outputs: fc.array(output, { maxLength: 3 }),
  }),
  fc.record({
    cell_type: fc.constantFrom("markdown", "raw"),
    id,
    metadata,
    source: lines,
    attachments: fc.dictionary(text, fc.record({ "image/png": fc.base64String() })),
  }),
);
const notebook = fc.record({
  nbformat: fc.constant(4),
  nbformat_minor: fc.nat(5),
  metadata: metadata.map((value) => ({
    ...value,
    kernelspec: { name: "deno", language: "typescript" },
    language_info: { name: "typescript" },
  })),
  cells: fc.array(cell, { maxLength: 4 }),
});

Deno.test("parseNotebook() gives back what formatNotebook() wrote, unknown metadata included", () => {
  fc.assert(fc.property(notebook, (value) => {
    const file = JSON.stringify(value);
    const first = parseNotebook(file, "a.ipynb");
    assert.deepEqual(first, JSON.parse(file));
    const written = formatNotebook(first);
    assert.deepEqual(parseNotebook(written, "a.ipynb"), first);
    assert.equal(formatNotebook(parseNotebook(written, "a.ipynb")), written);
  }));
});

Deno.test("formatNotebook() keeps the bytes of a file that nbformat wrote", () => {
  const bytes = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "a",
   "metadata": {
    "10": "ten",
    "9": "nine",
    "big": 12345678901234567890,
    "float": 1.0,
    "small": 1e-05
   },
   "source": [
    "# Title\\n",
    "text"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 1,
   "id": "b",
   "metadata": {},
   "outputs": [
    {
     "data": {
      "application/json": [
       "a",
       "b"
      ],
      "image/png": "aGk=",
      "text/plain": [
       "1\\r\\n",
       "2"
      ]
     },
     "execution_count": 1,
     "metadata": {},
     "output_type": "execute_result"
    }
   ],
   "source": []
  }
 ],
 "metadata": {
  "ﬀ": "in the basic plane",
  "𝒳": "beyond it"
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`;
  assert.equal(formatNotebook(parseNotebook(bytes, "a.ipynb")), bytes);
});

Deno.test("parseNotebook() says where a file stops being JSON", () => {
  const broken = '{\n "nbformat": 4,\n "cells": [,]\n}';
  assert.throws(() => parseNotebook(broken, "a.ipynb"), (error) => {
    assert(error instanceof NotebookSyntaxError);
    assert.deepEqual([error.line, error.column], [3, 12]);
    assert.match(error.message, /^Cannot use a\.ipynb: it is not JSON: line 3, column 12: /);
    return true;
  });
  assert.throws(() => parseNotebook("", "a.ipynb"), /line 1, column 1: the file is empty/);
  assert.throws(() => parseNotebook("hello", "a.ipynb"), NotebookSyntaxError);
  assert.throws(() => parseNotebook('{"nbformat": 4', "a.ipynb"), NotebookSyntaxError);
});

Deno.test("parseNotebook() refuses other versions of the format by their number", () => {
  for (const nbformat of [2, 3, 5]) {
    assert.throws(
      () => parseNotebook(JSON.stringify({ nbformat, worksheets: [] }), "a.ipynb"),
      (error) => error instanceof NotebookVersionError && error.message.includes(`${nbformat}`),
    );
  }
  assert.throws(() => parseNotebook("[1]", "a.ipynb"), /no notebook/);
});

Deno.test("parseNotebook() accepts notebooks of deno and tslab, and refuses other languages", () => {
  const parse = (metadata: unknown) =>
    parseNotebook(
      JSON.stringify({ nbformat: 4, nbformat_minor: 5, cells: [], metadata }),
      "a.ipynb",
    );
  parse({});
  parse({ kernelspec: { name: "deno", display_name: "Deno", language: "typescript" } });
  parse({ kernelspec: { name: "jslab", display_name: "JavaScript", language: "javascript" } });
  parse({ language_info: { name: "typescript" } });
  assert.throws(
    () => parse({ kernelspec: { name: "python3", display_name: "Python 3", language: "python" } }),
    (error) => error instanceof NotebookLanguageError && /written in python/.test(error.message),
  );
  assert.throws(() => parse({ kernelspec: { name: "python3" } }), NotebookLanguageError);
  assert.throws(() => parse({ language_info: { name: "R" } }), NotebookLanguageError);
});

Deno.test("parseNotebook() lists every fault with its path", () => {
  const broken = {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: {} },
    cells: [
      { cell_type: "code", metadata: {}, source: 3, outputs: [{ output_type: "pyout" }] },
      { cell_type: "markdown", id: "no spaces", source: ["a", 1], metadata: { tags: [2] } },
      "cell",
    ],
  };
  assert.throws(() => parseNotebook(JSON.stringify(broken), "a.ipynb"), (error) => {
    assert(error instanceof InvalidNotebookError);
    assert.deepEqual(error.issues.map(({ path }) => path), [
      "$.metadata.kernelspec.name",
      "$.cells[0].source",
      "$.cells[0].execution_count",
      "$.cells[0].outputs[0].output_type",
      "$.cells[1].id",
      "$.cells[1].metadata.tags[0]",
      "$.cells[1].source",
      "$.cells[2]",
    ]);
    assert.match(error.message, /in 8 faults:\n {2}\$\.metadata/);
    return true;
  });
});

Deno.test("readNotebook() names a file that is missing, or a folder", async () => {
  await inFolder(async (folder) => {
    await assert.rejects(readNotebook(join(folder, "none.ipynb")), (error) => {
      assert(error instanceof NotebookFileError);
      return /there is no such file/.test(error.message);
    });
    await assert.rejects(readNotebook(folder), /it is a folder/);
  });
});

Deno.test("readNotebook() refuses text that is not UTF-8, which it could not write back", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "latin.ipynb");
    const text = '{"nbformat":4,"nbformat_minor":5,"metadata":{"title":"\xe9"},"cells":[]}';
    await Deno.writeFile(file, Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
    await assert.rejects(readNotebook(file), (error) => {
      assert.ok(error instanceof NotebookFileError);
      assert.match(error.message, /not UTF-8/);
      return true;
    });
  });
});

Deno.test("parseNotebook() sends old notebooks to nbconvert, and new ones not", () => {
  assert.throws(() => parseNotebook('{"nbformat":3}', "a.ipynb"), /nbformat 3.*nbconvert/);
  assert.throws(
    () => parseNotebook('{"nbformat":5}', "a.ipynb"),
    /nbformat 5.*save it as nbformat 4/,
  );
});
