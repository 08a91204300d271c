import assert from "node:assert/strict";
import { Turns } from "../../../kernel/assist/turns.ts";

Deno.test("Turns.take() does one thing at a time, what is urgent before what can wait", async () => {
  const turns = new Turns();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const work = (name: string) => async (): Promise<void> => {
    log.push(`${name} begins`);
    await gate.promise;
    log.push(`${name} ends`);
  };
  const all = [
    turns.take(work("first"), { urgent: false }),
    turns.take(work("check"), { urgent: false }),
    turns.take(work("completion"), { urgent: true }),
    turns.take(work("hover"), { urgent: true }),
  ];
  assert.deepEqual(log, ["first begins"]);
  gate.resolve();
  await Promise.all(all);
  const order = ["first", "completion", "hover", "check"];
  assert.deepEqual(log, order.flatMap((name) => [`${name} begins`, `${name} ends`]));
});

Deno.test("Turns.take() goes on after work that failed", async () => {
  const turns = new Turns();
  const failing = turns.take(() => Promise.reject(new Error("planned")), { urgent: true });
  const next = turns.take(() => Promise.resolve("next"), { urgent: false });
  await assert.rejects(failing, /planned/);
  assert.equal(await next, "next");
  assert.equal(await turns.take(() => Promise.resolve("later"), { urgent: false }), "later");
});
