import assert from "node:assert/strict";
import type { Diagnostic } from "vscode-languageserver-types";
import { judge } from "../../../kernel/assist/diagnosis.ts";

const CONTEXT = {
  lines: ["name = 1", 'import "npm:x"'],
  kindOf: () => undefined,
  fetch: () => false,
};

function problem(code: number | string, options: Partial<Diagnostic> = {}): Diagnostic {
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
  return { range, severity: 1, code, message: "m", ...options };
}

Deno.test("judge() counts lines and columns from 1 and prefixes TypeScript's codes", () => {
  assert.deepEqual(judge([problem(2322)], CONTEXT), [{
    severity: "error",
    message: "m",
    code: "TS2322",
    start: { line: 1, column: 1 },
    end: { line: 1, column: 5 },
  }]);
});

Deno.test("judge() drops hints, implicit any, and what lies behind the text", () => {
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 1 } };
  const noise = [problem(6133, { severity: 4 }), problem(7006), problem(2440, { range })];
  assert.deepEqual(judge(noise, CONTEXT), []);
});

Deno.test("judge() allows assignment to variables of earlier cells, not to constants", () => {
  const kinds = { let: 0, other: 0, const: 1 } as const;
  for (const kind of ["let", "other", "const"] as const) {
    const found = judge([problem(2632)], { ...CONTEXT, kindOf: () => kind });
    assert.equal(found.length, kinds[kind]);
  }
  const [constant] = judge([problem(2632)], { ...CONTEXT, kindOf: () => "const" });
  assert.equal(constant?.message, "Cannot assign to 'name' because it is a constant.");
});

Deno.test("judge() is silent of a package while it is fetched", () => {
  const range = { start: { line: 1, character: 7 }, end: { line: 1, character: 14 } };
  const missing = problem("not-installed-npm", { range });
  const asked: string[] = [];
  const fetch = (specifier: string): boolean => asked.push(specifier) === 1;
  assert.equal(judge([missing], { ...CONTEXT, fetch }).length, 0);
  assert.equal(judge([missing], { ...CONTEXT, fetch }).length, 1);
  assert.deepEqual(asked, ["npm:x", "npm:x"]);
});

Deno.test("judge() is silent of what the kernel itself could not write for the server", () => {
  const missing = (url: string): Diagnostic => ({
    ...problem("no-local"),
    message: `Unable to load a local module: ${url}\nPlease check the file path.`,
  });
  assert.deepEqual(judge([missing("file:///tmp/modulab-lsp-a1B2c3/modulab.d.ts")], CONTEXT), []);
  assert.equal(judge([missing("file:///n/modulab.d.ts")], CONTEXT).length, 1);
});
