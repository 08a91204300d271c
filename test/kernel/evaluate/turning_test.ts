import assert from "node:assert/strict";
import { runsOn } from "../../../kernel/evaluate/turning.ts";

Deno.test("runsOn() believes the first look that knows", async () => {
  const asked = async (...answers: unknown[]): Promise<readonly [boolean, number]> => {
    const runs = await runsOn(() => Promise.resolve(answers.shift()));
    return [runs, answers.length];
  };
  assert.deepEqual(await asked(undefined, true, false), [true, 1]);
  assert.deepEqual(await asked(undefined, undefined, false, true), [false, 1]);
});

Deno.test("runsOn() takes a session that answers and never turns for one that runs", async () => {
  let looks = 0;
  assert.equal(await runsOn(() => Promise.resolve(void looks++)), true);
  assert.ok(looks > 10);
});
