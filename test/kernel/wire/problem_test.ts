import assert from "node:assert/strict";
import {
  errorDetail,
  problemText,
  thinOut,
  type WireProblem,
} from "../../../kernel/wire/problem.ts";

const FORGED: WireProblem = { kind: "forged", detail: "the signature differs", channel: "shell" };

Deno.test("thinOut() passes the first five of a kind and then each power of ten", () => {
  const counts: number[] = [];
  const report = thinOut((_problem, count) => counts.push(count));
  for (let i = 0; i < 12_345; i++) report(FORGED);
  assert.deepEqual(counts, [1, 2, 3, 4, 5, 10, 100, 1000, 10_000]);
});

Deno.test("thinOut() counts each kind by itself", () => {
  const told: string[] = [];
  const report = thinOut((problem, count) => told.push(problemText(problem, count)));
  report(FORGED);
  report({ kind: "socket", detail: "gone" });
  assert.deepEqual(told, [
    "wire shell: forged (#1): the signature differs",
    "wire: socket (#1): gone",
  ]);
});

Deno.test("thinOut() outlives a log that throws", () => {
  const report = thinOut(() => {
    throw new Error("disk full");
  });
  assert.doesNotThrow(() => report(FORGED));
});

Deno.test("errorDetail() tells the stack of an error, and anything else as text", () => {
  assert.match(errorDetail(new Error("full")), /Error: full\n +at /);
  assert.equal(errorDetail("odd"), "odd");
});
