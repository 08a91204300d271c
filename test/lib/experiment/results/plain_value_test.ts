import assert from "node:assert/strict";
import { fromPlain, LostValue, toPlain } from "../../../../lib/experiment/results/plain_value.ts";

class Plot {}

Deno.test("toPlain() says what was no plain data", () => {
  const round: { self?: unknown } = {};
  round.self = round;
  assert.deepEqual(toPlain([new Plot(), () => 1, new Date(0), round, undefined]), [
    { $lost: "Plot" },
    { $lost: "function" },
    { $lost: "Date" },
    { self: { $lost: "Object that contains itself" } },
    null,
  ]);
  const lost = fromPlain(toPlain(new Plot()));
  assert.deepEqual(lost, new LostValue("Plot"));
  assert.deepEqual(toPlain(lost), { $lost: "Plot" });
});

Deno.test("toPlain() copies arrays, and keeps a value that is there twice", () => {
  const x = Float32Array.of(1);
  const [one, other] = toPlain([x, x]) as readonly Float32Array[];
  x[0] = 2;
  assert.deepEqual([one, other], [Float32Array.of(1), Float32Array.of(1)]);
});

Deno.test("keys of the user that begin with $ are no words of ours", () => {
  const value = { $results: { $price: 3 }, list: [{ $lost: "no" }] };
  assert.deepEqual(fromPlain(toPlain(value)), value);
});
