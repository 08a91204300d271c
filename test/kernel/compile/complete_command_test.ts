import assert from "node:assert/strict";
import { COMMANDS } from "../../../kernel/compile/catalogue.ts";
import { askedExpression, completeCommand } from "../../../kernel/compile/complete_command.ts";

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
  const codes = ["a % b|", "a\n% b|", "`\n%wh|`", "f(\n%wh|)", "who|", "?xs.|"];
  const ofCode = ["%time xs.|", "%timeit xs.|", "%type xs.|", "%%time\nxs.|", "%%capture o\nxs.|"];
  for (const code of [...codes, ...ofCode]) assert.equal(textsAt(code), undefined, code);
});

Deno.test("completeCommand() proposes nothing where a command takes words or text of its own", () => {
  const ofWords = ["%cd d|", "%run ./lo|", "%env PA|", "%who num|", "%%capture o|", "%nope x|"];
  const ofText = ["%%bash\nec|", "\n%%html\n<b>\n<d|", "%%md\n%ti|"];
  for (const code of [...ofWords, ...ofText]) assert.deepEqual(textsAt(code), [], code);
});

Deno.test("askedExpression() keeps the expression of a command in its place", () => {
  const asked = (code: string): string => askedExpression(code, code.length);
  assert.equal(asked("let a;\n%type a.b"), "let a;\n      a.b");
  assert.equal(asked("  ?a.b"), "   a.b");
  assert.equal(asked("??a.b"), "  a.b");
  assert.equal(asked("a.b??"), "a.b  ");
  assert.equal(askedExpression("?a\nb.c", 6), "?a\nb.c", "another line");
});

Deno.test("askedExpression() leaves choices, other commands and templates alone", () => {
  for (const code of ["ok ? a : b", "ok\n? a\n: b", "%time a", "`\n?a`", "%types a", "a.b"]) {
    assert.equal(askedExpression(code, code.length), code);
  }
});
