import assert from "node:assert/strict";
import { COMMANDS, nearestCommand } from "../../../kernel/compile/catalogue.ts";
import { compileCell } from "../../../kernel/compile/compile.ts";
import { cellCommand, eraseCommands, expandCommands } from "../../../kernel/compile/commands.ts";
import { UnknownCommandError } from "../../../kernel/compile/command_errors.ts";
import { CellSyntaxError } from "../../../kernel/compile/syntax.ts";

function expand(text: string): string {
  return expandCommands(text).edited.text;
}

Deno.test("expandCommands() finds commands at statement positions", () => {
  assert.equal(expand("%who"), `await __modulab.command("who", "");`);
  assert.equal(
    expand("const a = 1\n%cd  data \na"),
    `const a = 1\nawait __modulab.command("cd", "data");\na`,
  );
  assert.equal(expand("%who;\n%who ; "), 'await __modulab.command("who", "");\n'.repeat(2).trim());
  assert.equal(expand("  %who\r\na"), `  await __modulab.command("who", "");\r\na`);
});

Deno.test("expandCommands() leaves text alone that only looks like a command", () => {
  const texts = [
    "a\n  % b",
    "a\n%b",
    "a\n  %time",
    "f(a\n%who)",
    "const s = `\n%who\n`",
    "/*\n%who\n*/",
    "const s = 'a\\\n%who'",
    "cond\n?a\n:b",
    "a ?\nb : c",
    "x = <b>\n%who\n</b>",
    "const r = /a\n/",
  ];
  for (const text of texts) assert.equal(expand(text), text);
});

Deno.test("expandCommands() turns questions into inspection", () => {
  assert.equal(expand("?a.b"), `await __modulab.command("inspect", "a.b");`);
  assert.equal(expand("a.b?"), `await __modulab.command("inspect", "a.b");`);
  assert.equal(expand("??a"), `await __modulab.command("inspect_source", "a");`);
  assert.equal(expand("a[0]??"), `await __modulab.command("inspect_source", "a[0]");`);
  assert.equal(expand("%time?"), `await __modulab.command("help", "time");`);
  assert.equal(expand("?%%bash"), `await __modulab.command("help", "bash");`);
});

Deno.test("expandCommands() hands the body of a text command over as it is", () => {
  const { edited, silent } = expandCommands("\n%%html\n<p>it's `\n%who\n");
  assert.equal(edited.text, `await __modulab.command("html", "", "<p>it's \`\\n%who\\n");`);
  assert.ok(silent);
});

Deno.test("expandCommands() times an expression or a block, async only where it waits", () => {
  assert.match(expand("%timeit f(1) // note"), /^await __modulab\.timeit\(\(\) => \(f\(1\)/);
  assert.match(expand("%timeit const a = await f()"), /timeit\(async \(\) => \{const a/);
  assert.match(expand("%%timeit\nlet a = 1\na"), /timeit\(\(\) => \{\nlet a = 1\na\n\}\);$/);
});

Deno.test("expandCommands() reads how often to time in front of the code, not in the code", () => {
  const ends: readonly (readonly [string, string])[] = [
    ["%timeit -n 10 f()", `(f()\n), {"loops":10});`],
    ["%timeit -r3 -n10  f() // note", `(f() // note\n), {"runs":3,"loops":10});`],
    ["%timeit -n 0 f()", "(f()\n));"],
    ["%timeit -n10 + 1", "(-n10 + 1\n));"],
    ["%timeit -n * 2", "(-n * 2\n));"],
    ["%%timeit -n10 -r 2\nf()", `{\nf()\n}, {"loops":10,"runs":2});`],
    ["%%timeit // note\nf()", "{\nf()\n});"],
  ];
  for (const [text, end] of ends) {
    const expanded = expand(text);
    assert.ok(expanded.endsWith(`timeit(() => ${end}`), expanded);
  }
  assert.equal(eraseCommands("%timeit -n 10 f()"), "              f()");
  for (const text of ["%timeit -n 10", "%%timeit -n 10 f()\n1"]) {
    assert.throws(() => expandCommands(text), CellSyntaxError, text);
  }
});

Deno.test("expandCommands() takes a comment for no argument, and a path for no comment", () => {
  assert.equal(expand("%who // note"), `await __modulab.command("who", "");`);
  assert.equal(expand("%who //"), `await __modulab.command("who", "");`);
  assert.equal(expand("%cd //tmp"), `await __modulab.command("cd", "//tmp");`);
});

Deno.test("expandCommands() refuses words behind a command that takes none", () => {
  const cases = [
    [
      "%%time train()",
      "1:8 %%time takes nothing on its own line: the code stands below it, or write %time train()",
    ],
    ["%%silent a\n1", "1:10 %%silent takes nothing on its own line: the code stands below it"],
    ["%%bash -x\nls", "1:8 %%bash takes nothing on its own line: the text stands below it"],
    ["a\n  %restart now", "2:12 %restart takes nothing behind it"],
  ] as const;
  for (const [text, said] of cases) {
    assert.throws(() => expand(text), (error) => {
      assert.ok(error instanceof CellSyntaxError);
      const [{ start, message } = assert.fail("no diagnostic")] = error.diagnostics;
      assert.equal(`${start.line}:${start.column} ${message}`, said);
      return true;
    });
  }
  for (const text of ["%%time // slow\n1", "%vars // all", "%who number", "%%capture out\n1"]) {
    assert.doesNotThrow(() => expand(text), text);
  }
});

Deno.test("expandCommands() refuses unknown commands and names the nearest", () => {
  const cases = {
    "%tiem f()": "%time",
    "%WHO": "%who",
    "%%cd": "%cd",
    "%bash": "%%bash",
    "%%bahs\nls": "%%bash",
    "a;\n%hsitory": "%history",
  };
  for (const [text, nearest] of Object.entries(cases)) {
    assert.throws(() => expandCommands(text), (error) => {
      assert.ok(error instanceof UnknownCommandError);
      assert.equal(error.nearest, nearest);
      assert.match(error.message, /did you mean/);
      return true;
    });
  }
  assert.throws(() => expandCommands("%qqqqqqqq"), { message: /^No command %qqqqqqqq; %help/ });
});

Deno.test("expandCommands() says what a command lacks", () => {
  for (const text of ["%time", "%timeit", "%%capture\n1", "1\n%%bash\nls"]) {
    assert.throws(() => expandCommands(text), CellSyntaxError);
  }
});

Deno.test("compileCell() says of a command in a block or an expression that it cannot stand there", () => {
  for (
    const text of ["for (;;) {\n  %time f()\n}", "const f = () => {\r\n%cd a\r\n}", "f(\n%who\n)"]
  ) {
    assert.throws(() => compileCell({ id: "cell", text }), {
      message: /^%(time|cd|who) cannot stand within a block or an expression.*\(line 2, column/,
    });
  }
  assert.throws(() => compileCell({ id: "cell", text: "f(\n% )" }), {
    message: /^Unexpected token/,
  });
});

Deno.test("eraseCommands() keeps every place where it was", () => {
  const text = "%cd a\n%time f()\nconst s = `\n%who`\n%who\ng?";
  const erased = eraseCommands(text);
  assert.equal(erased, "     \n      f()\nconst s = `\n%who`\n    \n  ");
  assert.equal(eraseCommands("%%html\n<b>\n"), "      \n   \n");
  assert.equal(eraseCommands("%%time\nf()"), "      \nf()");
  assert.equal(eraseCommands("%nope\na"), "%nope\na");
});

Deno.test("cellCommand() reads the first line that is not blank", () => {
  assert.equal(cellCommand("\n  \n%%bash -e\nls"), "bash");
  assert.equal(cellCommand("a\n%%bash"), undefined);
});

Deno.test("the catalogue names every command once and finds it when mistyped", () => {
  const names = COMMANDS.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.equal(nearestCommand(name), name);
  assert.equal(nearestCommand("permisions"), "permissions");
  assert.equal(nearestCommand("tmie"), "time", "and not type, as near by single letters");
  assert.equal(nearestCommand("bahs", "cell"), "bash");
  assert.equal(nearestCommand("xyzzy"), undefined);
});
