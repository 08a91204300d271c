/**
 * What the order and the edits of graphs must never do: the confirmed faults of ModularML at HEAD, and
 * what happens instead.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { AppliedLoss, ModelGraph } from "../../../lib/mod.ts";
import { cells, mlp, samples } from "./cells.ts";
import { train } from "./scenario.ts";

const encoder = mlp("Encoder");
const chain = ModelGraph.of([encoder, mlp("Head", { input: encoder })]);

Deno.test("upstream: the order of nodes depends on chance; ours on their insertion only", () => {
  const labels = ["a", "b", "c", "d", "e", "f"];
  fc.assert(fc.property(
    fc.shuffledSubarray(labels, { minLength: labels.length }),
    (order) => {
      const graph = ModelGraph.of(order.map((label) => mlp(label)));
      assert.deepEqual(graph.order, order);
    },
  ));
  fc.assert(fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
    const a = mlp("a");
    const b = mlp("b", { input: a });
    const all = [a, b, mlp("c", { input: b }), mlp("d", { input: a })];
    const graph = ModelGraph.of(order.flatMap((at) => all[at] ?? []));
    const place = (label: typeof graph.order[number]) => graph.order.indexOf(label);
    assert.ok(place("a") < place("b") && place("b") < place("c") && place("a") < place("d"));
  }));
});

Deno.test("upstream: first weights depend on the order of nodes; ours on seed and label only", () => {
  const [one, other] = [[0, 1], [1, 0]].map((order) => {
    const both = [mlp("One"), mlp("Two")];
    return ModelGraph.of(order.flatMap((at) => both[at] ?? [])).build([cells]);
  });
  assert.ok(one && other);
  assert.deepEqual(one.getState().One, other.getState().One);
  assert.notDeepEqual(one.getState().One, one.getState().Two);
});

Deno.test("upstream: a head cannot be removed; ours can, and its consumers take from the data", () => {
  using built = chain.withoutNode("Encoder").build([cells]);
  assert.deepEqual(built.node("Head").inputs.input?.shape, [1, 10]);
});

Deno.test("upstream: a node inserted behind another feeds nothing; ours intercepts all its edges", () => {
  const graph = chain.withInserted(mlp("Between"), { after: "Encoder" });
  assert.deepEqual(graph.order, ["Encoder", "Between", "Head"]);
  assert.deepEqual(graph.tails, ["Head"]);
});

Deno.test("upstream: invalid labels are accepted; ours are refused, with a valid one", () => {
  assert.throws(() => mlp("My node.v1"), /write "My_node_v1"/);
  assert.throws(
    () => new AppliedLoss({ loss: "mse", on: "Head", label: "my loss" }),
    /write "my_loss"/,
  );
});

Deno.test("upstream: there is one graph a context; ours share nodes, and each has its own weights", async () => {
  const other = ModelGraph.of(chain.nodes);
  using one = chain.build([cells]);
  using two = other.build([cells]);
  const before = two.getState();
  await train(one, samples, {
    losses: [new AppliedLoss({ loss: "mse", on: "Head" as const })],
    steps: 1,
  });
  assert.deepEqual(two.getState(), before);
  assert.notDeepEqual(one.getState(), before);
});
