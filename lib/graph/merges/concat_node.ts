/**
 * The node that concatenates.
 *
 * @module
 */

import type { Ports } from "../../models/interface.ts";
import { MergeNode } from "../merge_node.ts";
import type { SourceLike } from "../reference.ts";
import { concat, type ConcatOptions } from "./concat.ts";

/** What a node that concatenates is made of. */
export interface ConcatNodeOptions<L extends string = string> extends ConcatOptions {
  /** Its name in the graph. */
  readonly label: L;
  /** At least two sources; their order counts. */
  readonly inputs: readonly SourceLike[] | Ports<SourceLike>;
}

/**
 * A merge node that puts its inputs side by side: short for `MergeNode` with `concat`.
 *
 * @example
 * ```ts
 * import { output } from "../reference.ts";
 * import { ConcatNode } from "./concat_node.ts";
 * const inputs = [output("A"), output("B")];
 * new ConcatNode({ label: "Both", inputs, axis: -1, pad: "constant", targets: "first" });
 * ```
 */
export class ConcatNode<const L extends string = string> extends MergeNode<L> {
  /**
   * @param options label, sources, axis, padding, and what becomes of targets, tags and identifiers
   * @throws RangeError when there are fewer than two sources
   */
  constructor({ label, inputs, ...options }: ConcatNodeOptions<L>) {
    super({ label, inputs, merge: concat(options) });
  }
}
