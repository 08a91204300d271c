import assert from "node:assert/strict";
import { Program, SCOPE } from "../../../kernel/assist/program.ts";

Deno.test("Program makes the newest declaration of a name global", () => {
  const program = new Program();
  program.ran("a", "const x = 1");
  program.ran("b", "let x = 'two'; class User {}");
  const scope = program.documents().get(SCOPE) ?? "";
  assert.match(scope, /let x: typeof cell2\.x;/);
  assert.match(scope, /export import User = cell2\.User;/);
  assert.doesNotMatch(scope, /cell1/);
});

Deno.test("Program gives a cell the declarations that were the newest when it ran", () => {
  const program = new Program();
  program.ran("a", "const x = 1");
  program.ran("b", "const y = x + 1");
  program.ran("c", "const x = 'new'");
  const second = program.documents().get("__modulab_cell_2.tsx") ?? "";
  assert.match(second, /^const y = x \+ 1\n;import \{ x \} from "\.\/__modulab_cell_1\.tsx";/);
});

Deno.test("Program drops cells that nothing refers to any more", () => {
  const program = new Program();
  program.ran("a", "const x = 1");
  program.ran("b", "x + 1");
  for (let run = 0; run < 100; run++) program.ran(`c${run}`, "const x = 2");
  assert.equal(program.documents().size, 2);
});

Deno.test("Program keeps a limited number of past cells where two use each other's names", () => {
  const program = new Program();
  program.ran("before", "const untouched = 1");
  for (let run = 0; run < 1000; run++) {
    program.ran(`a${run}`, `const rows = result.map((x) => x + ${run})`);
    program.ran(`b${run}`, `const result = rows.concat(untouched, ${run})`);
  }
  const documents = program.documents();
  assert.ok(documents.size > 200 && documents.size < 300, `${documents.size} documents`);
  assert.ok(documents.has("__modulab_cell_1.tsx"));
  assert.match(documents.get(SCOPE) ?? "", /rows = cell2000\.rows/);
  assert.match(
    documents.get("__modulab_cell_2001.tsx") ?? "",
    /rows \} from "\.\/__modulab_cell_2000/,
  );
});

Deno.test("Program keeps one of several runs of a cell that changes global types", () => {
  const program = new Program();
  for (let run = 0; run < 50; run++) {
    program.ran(`a${run}`, "declare global { interface Window { mine: 1 } }");
  }
  assert.equal(program.documents().size, 2);
});

Deno.test("Program.snapshot() knows nothing of what runs later", () => {
  const program = new Program();
  program.ran("a", "const x = 1");
  const before = program.snapshot();
  program.ran("b", "const x = 'two'; const y = 3");
  assert.deepEqual([...before.documents().keys()], ["__modulab_cell_1.tsx", SCOPE]);
  assert.equal(before.kindOf("y"), undefined);
  assert.equal(program.snapshot().kindOf("y"), "const");
});

Deno.test("Program keeps cells that change global types", () => {
  const program = new Program();
  program.ran("a", "declare global { interface Window { mine: 1 } }\nconst x = 1");
  program.ran("b", "const x = 2");
  assert.equal(program.documents().size, 3);
});

Deno.test("next() leaves the text as it is, and imports only what a global would hide", () => {
  const program = new Program(new Set(["name"]));
  program.ran("a", "const name = 'n'; const other = 1");
  assert.equal(program.next("other"), "other");
  assert.match(program.next("name."), /^name\.\n;import \{ name \} from/);
  assert.equal(program.next("const name = 3; name"), "const name = 3; name");
  assert.equal(program.next("const name = 3; name."), "const name = 3; name.");
});

Deno.test("next() declares a variable, because nothing imported can be assigned", () => {
  const program = new Program(new Set(["name"]));
  program.ran("a", "let name = 'n'");
  assert.match(program.next("name = 1"), /^name = 1\n;\ndeclare let name: typeof import\(/);
});

Deno.test("Program declares the properties of globalThis that cells assign, unless it knows better", () => {
  const program = new Program(new Set(["name"]));
  program.ran("a", "globalThis.x = 1; globalThis.y = 2; globalThis.name = 3");
  program.ran("b", "const y = 'mine'");
  const scope = program.documents().get(SCOPE) ?? "";
  assert.match(scope, /var x: any;/);
  assert.doesNotMatch(scope, /var (y|name):/);
  assert.equal(program.next("globalThis.x = 5"), "globalThis.x = 5");
  assert.match(
    program.next("globalThis.z = 5"),
    /^globalThis\.z = 5\n;declare global \{\n\s+var z:/,
  );
  assert.match(program.snapshot().documents().get(SCOPE) ?? "", /var x: any;/);
});
