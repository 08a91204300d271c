import assert from "node:assert/strict";
import { Audience } from "../../../kernel/requests/audience.ts";

Deno.test("Audience.wait() ends with the first subscriber", async () => {
  const audience = new Audience();
  const log: string[] = [];
  const waiting = audience.wait().then(() => log.push("waited"));
  log.push("before");
  audience.arrive();
  await waiting;
  assert.deepEqual(log, ["before", "waited"]);
  assert.equal(audience.arrived, true);
});

Deno.test("Audience.wait() takes no time once somebody is there", async () => {
  const audience = new Audience();
  audience.arrive();
  await audience.wait(3_600_000);
});

Deno.test("Audience.wait() expects nobody any more when its patience is over", async () => {
  const audience = new Audience();
  await audience.wait(1);
  assert.equal(audience.arrived, true);
});
