import assert from "node:assert/strict";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { type Members, openSealedZip, sealZip } from "../../../../lib/data/file/sealed_zip.ts";
import { BuiltGraph } from "../../../../lib/graph/built_graph.ts";
import { packGraph, unpackGraph } from "../../../../lib/graph/file/graph_archive.ts";
import { ModelGraph } from "../../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../../lib/graph/model_node.ts";
import { output } from "../../../../lib/graph/reference.ts";
import { FunctionModel } from "../../../../lib/models/function_model.ts";
import { LayersModel } from "../../../../lib/models/layers_model.ts";
import { models } from "../../../../lib/models/registry.ts";
import * as tf from "../../../../lib/tf.ts";
import { inFolder } from "../../../support/temporary.ts";
import { branched, cells, voltage } from "../fixtures.ts";

function unsealed(file: Uint8Array): Promise<Members> {
  return openSealedZip(file, { names: /./ });
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

Deno.test("load() gives the graph that was saved, to the last bit, without any data", async () => {
  using built = branched().build([cells], { seeds: SeedStream.from(3) });
  await inFolder(async (folder) => {
    await built.save(`${folder}/cells.graph`);
    using again = await BuiltGraph.load(`${folder}/cells.graph`);
    assert.deepEqual(again.graph.getConfig(), built.graph.getConfig());
    assert.deepEqual(again.getState(), built.getState());
    assert.deepEqual(again.summary(), built.summary());
    assert.equal(again.stateFingerprint(), built.stateFingerprint());
  });
});

Deno.test("packGraph() gives equal files for equal graphs", async () => {
  using one = branched().build([cells]);
  using other = branched().build([cells]);
  assert.deepEqual(await packGraph(one), await packGraph(other));
});

Deno.test("packGraph() keeps estimators and models of tf.layers", async () => {
  const dense = tf.layers.dense({ units: 2, inputShape: [3] });
  const graph = ModelGraph.of([
    new ModelNode({
      label: "PCA",
      model: { name: "pca", config: { components: 3 } },
      input: voltage,
    }),
    new ModelNode({
      label: "Layers",
      model: new LayersModel(
        tf.sequential({
          layers: [tf.layers.reshape({ targetShape: [3], inputShape: [1, 3] }), dense],
        }),
      ),
      input: output("PCA"),
    }),
  ]);
  using built = graph.build([cells]);
  const { model } = built.node("PCA");
  assert.ok(model.learning === "fit");
  const data = Float32Array.from({ length: 80 }, (_, at) => Math.sin(at * at));
  const inputs = { input: { dtype: "float32", shape: [8, 1, 10], data } } as const;
  model.fit({ inputs });
  using again = await unpackGraph(await packGraph(built));
  assert.deepEqual(again.getState(), built.getState());
  const loaded = again.node("PCA").model;
  assert.ok(loaded.learning === "fit");
  assert.deepEqual(loaded.predict(inputs), model.predict(inputs));
});

Deno.test("packGraph() refuses models that no name leads to, with all of their nodes", async () => {
  const graph = ModelGraph.of([
    new ModelNode({ label: "A", model: (x: tf.Tensor) => tf.square(x), input: voltage }),
    new ModelNode({ label: "B", model: (x: tf.Tensor) => tf.neg(x), input: output("A") }),
  ]);
  using built = graph.build([cells]);
  await assert.rejects(() => packGraph(built), /model of "A".*\n.*model of "B"/);
});

Deno.test("unpackGraph() refuses a model that is not registered, and takes it once it is", async () => {
  const square = new FunctionModel({
    name: "archive-test-square",
    call: ({ input }) => ({ output: tf.square(input as tf.Tensor) }),
  });
  const graph = ModelGraph.of([new ModelNode({ label: "A", model: square, input: voltage })]);
  using built = graph.build([cells]);
  await assert.rejects(() => packGraph(built), /"archive-test-square", which is not registered/);
  models.register("archive-test-square", () => square);
  const file = await packGraph(built);
  using again = await unpackGraph(file);
  assert.deepEqual(again.graph.labels, ["A"]);
  const members = await unsealed(file);
  const text = new TextDecoder().decode(members["graph.json"]);
  const manifest = new TextEncoder().encode(text.replace("archive-test-square", "elsewhere"));
  await assert.rejects(
    async () => await unpackGraph(await sealZip({ ...members, "graph.json": manifest })),
    { name: "UnknownNameError", message: /No model "elsewhere"/ },
  );
});

Deno.test("unpackGraph() refuses files that are cut off, changed, or of another kind or version", async () => {
  using built = branched().build([cells]);
  const file = await packGraph(built);
  const members = await unsealed(file);
  const manifest = JSON.parse(new TextDecoder().decode(members["graph.json"]));
  const changed = async (change: object) => ({
    file: await sealZip({ ...members, "graph.json": encode({ ...manifest, ...change }) }),
  });
  const cases: readonly [string, { file: Uint8Array }, RegExp][] = [
    ["damaged", { file: file.subarray(0, file.length - 40) }, /no complete zip/],
    ["damaged", { file: file.with(file.length >> 1, (file[file.length >> 1] ?? 0) ^ 1) }, /graph/],
    ["damaged", { file: new Uint8Array(3) }, /no complete zip/],
    ["kind", await changed({ format: "modulab.feature-set/2" }), /not modulab.model-graph/],
    ["version", await changed({ format: "modulab.model-graph/2" }), /written by a newer modulab/],
    ["damaged", await changed({ config: { label: 3 } }), /label must be text/],
    ["damaged", await changed({ sources: [] }), /data source/],
    [
      "damaged",
      await changed({ sources: [{ key: "a" }] }),
      /sources\[0\].offered must be an object/,
    ],
    ["damaged", { file: await sealZip({ ...members, "run.js": encode("") }) }, /unexpected part/],
    [
      "damaged",
      { file: await sealZip({ "graph.json": members["graph.json"] ?? encode({}) }) },
      /missing/,
    ],
  ];
  for (const [reason, { file }, message] of cases) {
    await assert.rejects(() => unpackGraph(file), { name: "GraphFileError", reason, message });
  }
});

Deno.test("unpackGraph() refuses weights of other shapes, and leaves no variables behind", async () => {
  using built = branched().build([cells]);
  const wider = branched().withReplaced(
    "EncA",
    new ModelNode({
      label: "EncA",
      model: { name: "mlp", config: { outputShape: [1, 9] } },
      input: voltage,
    }),
  );
  using other = wider.build([cells]);
  const [members, others] = [
    await unsealed(await packGraph(built)),
    await unsealed(await packGraph(other)),
  ];
  const weights = others["weights.safetensors"] ?? encode("");
  const before = tf.memory().numTensors;
  const mixed = await sealZip({ ...members, "weights.safetensors": weights });
  await assert.rejects(() => unpackGraph(mixed), { name: "GraphFileError", message: /layers\.1/ });
  assert.equal(tf.memory().numTensors, before);
});
