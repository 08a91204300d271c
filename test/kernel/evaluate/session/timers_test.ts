import assert from "node:assert/strict";
import { SessionRig, textOf } from "../../../support/session_rig.ts";

Deno.test("installTimers() lets an interrupt stop a callback, and keeps the session", async (t) => {
  await using rig = await SessionRig.start();
  await rig.run("let kept = 7");
  for (const timer of ["setTimeout", "setInterval", "setImmediate"]) {
    await t.step(`a loop in a callback of ${timer} stops, and does not begin again`, async () => {
      const spin = `${timer}(() => { console.log('in ${timer}'); for (;;); }, 1);`;
      const done = rig.run(`${spin} await new Promise(() => {})`);
      await rig.inbox.take((output) =>
        output.type === "text" && output.text.includes(`in ${timer}`)
      );
      assert.equal(await rig.session.interrupt(), "interrupted");
      assert.deepEqual((await done).end, { status: "interrupted" });
      const later = await rig.run("await new Promise((done) => setTimeout(done, 5)); kept");
      assert.equal(later.result, "7");
    });
  }

  await t.step("a loop in a callback that outlives its cell stops while none runs", async () => {
    await rig.run("setTimeout(() => { console.log('alone'); for (;;); }, 1); 0");
    await rig.inbox.take((output) => output.type === "text" && output.text.includes("alone"));
    assert.equal(await rig.session.interrupt(), "interrupted");
    assert.equal(await rig.session.interrupt(), "idle");
    assert.equal((await rig.run("kept")).result, "7");
  });

  await t.step("a loop in a callback that outlives its cell stops with the next one", async () => {
    await rig.run("setTimeout(() => { console.log('outlived'); for (;;); }, 1); 0");
    await rig.inbox.take((output) => output.type === "text" && output.text.includes("outlived"));
    const next = rig.run("kept");
    assert.equal(await rig.session.interrupt(), "interrupted");
    assert.deepEqual((await next).end, { status: "interrupted" });
    assert.equal((await rig.run("kept")).result, "7");
  });
});

Deno.test("installTimers() leaves timers as they are", async () => {
  await using rig = await SessionRig.start();
  const ran = await rig.run(`
    import { promisify } from "node:util";
    const told = [];
    told.push(await promisify(setTimeout)(1, "promised"), await promisify(setImmediate)("soon"));
    await new Promise((done) => {
      const timer = setTimeout(function (...args) { told.push(this === timer, ...args); done() }, 1, "a", 2);
    });
    await new Promise((done) => {
      let ticks = 0;
      const timer = setInterval((by) => { if ((ticks += by) === 3) { clearInterval(timer); told.push(ticks); done() } }, 1, 1);
    });
    clearTimeout(setTimeout(() => console.log("cleared"), 1));
    clearImmediate(setImmediate(() => console.log("cleared")));
    try { setTimeout("text") } catch (error) { told.push(error.name) }
    await new Promise((done) => setTimeout(done, 5));
    told.join()`);
  assert.equal(ran.result, '"promised,soon,true,a,2,3,TypeError"');
  assert.equal(textOf(ran.outputs, { stream: "stdout" }), "");
});

Deno.test("installTimers() keeps a timer going whose callback throws", async () => {
  await using rig = await SessionRig.start();
  await rig.run(
    "let runs = 0; const going = setInterval(() => { runs++; throw new Error('again') }, 1); 0",
  );
  for (const _ of [1, 2]) assert.equal((await rig.event("stray")).error.message, "again");
  assert.equal((await rig.run("clearInterval(going); runs > 1")).result, "true");
});
