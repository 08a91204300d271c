import assert from "node:assert/strict";
import { brier, logLoss, perplexity } from "../../../../lib/experiment/metrics/log_loss.ts";
import { assertClose } from "./close.ts";
import { compareWithGolden } from "./golden.ts";

Deno.test("logLoss and brier are those of scikit-learn", () => {
  compareWithGolden("logLoss");
  compareWithGolden("brier");
});

Deno.test("logLoss() of logits stays exact where their probabilities are 0", () => {
  assertClose(logLoss([[1000, 0]], [1]), 1000);
  assertClose(logLoss([-2000], [1]), 2000);
  assert.equal(logLoss([[-Infinity, 0]], [0]), Infinity);
});

Deno.test("logLoss() counts probabilities of 0 as 2⁻⁵²", () => {
  assertClose(logLoss([[1, 0]], [1], { from: "probabilities" }), 52 * Math.log(2));
});

Deno.test("logLoss() refuses scores that are no probabilities", () => {
  const from = "probabilities";
  assert.throws(() => logLoss([[2, 1]], [0], { from }), /row 0 adds up to 3, not to 1; give from/);
  assert.throws(() => logLoss([[2, -1]], [0], { from }), /row 0 has one below 0/);
  assert.throws(() => brier([1.5], [0], { from }), /Cannot take 1.5 as a probability, in row 0/);
  assert.throws(() => logLoss([[Infinity, 0]], [0]), /softmax of row 0/);
});

Deno.test("perplexity() is taken over all tokens that count", () => {
  const outputs = [[[0, 0, 0], [50, 0, 0]], [[0, 0, 0], [0, 0, 0]]];
  assertClose(perplexity(outputs, [[1, -100], [0, -100]]), 3);
  assertClose(perplexity(outputs, [[1, 1], [0, 0]], { weights: [[1, 0], [1, 1]] }), 3);
  assertClose(perplexity(outputs, [[1, 0], [0, 0]]), 3 ** (3 / 4));
});

Deno.test("brier() is halved for two classes unless it is told otherwise", () => {
  const outputs = [[0.25, 0.75]];
  assertClose(brier(outputs, [1], { from: "probabilities" }), 0.0625);
  assertClose(brier([0.75], [1], { from: "probabilities", scaleByHalf: "never" }), 0.125);
});
