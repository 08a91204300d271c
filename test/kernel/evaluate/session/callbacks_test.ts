/** Whose output callbacks make that the runtime calls out of no cell. */
import assert from "node:assert/strict";
import { assertLateOutput, type LateCase } from "../../../support/late_output.ts";
import { SessionRig } from "../../../support/session_rig.ts";

const CALLBACKS: Readonly<Record<string, LateCase>> = {
  "a listener of AbortSignal.timeout()": {
    register: "AbortSignal.timeout(50).addEventListener('abort', late);",
  },
  "a listener of a signal that follows it": {
    register: "AbortSignal.any([AbortSignal.timeout(50)]).addEventListener('abort', late);",
  },
  "a FinalizationRegistry": {
    register: "const registry = new FinalizationRegistry(late); registry.register({}, 0); 0",
    trigger: `import { runInNewContext } from "node:vm"; import v8 from "node:v8";
      v8.setFlagsFromString("--expose-gc"); runInNewContext("gc")()`,
  },
  "a Deno.UnsafeCallback that another thread calls": {
    register: `const shape = { parameters: [], result: "void" };
      const callback = Deno.UnsafeCallback.threadSafe(shape, () => late());`,
    trigger: `new Deno.UnsafeFnPointer(callback.pointer, { ...shape, nonblocking: true }).call()`,
    close: "callback.close()",
  },
};

Deno.test("installCallbacks() gives what the runtime calls to the cell that handed it in", async (t) => {
  await using rig = await SessionRig.start();
  for (const [name, late] of Object.entries(CALLBACKS)) {
    await t.step(name, () => assertLateOutput(rig, late));
  }
});

Deno.test("installCallbacks() leaves what takes callbacks as it is in all else", async () => {
  await using rig = await SessionRig.start();
  const { result } = await rig.run(`
    const told = [];
    const names = [AbortSignal.timeout, FinalizationRegistry, Deno.UnsafeCallback].map((it) => it.name);
    const timed = AbortSignal.timeout(1);
    await new Promise((done) => timed.onabort = done);
    told.push(...names, timed.aborted, timed.reason.name, timed instanceof AbortSignal);
    for (const wrong of [() => AbortSignal.timeout(-1), () => AbortSignal.timeout(), () => new FinalizationRegistry(1)]) {
      try { wrong() } catch (error) { told.push(error.name) }
    }
    told.push(new FinalizationRegistry(() => {}) instanceof FinalizationRegistry);
    const shape = { parameters: ["i32"], result: "i32" };
    const twice = (value) => value * 2;
    using callback = Object.assign(new Deno.UnsafeCallback(shape, twice), {
      [Symbol.dispose]() { this.close() },
    });
    told.push(callback.callback === twice, new Deno.UnsafeFnPointer(callback.pointer, shape).call(21));
    told.join()`);
  assert.equal(
    result,
    '"timeout,FinalizationRegistry,UnsafeCallback,true,TimeoutError,true,TypeError,TypeError,' +
      'TypeError,true,true,42"',
  );
});

Deno.test("installCallbacks() leaves the output of a call from native code to the calling cell", async () => {
  await using rig = await SessionRig.start();
  await rig.run(`const shape = { parameters: [], result: "void" };
    const callback = new Deno.UnsafeCallback(shape, () => display("called"));
    const call = new Deno.UnsafeFnPointer(callback.pointer, shape);`);
  const second = await rig.run("call.call(); callback.close(); 0");
  const shown = second.outputs.find(({ type }) => type === "display");
  assert.equal(shown?.type === "display" && shown.cell, second.id);
});
