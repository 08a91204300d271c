/**
 * A row of the summary of a graph: what a node takes, gives, learns and costs.
 *
 * @module
 */

import type { BuiltNode } from "./built_graph.ts";
import { type ActivationBytes, activationBytes } from "../models/activation_bytes.ts";
import { describeModel } from "../models/describe_model.ts";
import type { Interface, Ports } from "../models/interface.ts";

/** A row of the summary of a graph. */
export interface NodeSummary {
  readonly label: string;
  readonly kind: string;
  readonly inputs: Ports<Interface>;
  readonly outputs: Ports<Interface>;
  /** How many numbers it learns, or has learned if it fits. */
  readonly parameters: number;
  /** How many bytes they take. */
  readonly bytes: number;
  /** Bytes between inputs and outputs for one sample, where they can be estimated. */
  readonly activations: ActivationBytes | undefined;
  /** Operations on numbers for one sample, where they can be estimated. */
  readonly flops: number | undefined;
  readonly frozen: boolean;
}

/**
 * Sums a node up.
 *
 * @param built the node with its model
 * @param options whether its weights stay as they are
 * @returns a row
 * @example
 * ```ts
 * import type { BuiltGraph } from "./built_graph.ts";
 * import { summarize } from "./summary.ts";
 * const first = (built: BuiltGraph) => built.nodes.map((node) => summarize(node, { frozen: false }));
 * ```
 */
export function summarize(
  { node, model, inputs, outputs }: BuiltNode,
  { frozen }: { readonly frozen: boolean },
): NodeSummary {
  const { name } = node.type === "model" ? node.model : node.merge;
  const { trained, others, bytes, flops } = describeModel(model);
  return {
    label: node.label,
    kind: name,
    inputs,
    outputs,
    parameters: trained + others,
    bytes,
    activations: activationBytes(model),
    flops,
    frozen,
  };
}
