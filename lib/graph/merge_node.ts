/**
 * Nodes that bring several inputs together.
 *
 * @module
 */

import type { NamedConfig } from "../core/configured.ts";
import type { JsonObject } from "../core/json.ts";
import { list } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { Interface, Ports } from "../models/interface.ts";
import type { BuildContext, BuiltModel } from "../models/model.ts";
import { merges } from "./merges/registry.ts";
import type { MergeOptions } from "./merge_strategy.ts";
import { Node } from "./node.ts";
import { type Source, type SourceLike, sourceOf } from "./reference.ts";

/** How inputs become one output: the extension point of merge nodes. */
export interface Merge<O extends MergeOptions = MergeOptions> {
  /** The name under which it is registered. */
  readonly name: string;
  readonly options: O;
  /** Plain data from which an equal one is made. */
  getConfig(): JsonObject;
  /**
   * Finds the shape of the output, and makes weights if there are any.
   *
   * @throws ShapeError when the inputs cannot be merged
   */
  build(context: BuildContext): BuiltModel;
}

/** A merge, what makes one without options, or its registered name with or without a config. */
export type AsMerge = Merge | (() => Merge) | string | NamedConfig;

/** What a merge node is made of. */
export interface MergeNodeOptions<L extends string = string> {
  /** Its name in the graph. */
  readonly label: L;
  /** How inputs become one: a merge, or its registered name. */
  readonly merge: AsMerge;
  /** At least two sources; their order counts. */
  readonly inputs: readonly SourceLike[] | Ports<SourceLike>;
}

/**
 * A node that merges: concatenates, adds, attends, … as its merge says.
 *
 * @example
 * ```ts
 * import { concat } from "./merges/concat.ts";
 * import { MergeNode } from "./merge_node.ts";
 * import { output } from "./reference.ts";
 * new MergeNode({ label: "Both", merge: concat({ axis: -1 }), inputs: [output("A"), output("B")] });
 * ```
 */
export class MergeNode<const L extends string = string> extends Node<L> {
  readonly type = "merge";
  readonly merge: Merge;

  /**
   * @param options label, merge, and at least two sources; their order counts
   * @throws RangeError when there are fewer than two
   * @throws UnknownNameError when no merge of that name is registered, or for options that are not there
   */
  constructor(options: MergeNodeOptions<L>) {
    const known = ["label", "merge", "inputs"] as const;
    const { label, merge, inputs } = checkOptions(options, {
      of: "MergeNode",
      known,
      required: known,
    });
    const sources = Object.entries(inputs).map(([port, source]) => [port, sourceOf(source)]);
    if (sources.length < 2) {
      throw new RangeError(`Cannot merge ${sources.length} inputs in "${label}": give two or more`);
    }
    super(label, Object.fromEntries(sources));
    this.merge = mergeOf(merge);
    Object.freeze(this);
  }

  /** Merges are told by their model. */
  get outputs(): Ports<Partial<Interface>> {
    return {};
  }

  /** A merge accepts what its model accepts. */
  get accepts(): Ports<Partial<Interface>> {
    return {};
  }

  override withInputs(inputs: Ports<Source>): MergeNode<L> {
    return new MergeNode({ label: this.label, merge: this.merge, inputs });
  }
}

function mergeOf(given: AsMerge): Merge {
  if (typeof given === "string") return merges.get(given)({});
  if (typeof given === "function") return given();
  if (typeof given === "object" && given !== null) {
    if ("build" in given && "getConfig" in given) return given;
    if ("name" in given && "config" in given) return merges.get(given.name)(given.config);
  }
  throw new TypeError(
    `Cannot merge by what was given: give a merge, or a name of ${list(merges.names)}`,
  );
}
