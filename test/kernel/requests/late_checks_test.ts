import assert from "node:assert/strict";
import { LateChecks } from "../../../kernel/requests/late_checks.ts";

Deno.test("LateChecks has settled while nothing is open", async () => {
  const checks = new LateChecks();
  await checks.settled();
  checks.add(Promise.resolve(undefined));
  await checks.settled();
  await checks.settled();
  assert.deepEqual(checks.found, []);
});

Deno.test("LateChecks tells what was found in the order of the cells, whichever answer comes first", async () => {
  const checks = new LateChecks();
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  checks.add(first.promise);
  checks.add(Promise.resolve(undefined));
  checks.add(second.promise);
  assert.equal(checks.open, 3);
  let isSettled = false;
  const settled = checks.settled().then(() => isSettled = true);
  second.resolve("second");
  await second.promise;
  assert.deepEqual([checks.open, checks.found, isSettled], [1, ["second"], false]);
  first.resolve("first");
  await settled;
  assert.deepEqual([checks.open, checks.found], [0, ["first", "second"]]);
});
