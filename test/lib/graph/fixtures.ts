/** A small graph of every kind of part, and the data that it takes. */
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { type FeatureSetReference, reference } from "../../../lib/data/reference.ts";
import { SeedStream } from "../../../lib/core/seed.ts";
import { MergeNode } from "../../../lib/graph/merge_node.ts";
import { concat } from "../../../lib/graph/merges/concat.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { output } from "../../../lib/graph/reference.ts";
import { MLP } from "../../../lib/models/mlp.ts";

const seeds = SeedStream.from(1);

/** Eight cells: ten voltages, and a state of health. */
export const cells: FeatureSet = FeatureSet.fromColumns("cells", {
  voltage: Array.from({ length: 8 }, () => Array.from({ length: 10 }, () => seeds.uniform())),
  soh: Array.from({ length: 8 }, () => seeds.uniform()),
}, { features: ["voltage"], targets: ["soh"] });

/** What the encoders take. */
export const voltage: FeatureSetReference = reference(cells, { features: "voltage" });

/** Two encoders side by side, and a head. */
export function branched(): ModelGraph<"EncA" | "EncB" | "Both" | "Head"> {
  return ModelGraph.of([
    new ModelNode({ label: "EncA", model: new MLP({ outputShape: [1, 8] }), input: voltage }),
    new ModelNode({
      label: "EncB",
      model: new MLP({ outputShape: [1, 4], activation: "tanh" }),
      input: voltage,
      outputs: { output: { domain: "embedding", units: "1", range: [-1, 1], meaning: "shape" } },
      accepts: { input: { domain: "signal" } },
    }),
    // Not in the order of their names: that order counts.
    new MergeNode({
      label: "Both",
      merge: concat({ axis: -1 }),
      inputs: { second: output("EncB"), first: output("EncA") },
    }),
    new ModelNode({ label: "Head", model: "mlp", input: output("Both") }),
  ], { label: "branched", frozen: ["EncA"] });
}
