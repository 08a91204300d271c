import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%run", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("leaves the names of a file, and shows what it prints", async () => {
    await rig.write("a.ts", "export const seven: number = 7;\nconsole.log('from a');\nseven;\n");
    const { stdout, data, error } = await run("%run a.ts");
    assert.deepEqual({ stdout, data, error }, { stdout: "from a\n", data: [], error: undefined });
    assert.equal((await run("seven")).data[0]?.["text/plain"], "7");
  });

  await t.step("imports what lies beside the file", async () => {
    await Deno.mkdir(`${rig.folder}/deep`);
    await rig.write("deep/near.ts", "export const near = 'beside';");
    await rig.write("deep/b.ts", "import { near } from './near.ts';\nconsole.log(near);");
    assert.equal((await run("%run deep/b.ts")).stdout, "beside\n");
  });

  await t.step("runs the code cells of a notebook in their order", async () => {
    const cell = (source: string, id: string): object => (
      { cell_type: "code", id, metadata: {}, outputs: [], execution_count: null, source }
    );
    const prose = { cell_type: "markdown", id: "m", metadata: {}, source: "%nothing" };
    const cells = [cell("let n = 1;", "a"), prose, cell("n++; display(n);", "b")];
    const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
    await rig.write("n.ipynb", JSON.stringify(notebook));
    assert.deepEqual((await run("%run n.ipynb")).data, [{ "text/plain": "2" }]);
  });

  await t.step("shows an error with the places of the file", async () => {
    await rig.write("bad.ts", "const k: number = 1;\nthrow new TypeError('oops');\n");
    const { stderr, error } = await run("%run bad.ts");
    assert.equal(error, "CommandError: bad.ts ended with TypeError: oops");
    assert.match(stderr, /bad\.ts, line 2, column 7/);
  });

  await t.step("names the place of a syntax error in the file", async () => {
    await rig.write("broken.ts", "let a = ;\n");
    const { stderr, error } = await run("%run broken.ts");
    assert.match(error ?? "", /^CommandError: broken\.ts ended with SyntaxError/);
    assert.match(stderr, /broken\.ts, line 1/);
  });

  await t.step("refuses a file that is no code, and one that is not there", async () => {
    assert.match((await run("%run a.txt")).error ?? "", /neither a notebook .* nor code/);
    assert.match((await run("%run gone.ts")).error ?? "", /Cannot read gone\.ts: No such file/);
  });

  await t.step("stops a file that runs itself", async () => {
    await rig.write("self.ts", "%run self.ts\n");
    assert.match((await run("%run self.ts")).error ?? "", /is run by itself/);
  });

  for (
    const [kind, loop] of [["waits", "await new Promise(() => {})"], ["loops", "while(true){}"]]
  ) {
    await t.step(`an interrupt ends a file that ${kind}, and the cell that runs it`, async () => {
      await rig.write("long.ts", `console.log("begun");\nawait 0;\n${loop};\n`);
      const begun = Promise.withResolvers<void>();
      const ran = run("%run long.ts\nconsole.log('after')", { onText: () => begun.resolve() });
      await begun.promise;
      await rig.client.interrupt();
      const { stdout, error } = await ran;
      assert.match(error ?? "", /^Interrupted: /);
      assert.equal(stdout, "begun\n");
      assert.equal((await run("seven")).data[0]?.["text/plain"], "7");
    });
  }

  await t.step("is captured with its cell", async () => {
    const { stdout } = await run("%%capture kept\n%run a.ts");
    assert.equal(stdout, "");
    assert.equal((await run("kept.stdout")).data[0]?.["text/plain"], '"from a\\n"');
  });
});
