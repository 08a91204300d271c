import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { branched, cells } from "./fixtures.ts";

Deno.test("fingerprint does not depend on the order of nodes, of labels of frozen ones, or on the name", () => {
  const graph = branched().withFrozen(["EncA", "Head"]);
  const other = new ModelGraph(graph.nodes.toReversed(), {
    label: "another",
    frozen: ["Head", "EncA"],
  });
  assert.equal(other.fingerprint, graph.fingerprint);
});

Deno.test("fingerprint changes with models, wires, the order of inputs and what is frozen", () => {
  const graph = branched();
  const swapped = graph.node("Both").withInputs({
    first: { node: "EncA", output: "output" },
    second: { node: "EncB", output: "output" },
  });
  const others = [
    graph.withUnfrozen(),
    graph.withRewired("Head", { input: graph.node("EncA") }),
    graph.withReplaced("Both", swapped),
    new ModelGraph(graph.nodes.map((node) => node.label === "Both" ? swapped : node), {
      frozen: ["EncA"],
    }),
    graph.withReplaced("Head", graph.node("Head")),
  ];
  const [unfrozen, rewired, replaced, reordered, same] = others.map((one) => one.fingerprint);
  assert.equal(new Set([graph.fingerprint, unfrozen, rewired, reordered]).size, 4);
  // A node that takes a place is fed as the one before.
  assert.equal(replaced, graph.fingerprint);
  assert.equal(same, graph.fingerprint);
});

Deno.test("stateFingerprint() changes with one bit of one weight", () => {
  using built = branched().build([cells], { seeds: SeedStream.from(2) });
  using equal = branched().build([cells], { seeds: SeedStream.from(2) });
  assert.equal(equal.stateFingerprint(), built.stateFingerprint());
  const state = equal.getState();
  const { tensors } = state.Head ?? { tensors: {} };
  const [bias] = Object.values(tensors);
  assert.ok(bias);
  const bytes = new Uint8Array(bias.data.buffer, bias.data.byteOffset);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  equal.setState(state);
  assert.notEqual(equal.stateFingerprint(), built.stateFingerprint());
});

Deno.test("fingerprints are the same in another process", async () => {
  using built = branched().build([cells], { seeds: SeedStream.from(2) });
  const code = `
    import { SeedStream } from "${import.meta.resolve("../../../lib/core/seed.ts")}";
    import { branched, cells } from "${import.meta.resolve("./fixtures.ts")}";
    const built = branched().build([cells], { seeds: SeedStream.from(2) });
    console.log(built.graph.fingerprint, built.stateFingerprint());`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", "--ext=ts", code],
    cwd: import.meta.dirname ?? ".",
  }).output();
  const told = new TextDecoder().decode(stdout).trim();
  const said = new TextDecoder().decode(stderr);
  assert.equal(told, `${built.graph.fingerprint} ${built.stateFingerprint()}`, said || undefined);
});
