/**
 * What it takes to build, rebuild, copy, save, load, export and draw a graph of 200 nodes.
 *
 * Prints a table: the median and the worst of some rounds. Never fails by the clock.
 *
 * @module
 */

import { SeedStream } from "../../lib/core/seed.ts";
import { FeatureSet } from "../../lib/data/feature_set.ts";
import { reference } from "../../lib/data/reference.ts";
import { packGraph, unpackGraph } from "../../lib/graph/file/graph_archive.ts";
import { MergeNode } from "../../lib/graph/merge_node.ts";
import { concat } from "../../lib/graph/merges/concat.ts";
import { ModelGraph } from "../../lib/graph/model_graph.ts";
import { ModelNode } from "../../lib/graph/model_node.ts";
import type { GraphNode } from "../../lib/graph/node.ts";
import { output } from "../../lib/graph/reference.ts";
import { MLP } from "../../lib/models/mlp.ts";

const NODES = 200;
const ROUNDS = 9;

const seeds = SeedStream.from(1);
const cells = FeatureSet.fromColumns("cells", {
  voltage: Array.from({ length: 16 }, () => Array.from({ length: 10 }, () => seeds.uniform())),
  soh: Array.from({ length: 16 }, () => seeds.uniform()),
}, { features: ["voltage"], targets: ["soh"] });
const voltage = reference(cells, { features: "voltage" });

/** Threes of two encoders and what merges them, each three behind the one before. */
function wide(): ModelGraph {
  const nodes: GraphNode[] = [];
  while (nodes.length < NODES) {
    const at = nodes.length;
    const input = at === 0 ? voltage : output(`n${at - 1}`);
    const model = new MLP({ outputShape: [1, 8], hidden: 16 });
    nodes.push(
      new ModelNode({ label: `n${at}`, model, input }),
      new ModelNode({ label: `n${at + 1}`, model, input }),
      new MergeNode({
        label: `n${at + 2}`,
        merge: concat({ axis: -1 }),
        inputs: [output(`n${at}`), output(`n${at + 1}`)],
      }),
    );
  }
  return ModelGraph.of(nodes.slice(0, NODES));
}

const graph = wide();
const built = graph.build([cells]);
const file = await packGraph(built);

const tasks: Readonly<Record<string, () => unknown>> = {
  "make the graph": wide,
  "find the order": () => graph.order,
  "build": () => graph.build([cells])[Symbol.dispose](),
  "build with the weights of an earlier one": () =>
    graph.build([cells], { from: built })[Symbol.dispose](),
  "look at it with others frozen": () => built.withFrozen(),
  "copy with weights": () => built.copy()[Symbol.dispose](),
  "state there and back": () => built.setState(built.getState()),
  "sum up what nodes cost": () => built.summary(),
  "say which samples all nodes give": () => built.identify({ cells: cells.toView() }),
  "config there and back": () => ModelGraph.fromConfig(graph.getConfig()),
  "fingerprint of the config": () => graph.fingerprint,
  "fingerprint of the state": () => built.stateFingerprint(),
  "pack a file": () => packGraph(built),
  "unpack a file": async () => (await unpackGraph(file))[Symbol.dispose](),
  "write ONNX": () => built.toOnnx(),
  "draw (SVG, PNG, Mermaid, table)": () =>
    Reflect.apply(Reflect.get(built, Symbol.for("Jupyter.display")), built, []),
};

console.log(`A graph of ${NODES} nodes, ${ROUNDS} rounds, ms`);
console.log(`${"".padEnd(44)}${"median".padStart(8)}${"worst".padStart(8)}`);
for (const [title, run] of Object.entries(tasks)) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const [median = NaN, worst = NaN] = [sorted[ROUNDS >> 1], sorted.at(-1)];
  console.log(`${title.padEnd(44)}${median.toFixed(1).padStart(8)}${worst.toFixed(1).padStart(8)}`);
}
built[Symbol.dispose]();
