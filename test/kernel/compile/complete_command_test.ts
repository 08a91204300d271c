import assert from "node:assert/strict";
import { COMMANDS } from "../../../kernel/compile/catalogue.ts";
import { completeCommand } from "../../../kernel/compile/complete_command.ts";

function textsAt(marked: string): readonly string[] | undefined {
  const offset = marked.indexOf("|");
  return completeCommand(marked.replace("|", ""), offset)?.map(({ text }) => text);
}

Deno.test("completeCommand() proposes both forms on the first line, lines only below", () => {
  assert.deepEqual(textsAt("%ti|"), ["%time", "%timeit"]);
  assert.deepEqual(textsAt("%%ti|"), ["%%time", "%%timeit"]);
  assert.deepEqual(textsAt("\n  %%s|"), ["%%svg", "%%silent"]);
  assert.deepEqual(textsAt("f();\n  %ti|"), ["%time", "%timeit"]);
  assert.deepEqual(textsAt("f();\n%%ti|"), []);
});

Deno.test("completeCommand() replaces the whole command up to the cursor", () => {
  const [item] = completeCommand("f();\n  %wh", 10) ?? [];
  assert.deepEqual([item?.text, item?.start, item?.end], ["%who", 7, 10]);
  assert.equal(item?.signature, "%who [type]");
});

Deno.test("completeCommand() proposes every command that has a name to type", () => {
  const named = COMMANDS.filter(({ usage }) => usage.startsWith("%")).map(({ name }) => name);
  const found = completeCommand("%", 1)?.map(({ text }) => text.replace(/^%+/, "")) ?? [];
  assert.deepEqual([...new Set(found)].toSorted(), named.toSorted());
});

Deno.test("completeCommand() proposes the words of %check, %help and %permissions", () => {
  assert.deepEqual(textsAt("%check |"), ["error", "warn", "off"]);
  assert.deepEqual(textsAt("%check w|"), ["warn"]);
  assert.deepEqual(textsAt("%help %tim|"), ["time", "timeit"]);
  assert.deepEqual(textsAt("%permissions --allow-read --deny-n|"), ["--deny-net"]);
});

Deno.test("completeCommand() leaves code alone", () => {
  for (
    const code of ["a % b|", "a\n% b|", "`\n%wh|`", "f(\n%wh|)", "who|", "%time xs.|", "%cd d|"]
  ) {
    assert.equal(textsAt(code), undefined, code);
  }
});
