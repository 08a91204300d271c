import assert from "node:assert/strict";
import { within } from "../../../kernel/evaluate/within.ts";

Deno.test("within() gives the value of a promise that is in time", async () => {
  assert.equal(await within(10_000, Promise.resolve(7)), 7);
});

Deno.test("within() gives nothing for a promise that is late", async () => {
  assert.equal(await within(1, new Promise(() => {})), undefined);
});

Deno.test("within() passes a rejection on", async () => {
  await assert.rejects(within(10_000, Promise.reject(new RangeError("no"))), RangeError);
});
