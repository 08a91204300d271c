import assert from "node:assert/strict";
import { TaskQueue } from "../../../kernel/requests/queue.ts";

/** A task that notes what becomes of it. */
function task(name: string, log: string[], work: () => Promise<void> = () => Promise.resolve()) {
  return {
    run: async () => {
      log.push(`${name} begins`);
      await work();
      log.push(`${name} ends`);
    },
    abort: () => void log.push(`${name} aborted`),
  };
}

Deno.test("TaskQueue runs one task at a time, in order of arrival", async () => {
  const queue = new TaskQueue();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  queue.push(task("a", log, () => gate.promise));
  queue.push(task("b", log));
  await Promise.resolve();
  assert.deepEqual(log, ["a begins"]);
  gate.resolve();
  await queue.idle();
  assert.deepEqual(log, ["a begins", "a ends", "b begins", "b ends"]);
});

Deno.test("TaskQueue.takeAll() takes what waits and what follows at once, not what comes later", async () => {
  const queue = new TaskQueue();
  const log: string[] = [];
  queue.push(task("a", log, async () => {
    await Promise.resolve(); // b arrives meanwhile
    const taking = queue.takeAll();
    queue.push(task("c", log));
    for (const taken of await taking) taken.abort();
    queue.push(task("d", log));
  }));
  queue.push(task("b", log));
  await queue.idle();
  assert.deepEqual(log, ["a begins", "b aborted", "c aborted", "a ends", "d begins", "d ends"]);
});

Deno.test("TaskQueue.takeAll() waits for nothing when what was sent together has long arrived", async () => {
  const queue = new TaskQueue();
  const log: string[] = [];
  queue.push(task("a", log, async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    // Of two timers the shorter one is the first, however busy the machine.
    const soon = new Promise((resolve) => setTimeout(resolve, 4)).then(() => log.push("soon"));
    await Promise.all([queue.takeAll().then(() => log.push("taken")), soon]);
  }));
  await queue.idle();
  assert.deepEqual(log, ["a begins", "taken", "soon", "a ends"]);
});

Deno.test("TaskQueue starts again after it has rested", async () => {
  const queue = new TaskQueue();
  const log: string[] = [];
  queue.push(task("a", log));
  await queue.idle();
  queue.push(task("b", log));
  await queue.idle();
  assert.deepEqual(log, ["a begins", "a ends", "b begins", "b ends"]);
});
