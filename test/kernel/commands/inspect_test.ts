import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%type, ?name and ??name", async (t) => {
  await using rig = await openRig({ languageServer: true });
  const { run } = rig;
  await run("/** Doubles a number. */\nfunction double(n: number) { return 2 * n; }");
  await run("const xs = [1, 2, 3];\nconst halves = xs.map((x) => ({ x, half: x / 2 }));");

  async function page(code: string): Promise<string> {
    const { payload, error } = await run(code);
    assert.equal(error, undefined);
    assert.equal(payload[0]?.source, "page");
    return String((payload[0]?.data as Record<string, unknown>)["text/plain"]);
  }

  await t.step("%type tells the type of an expression, which is not run", async () => {
    assert.equal((await run("%type double")).stdout, "(n: number) => number\n");
    assert.equal((await run("%type halves.at(-1)?.half;")).stdout, "number | undefined\n");
    assert.equal((await run("%type await Promise.resolve('a')")).stdout, "string\n");
    assert.equal((await run("%type xs.push(4)")).stdout, "number\n");
    assert.equal((await run("xs.length")).data[0]?.["text/plain"], "3");
  });

  await t.step("%type says what is wrong with an expression", async () => {
    assert.equal(
      (await run("%type nowhere")).error,
      "CommandError: Cannot tell the type of nowhere: Cannot find name 'nowhere'.",
    );
  });

  await t.step("?name joins the type and the live value", async () => {
    const text = await page("?xs");
    assert.match(text, /const xs: number\[\]/);
    assert.match(text, /Value: Array, 3 elements\n\n\[1, 2, 3\]/);
  });

  await t.step("?name shows the documentation", async () => {
    assert.match(await page("double?"), /function double\(n: number\): number[^]*Doubles a number/);
  });

  await t.step("??name shows the source", async () => {
    assert.match(await page("??double"), /return 2 \* n/);
  });

  await t.step("?name of an unknown name is an error", async () => {
    assert.match((await run("?nowhere")).error ?? "", /^CommandError: Cannot find nowhere: .*%who/);
  });

  await t.step("Shift-Tab has the live value too, also while a cell runs", async () => {
    const started = Promise.withResolvers<void>();
    const busy = run("console.log('on');\nawait 0;\nwhile (true) {}", {
      onText: () => started.resolve(),
    });
    await started.promise;
    const content = { code: "xs", cursor_pos: 2, detail_level: 0 };
    const { content: found } = await rig.client.request("shell", "inspect_request", content);
    await rig.client.interrupt();
    await busy;
    assert.match(
      String((found.data as Record<string, unknown>)["text/plain"]),
      /Value: Array, 3 elements/,
    );
  });
});
