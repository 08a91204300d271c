/**
 * Nodes: what computes, by a label, and where its inputs come from.
 *
 * @module
 */

import { checkLabel } from "../core/names.ts";
import type { Ports } from "../models/interface.ts";
import type { Source } from "./reference.ts";
import type { MergeNode } from "./merge_node.ts";
import type { ModelNode } from "./model_node.ts";

/** A node of a graph. */
export type GraphNode<L extends string = string> = ModelNode<L> | MergeNode<L>;

/** What all nodes have. */
export abstract class Node<L extends string = string> {
  /** Its name in the graph. */
  readonly label: L;
  /** Where each input comes from, in order. */
  readonly inputs: Ports<Source>;

  /**
   * @param label its name in the graph
   * @param inputs where each input comes from
   * @throws RangeError for a label that cannot be part of a dotted name
   */
  constructor(label: L, inputs: Ports<Source>) {
    checkLabel(label, { kind: "node" });
    this.label = label;
    this.inputs = Object.freeze({ ...inputs });
  }

  /**
   * The same node, fed from elsewhere.
   *
   * @param inputs where each input comes from
   * @returns another node of the same label
   */
  abstract withInputs(inputs: Ports<Source>): GraphNode<L>;
}
