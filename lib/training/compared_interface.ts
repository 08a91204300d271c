/**
 * What stands behind each thing that a loss compares, as far as the build knows.
 *
 * @module
 */

import type { BuiltGraph } from "../graph/built_graph.ts";
import { isNodeReference } from "../graph/reference.ts";
import { type Interface, OUTPUT } from "../models/interface.ts";
import type { AppliedLoss, LossInput } from "./applied_loss.ts";
import { termParts } from "./losses.ts";

/**
 * The interface of something that a loss compares.
 *
 * @param built a graph whose shapes are known
 * @param compared the loss, and one of its inputs
 * @returns its shape for one sample; nothing of a term that the node does not have, and of columns that
 *   only a file of the graph could tell
 * @throws UnknownNameError for a FeatureSet, split or column that is not there; ShapeError when columns
 *   cannot stand side by side
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { comparedInterface } from "./compared_interface.ts";
 * const loss = new AppliedLoss({ loss: "mse", on: "Head" });
 * const outputs = (built: BuiltGraph) => comparedInterface(built, { loss, input: "outputs" })?.shape;
 * ```
 */
export function comparedInterface(
  built: BuiltGraph,
  { loss, input }: { readonly loss: AppliedLoss; readonly input: LossInput },
): Interface | undefined {
  if (typeof input !== "string") {
    return isNodeReference(input)
      ? built.find(input.node)?.outputs[input.output]
      : built.offerOf(input)?.offered;
  }
  const node = built.find(loss.on);
  switch (termParts(input).kind) {
    case "outputs":
      return node?.outputs[OUTPUT];
    case "targets":
      return node?.targets;
    case "weights":
      return { shape: [], dtype: "float32" };
  }
}
