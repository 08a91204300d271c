import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%%html, %%md, %%svg and %%mermaid", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("display the text below them as it is", async () => {
    assert.deepEqual((await run("%%html\n<b>${1} &amp; 2</b>\n")).data, [
      { "text/html": "<b>${1} &amp; 2</b>\n", "text/plain": "${1} & 2" },
    ]);
    assert.equal((await run("%%md\n# `a`")).data[0]?.["text/markdown"], "# `a`");
    const picture = '<svg xmlns="http://www.w3.org/2000/svg"/>';
    assert.equal((await run(`%%svg\n${picture}`)).data[0]?.["image/svg+xml"], picture);
  });

  await t.step("%%mermaid falls back to a fence of Markdown", async () => {
    assert.deepEqual((await run("%%mermaid\ngraph TD\n  a --> b\n")).data, [{
      "text/vnd.mermaid": "graph TD\n  a --> b",
      "text/markdown": "```mermaid\ngraph TD\n  a --> b\n```",
      "text/plain": "graph TD\n  a --> b",
    }]);
  });

  await t.step("say where the text belongs", async () => {
    assert.equal(
      (await run("%%html\n")).error,
      "CommandError: Cannot display nothing: write the text below %%html",
    );
  });
});
