import assert from "node:assert/strict";
import v8 from "node:v8";
import { runInNewContext } from "node:vm";
import type { Inspector } from "../../../kernel/evaluate/inspector.ts";
import type { RemoteHost } from "../../../kernel/evaluate/remote_host.ts";
import { Stopper } from "../../../kernel/evaluate/stopper.ts";

/** Of no session: nothing is stopped here. */
function stopper(): Stopper {
  return new Stopper({} as Inspector, () => ({} as RemoteHost));
}

Deno.test("Stopper.orTerminated() gives the answer it waits for, or its failure", async () => {
  const waiting = stopper();
  assert.equal(await waiting.orTerminated(Promise.resolve(42)), 42);
  await assert.rejects(waiting.orTerminated(Promise.reject(new RangeError("no"))), RangeError);
});

Deno.test("Stopper.orTerminated() keeps no answer that it has given", async () => {
  v8.setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const waiting = stopper();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => {
    const answer = await waiting.orTerminated(Promise.resolve({ large: true }));
    return new WeakRef(answer ?? assert.fail());
  }));
  await new Promise((resolve) => setTimeout(resolve)); // a reference read is kept until the turn ends
  collect();
  assert.deepEqual(answers.filter((answer) => answer.deref() !== undefined), []);
  assert.equal(waiting.stopping, false);
});
