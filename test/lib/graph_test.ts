/** The scenarios of ModularML's how-tos 03, 04 and 07: graphs, merge nodes, engines. */
import assert from "node:assert/strict";
import {
  adam,
  AppliedLoss,
  BuiltGraph,
  ConcatNode,
  EngineMissingError,
  type EngineName,
  engines,
  GraphError,
  merge,
  MergeNode,
  MLP,
  ModelGraph,
  ModelNode,
  type NodeReference,
  OnnxModel,
  Predictor,
  reference,
  SeedStream,
  Trainer,
} from "../../lib/mod.ts";
import type { MergeStrategy } from "../../lib/graph/merge_strategy.ts";
import { parametersOf } from "../../lib/graph/built_graph.ts";
import { inFolder } from "../support/temporary.ts";
import { answer, assertFell, train } from "./graph/scenario.ts";
import { voltages } from "./graph/voltages.ts";

const cells = voltages();
const samples = { cells: cells.toView() };
const input = reference(cells, { features: "voltage" });

function mlp<const L extends string>(
  label: L,
  outputShape: readonly number[],
  from: typeof input | NodeReference | ModelNode | MergeNode = input,
): ModelNode<L> {
  return new ModelNode({ label, model: new MLP({ outputShape, hidden: 8 }), input: from });
}

// How-to 03: graphs

const encoder = mlp("Encoder", [1, 8]);
const chain = ModelGraph.of([encoder, mlp("Regressor", [1, 1], encoder)]);

const encA = mlp("EncA", [1, 8]);
const encB = mlp("EncB", [1, 4]);
const both = new ConcatNode({ label: "Merge", inputs: [encA, encB], axis: -1, targets: "first" });
const branches = ModelGraph.of([encA, encB, both, mlp("Head", [1, 1], both)]);

function shapes(graph: typeof branches | typeof chain): Readonly<Record<string, string>> {
  using built = graph.build([cells]);
  return Object.fromEntries(
    built.nodes.map(({ node, inputs, outputs }) => {
      const [from, to] = [inputs, outputs].map((ports) =>
        Object.values(ports).map(({ shape }) => `(${shape.join(", ")})`).join(" ")
      );
      return [node.label, `${from} → ${to}`];
    }),
  );
}

Deno.test("ModelGraph.of() knows the labels of nodes that are made in place", () => {
  const graph: ModelGraph<"Model"> = ModelGraph.of([
    new ModelNode({ label: "Model", model: new MLP(), input }),
  ]);
  // @ts-expect-error: only labels of its nodes are taken.
  assert.throws(() => graph.node("Modle"), /No node "Modle": did you mean "Model"\?/);
});

Deno.test("how-to 03: a linear graph and a chain infer every shape", () => {
  assert.deepEqual(shapes(chain), {
    Encoder: "(1, 10) → (1, 8)",
    Regressor: "(1, 8) → (1, 1)",
  });
});

Deno.test("how-to 03: branches meet in a merge, (1, 8) and (1, 4) to (1, 12), before the head", () => {
  assert.deepEqual(shapes(branches), {
    EncA: "(1, 10) → (1, 8)",
    EncB: "(1, 10) → (1, 4)",
    Merge: "(1, 8) (1, 4) → (1, 12)",
    Head: "(1, 12) → (1, 1)",
  });
  assert.deepEqual([branches.heads, branches.tails], [["EncA", "EncB"], ["Head"]]);
});

Deno.test("how-to 03: 500 samples flow through all four nodes, and the graph learns", async () => {
  using built = branches.build([cells]);
  const found = await new Predictor(built).predict(samples);
  const outputs = Object.entries(found).map(([label, { outputs }]) => [
    label,
    outputs.output?.shape,
  ]);
  assert.deepEqual(Object.fromEntries(outputs), {
    EncA: [500, 1, 8],
    EncB: [500, 1, 4],
    Merge: [500, 1, 12],
    Head: [500, 1, 1],
  });
  const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];
  assertFell(
    await train(built, samples, { losses, optimizer: adam({ learningRate: 0.01 }), steps: 40 }),
    0.2,
  );
});

Deno.test("how-to 03: asking for the merge alone runs exactly its three nodes", async () => {
  using built = branches.build([cells]);
  const ran: string[] = [];
  const found = await new Predictor(built).predict(samples, {
    nodes: ["Merge"],
    visit: ({ node }) => void ran.push(node.label),
  });
  assert.deepEqual(ran, ["EncA", "EncB", "Merge"]);
  assert.deepEqual(Object.keys(found), ["Merge"]);
  assert.deepEqual(branches.subgraph(["Merge"]).labels, ["EncA", "EncB", "Merge"]);
});

Deno.test("how-to 03: every edit gives another graph, and the first one stays as it is", () => {
  const extra = mlp("Extra", [1, 8], encoder);
  const wires = (graph: ModelGraph): string =>
    graph.nodes.map(({ label, inputs }) => {
      const from = Object.values(inputs).map((source) => "node" in source ? source.node : "cells");
      return `${from.join(" + ")} → ${label}`;
    }).join(", ");
  const before = wires(chain);
  assert.equal(before, "cells → Encoder, Encoder → Regressor");
  assert.equal(wires(chain.withNode(extra)), `${before}, Encoder → Extra`);
  assert.equal(wires(chain.withoutNode("Encoder")), "cells → Regressor");
  assert.equal(
    wires(chain.withReplaced("Encoder", mlp("Other", [1, 4]))),
    "cells → Other, Other → Regressor",
  );
  assert.equal(
    wires(chain.withInserted(extra, { between: ["Encoder", "Regressor"] })),
    "cells → Encoder, Encoder → Extra, Extra → Regressor",
  );
  assert.equal(
    wires(chain.withInserted(extra, { before: "Encoder" })),
    "cells → Extra, Extra → Encoder, Encoder → Regressor",
  );
  assert.equal(
    wires(chain.withInserted(extra, { after: "Encoder" })),
    "cells → Encoder, Encoder → Extra, Extra → Regressor",
  );
  assert.equal(
    wires(chain.withRewired("Regressor", { input })),
    "cells → Encoder, cells → Regressor",
  );
  assert.equal(wires(chain), before);
});

Deno.test("how-to 03: three nodes can be frozen, of two tensors a layer, one, all or none", () => {
  using built = branches.build([cells]);
  const counts = built.nodes.map(({ model }) => parametersOf(model).length);
  assert.deepEqual(counts, [4, 4, 0, 4]);
  assert.deepEqual(branches.withFrozen(["EncA"]).frozen, ["EncA"]);
  assert.deepEqual(branches.withFrozen().withUnfrozen(["Head"]).frozen, ["EncA", "EncB", "Merge"]);
  assert.deepEqual(branches.withFrozen().withUnfrozen().frozen, []);
  // @ts-expect-error: only labels of its nodes are taken.
  assert.throws(() => branches.withFrozen(["Tail"]), /No node "Tail"/);
  const linear = ModelGraph.of([mlp("EncA", [1, 8]).withModel(new MLP({ layers: 1 }))]);
  using one = linear.build([cells]);
  assert.equal(one.nodes.flatMap(({ model }) => parametersOf(model)).length, 2);
});

Deno.test("how-to 03: building again takes over the weights of nodes that are the same", async () => {
  using built = branches.build([cells]);
  const state = built.getState();
  const wider = branches.withReplaced("EncB", mlp("EncB", [1, 6]));
  assert.throws(
    () => wider.build([cells], { from: built }),
    /EncB stands in the place of EncB, whose output has shape \(1, 4\): its own has \(1, 6\)/,
  );
  using again = wider.build([cells], {
    from: built,
    seeds: SeedStream.from("again"),
    replacements: "free",
  });
  const now = again.getState();
  assert.deepEqual(now.EncA, state.EncA);
  assert.notDeepEqual(now.EncB, state.EncB);
  // Its input is wider, so that its weights are new as well.
  assert.notDeepEqual(now.Head, state.Head);
  assert.deepEqual((await answer(again, "Head", samples)).shape, [500, 1, 1]);
});

Deno.test("how-to 03: a graph is made again of its config and its state", async () => {
  using built = branches.withFrozen(["EncB"]).build([cells]);
  const config = JSON.parse(JSON.stringify(built.graph.getConfig()));
  const again = ModelGraph.fromConfig(config);
  assert.deepEqual([again.labels, again.frozen], [branches.labels, ["EncB"]]);
  using other = again.build([cells], { seeds: SeedStream.from("others") });
  other.setState(built.getState());
  assert.deepEqual(await answer(other, "Head", samples), await answer(built, "Head", samples));
});

Deno.test("how-to 03: a built graph is saved, saved over, and loaded: it answers as before", async () => {
  await inFolder(async (folder) => {
    using built = branches.withFrozen(["EncB"]).build([cells]);
    const path = `${folder}/branches.mg`;
    await built.save(path);
    const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];
    await train(built, samples, { losses, steps: 2 });
    await built.save(path);
    using loaded = await BuiltGraph.load(path);
    assert.deepEqual([loaded.graph.labels, loaded.graph.frozen], [branches.labels, ["EncB"]]);
    assert.equal(loaded.stateFingerprint(), built.stateFingerprint());
    assert.deepEqual(await answer(loaded, "Head", samples), await answer(built, "Head", samples));
  });
});

Deno.test("how-to 03: YAML tells the structure, and a graph is made again of it", async () => {
  const text = await branches.withFrozen(["EncB"]).toYaml();
  assert.match(text, /^ {2}EncB:\n {4}model: mlp\n(.*\n)+ {4}frozen: true$/m);
  const again = await ModelGraph.fromYaml(text);
  assert.deepEqual(again.getConfig(), branches.withFrozen(["EncB"]).getConfig());
});

Deno.test("how-to 03: a subgraph is written as ONNX, and answers as a node of another graph", async () => {
  using built = branches.build([cells]);
  const bytes = await built.toOnnx(["Merge"], { batch: 32 });
  const fixed = new ModelNode({ label: "Fixed", model: new OnnxModel({ bytes }), input });
  const head = new ModelNode({ label: "Head", model: new MLP(), input: fixed });
  using other = ModelGraph.of([fixed, head]).build([cells]);
  const [one, two] = [
    await answer(built, "Merge", samples),
    await answer(other, "Fixed", samples),
  ];
  assert.deepEqual(two.shape, one.shape);
  two.values.forEach((value, at) => assert.ok(Math.abs(value - (one.values[at] ?? NaN)) < 1e-5));
  const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];
  const optimizer = adam({ learningRate: 0.01 });
  assertFell(await train(other, samples, { losses, optimizer, steps: 40 }), 0.5);
});

// How-to 04: merge nodes

const twoHundred = voltages({ count: 200 });

async function merged(
  shapes: readonly (readonly number[])[],
  options: Partial<ConstructorParameters<typeof ConcatNode>[0]> = {},
) {
  const parts = shapes.map((shape, at) => mlp(`Part${at}`, shape));
  const node = new ConcatNode({ label: "Merge", inputs: parts, axis: -1, ...options });
  const graph = ModelGraph.of([...parts, node]);
  using built = graph.build([twoHundred]);
  const found = await new Predictor(built).predict({ cells: twoHundred.toView() });
  const { outputs, targets } = found.Merge ?? assert.fail();
  return { found, output: outputs.output ?? assert.fail(), targets: targets?.shape };
}

Deno.test("how-to 04: concat joins along any axis but that of the samples", async () => {
  const same = [[1, 8], [1, 8]];
  assert.deepEqual((await merged(same, { axis: 0 })).output.shape, [200, 2, 8]);
  assert.deepEqual((await merged(same, { axis: 1 })).output.shape, [200, 1, 16]);
  assert.deepEqual((await merged(same, { axis: -1 })).output.shape, [200, 1, 16]);
  assert.deepEqual((await merged([[1, 8], [1, 16]])).output.shape, [200, 1, 24]);
  await assert.rejects(merged(same, { axis: 2 }), /an axis from -2 to 1, found 2/);
});

Deno.test("how-to 04: targets are those of one input, their mean, or side by side", async () => {
  const width = async (targets: MergeStrategy) =>
    (await merged([[1, 8], [1, 8]], { targets })).targets;
  assert.deepEqual(await width(-1), [200, 2]);
  for (const one of ["first", "last", "mean", { from: "Part1" }] as const) {
    assert.deepEqual(await width(one), [200, 1]);
  }
  await assert.rejects(width({ from: "Part2" }), /No input of Merge "Part2": did you mean/);
});

Deno.test("how-to 04: inputs of other lengths are refused, and padded when asked", async () => {
  const uneven = [[2, 8], [3, 6]];
  await assert.rejects(
    merged(uneven, { axis: 0 }),
    /Merge\.1: expected \(2, 8\) but for axis 0, found \(3, 6\); give pad, such as "constant"/,
  );
  const { output } = await merged(uneven, { axis: 0, pad: "constant" });
  assert.deepEqual(output.shape, [200, 5, 8]);
  const lastColumns = Array.from({ length: 200 * 3 * 2 }, (_, at) => {
    const [sample, row, column] = [Math.floor(at / 6), 2 + Math.floor((at % 6) / 2), 6 + at % 2];
    return output.data[(sample * 5 + row) * 8 + column];
  });
  assert.deepEqual(lastColumns, new Array(1200).fill(0));
});

Deno.test("how-to 04: a merge is traced by hand: the parts stand side by side", async () => {
  const { found, output } = await merged([[1, 8], [1, 4]]);
  const [a, b] = [found.Part0, found.Part1].map((part) => part?.outputs.output?.data ?? []);
  assert.ok(a && b);
  for (let sample = 0; sample < 200; sample++) {
    assert.deepEqual(
      [...output.data.slice(12 * sample, 12 * sample + 12)],
      [...a.slice(8 * sample, 8 * sample + 8), ...b.slice(4 * sample, 4 * sample + 4)],
    );
  }
});

Deno.test("how-to 04: other merges take inputs of one shape, and say which one differs", () => {
  const parts = [mlp("One", [1, 4]), mlp("Two", [1, 4]), mlp("Three", [1, 5])] as const;
  const graph = ModelGraph.of([
    ...parts,
    new MergeNode({ label: "Merge", merge: merge.mean(), inputs: parts }),
  ]);
  assert.throws(() => graph.build([cells]), (error: unknown) => {
    assert.ok(error instanceof GraphError);
    assert.match(error.message, /Merge\.2: expected \(1, 4\), as 0, found \(1, 5\)/);
    assert.match(error.message, /\(from Three\)/);
    return true;
  });
});

// How-to 07: engines, where upstream has devices

/** Few enough samples that a driver without graphics compiles small shaders for them. */
const fewCells = voltages({ count: 200 });

async function lossOn(engine: EngineName): Promise<number> {
  using built = branches.build([fewCells]);
  const losses = [new AppliedLoss({ loss: "mse", on: "Head" as const })];
  const told = await train(built, { cells: fewCells.toView() }, { losses, engine, steps: 3 });
  return told.at(-1)?.loss ?? NaN;
}

Deno.test("how-to 07: a graph trained on any engine there is gives the same loss", async () => {
  const expected = await lossOn("cpu");
  const available = (await engines()).filter(({ available }) => available);
  assert.ok(available.length >= 2);
  for (const { name } of available) {
    const found = await lossOn(name);
    assert.ok(Math.abs(found - expected) < 1e-4 * expected, `${name}: ${found}, cpu: ${expected}`);
  }
});

Deno.test("how-to 07: nodes of one graph trained on different engines learn the same", async () => {
  const losses = [new AppliedLoss({ loss: "mse", on: "Regressor" as const })];
  const turns = async (encoder: EngineName, regressor: EngineName): Promise<number[]> => {
    using built = chain.build([cells]);
    const optimizer = "sgd";
    const shared = { losses, optimizer, threads: 1 };
    using one = new Trainer(built, { ...shared, activeNodes: ["Encoder"], engine: encoder });
    using other = new Trainer(built, { ...shared, activeNodes: ["Regressor"], engine: regressor });
    const found: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      found.push((await one.step(samples)).loss, (await other.step(samples)).loss);
    }
    return found;
  };
  const expected = await turns("cpu", "cpu");
  const mixed = await turns("cpu", "onnx");
  mixed.forEach((loss, at) => {
    const wanted = expected[at] ?? NaN;
    assert.ok(Math.abs(loss - wanted) < 1e-4 * wanted, `${at}: ${loss}, cpu alone: ${wanted}`);
  });
  assert.ok((mixed.at(-1) ?? NaN) < (mixed[0] ?? NaN));
});

Deno.test("how-to 07: an engine that is not there says why, and how to get it", async () => {
  const missing = (await engines()).filter(({ available }) => !available);
  for (const { name, reason = "" } of missing) {
    await assert.rejects(lossOn(name), EngineMissingError);
    assert.match(reason, /Cannot use .*: install|npm|driver/s, name);
  }
  using built = chain.build([cells]);
  const losses = [new AppliedLoss({ loss: "mse", on: "Regressor" as const })];
  // @ts-expect-error: there is no such engine.
  assert.throws(() => new Trainer(built, { losses, engine: "wsam" }), /did you mean "wasm"\?/);
});
