/** What a session says of itself, in a real process. */
import assert from "node:assert/strict";
import { SessionRig, textOf } from "../../../support/session_rig.ts";

Deno.test("Output, marks and answers do without what JSON offers, if a cell has replaced that", async () => {
  await using rig = await SessionRig.start();
  const broken = await rig.run("JSON.stringify = JSON.parse = () => 'x'; 1");
  assert.equal(broken.result, "1");
  const shown = await rig.run("console.log('text'); [40 + 2]");
  assert.equal(textOf(shown.outputs, { stream: "stdout" }), "text\n");
  assert.equal(shown.result, "[ 42 ]");
  const { end } = await rig.run("null.x");
  assert.equal(end.status === "error" && end.error.name, "TypeError");
  const done = rig.run("prompt('name?')", { allowInput: true });
  const question = await rig.event("input");
  await rig.session.answerInput(question, { value: "right" });
  assert.match((await done).result ?? "", /right/);
});
