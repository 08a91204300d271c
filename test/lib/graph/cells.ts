/**
 * Sixty-four voltage curves, and nodes of small perceptrons that read them or each other.
 *
 * @module
 */

import {
  type FeatureSet,
  type FeatureSetReference,
  type FeatureSetView,
  type MergeNode,
  MLP,
  ModelNode,
  type NodeReference,
  reference,
} from "../../../lib/mod.ts";
import { type VoltageKeys, voltages } from "./voltages.ts";

export const cells: FeatureSet<VoltageKeys> = voltages({ count: 64 });
export const samples: { readonly cells: FeatureSetView<VoltageKeys> } = { cells: cells.toView() };
export const voltage: FeatureSetReference = reference(cells, { features: "voltage" });

/** What a node can read. */
export type From = FeatureSetReference | ModelNode | MergeNode | NodeReference;

/** How a node of a perceptron is made. */
export interface NodeOptions {
  /** Default: the voltage. */
  readonly input?: From;
  /** Default: one number. */
  readonly outputShape?: readonly number[];
  /** Default 8. */
  readonly hidden?: number;
}

/** @returns a node of a perceptron of two layers */
export function mlp<const L extends string>(
  label: L,
  { input = voltage, outputShape = [1], hidden = 8 }: NodeOptions = {},
): ModelNode<L> {
  return new ModelNode({ label, model: new MLP({ outputShape, hidden }), input });
}
