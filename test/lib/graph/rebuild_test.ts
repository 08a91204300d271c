import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { rebuilt } from "../../../lib/graph/rebuild.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { chain, pulses } from "../experiment/study.ts";

Deno.test("rebuilt() gives a graph of equal weights that learns apart, on other data", () => {
  const [set, other] = [pulses(), pulses(40, 9)];
  using first = chain(set).build([set], { seeds: SeedStream.from(3) });
  using again = rebuilt(first, [other]);
  assert.deepEqual(again.getState(), first.getState());
  assert.deepEqual(again.seeds.getState(), first.seeds.getState());
});

Deno.test("rebuilt() draws other weights from seeds that are given", () => {
  const set = pulses();
  using first = chain(set).build([set]);
  using again = rebuilt(first, [set], { seeds: SeedStream.from(3) });
  using same = chain(set).build([set], { seeds: SeedStream.from(3) });
  assert.notDeepEqual(again.getState(), first.getState());
  assert.deepEqual(again.getState(), same.getState());
});

Deno.test("rebuilt() asks a node that took the place of another for what that one gave", () => {
  const set = pulses();
  const graph = chain(set);
  using first = graph.build([set]);
  // Without a shape of its own: it gives what the encoder gave.
  const { inputs } = graph.node("Encoder");
  const open = new ModelNode({
    label: "Open",
    model: new MLP({ layers: 1 }),
    input: inputs.input as never,
  });
  using replaced = graph.withReplaced("Encoder", open).build([set], { from: first });
  using again = rebuilt(replaced, [set]);
  assert.deepEqual(again.node("Open").outputs, replaced.node("Open").outputs);
  assert.deepEqual(again.getState(), replaced.getState());
});
