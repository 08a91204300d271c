/**
 * What becomes of what comes with samples where several inputs merge, as a merge is told.
 *
 * @module
 */

import { UnknownNameError } from "../core/names.ts";
import type { GraphNode } from "./node.ts";
import { isNodeReference } from "./reference.ts";

/** Which input counts: the first or last that has what is asked for, or a named one. */
export type ChosenInput = "first" | "last" | { readonly from: string };

/** How targets or tags of several inputs become those of the merged samples. */
export type MergeStrategy = ChosenInput | "mean" | number;

/** How identifiers of several inputs become those of the merged samples. */
export type IdStrategy = ChosenInput | "agree";

/** What every merge is told. */
export interface MergeOptions {
  /** Targets: those of one input, their mean, or side by side along an axis. Default `first`. */
  readonly targets?: MergeStrategy;
  /** Tags: those of one input, their mean, or side by side along an axis. Default `first`. */
  readonly tags?: MergeStrategy;
  /** Identifiers: those of one input, or those of all, which must be the same. Default `agree`. */
  readonly ids?: IdStrategy;
}

/** What comes with the samples at an input. */
export interface Arriving<T> {
  readonly port: string;
  /** Undefined when the samples there have none. */
  readonly value: T | undefined;
}

/** What comes with the samples at an input that have it. */
export interface Present<T> extends Arriving<T> {
  readonly value: T;
}

/**
 * The inputs whose samples have what is asked for.
 *
 * @param arriving what comes with the samples at each input
 * @returns those that have it, in order
 * @example
 * ```ts
 * import { presentAt } from "./merge_strategy.ts";
 * presentAt([{ port: "a", value: 1 }, { port: "b", value: undefined }]).length; // 1
 * ```
 */
export function presentAt<T>(arriving: readonly Arriving<T>[]): readonly Present<T>[] {
  return arriving.filter((one): one is Present<T> => one.value !== undefined);
}

/**
 * Takes what comes with the samples at the input that counts.
 *
 * @param node the node that merges
 * @param options what arrives, and which input counts
 * @returns undefined when the samples there have none
 * @throws UnknownNameError when the node has no such input
 * @example
 * ```ts
 * import { chooseArriving } from "./merge_strategy.ts";
 * import { ModelNode } from "./model_node.ts";
 * const node = new ModelNode({ label: "Head", model: "mlp", inputs: { a: "A", b: "B" } });
 * const arriving = [{ port: "a", value: 1 }, { port: "b", value: 2 }];
 * chooseArriving(node, { arriving, strategy: { from: "B" } }); // 2
 * ```
 */
export function chooseArriving<T>(
  node: GraphNode,
  { arriving, strategy }: {
    readonly arriving: readonly Arriving<T>[];
    readonly strategy: ChosenInput;
  },
): T | undefined {
  const present = presentAt(arriving);
  if (strategy === "first") return present[0]?.value;
  if (strategy === "last") return present.at(-1)?.value;
  const port = portOf(node, strategy.from);
  return present.find((one) => one.port === port)?.value;
}

/**
 * Checks what a merge is told, which may come from a file.
 *
 * @param options targets, tags and identifiers
 * @throws UnknownNameError for a strategy that does not exist
 * @example
 * ```ts
 * import { checkMergeOptions } from "./merge_strategy.ts";
 * checkMergeOptions({ targets: "mean", ids: "first" });
 * ```
 */
export function checkMergeOptions({ targets, tags, ids }: MergeOptions): void {
  const beside = ["mean", "an axis"];
  for (
    const [kind, strategy, more] of [
      ["choice of targets", targets, beside],
      ["choice of tags", tags, beside],
      ["choice of ids", ids, ["agree"]],
    ] as const
  ) {
    const chooses = typeof strategy === "object" && typeof strategy.from === "string";
    const isAxis = typeof strategy === "number" && more === beside;
    const known = ["first", "last", ...more];
    if (strategy === undefined || chooses || isAxis || known.includes(strategy as string)) continue;
    const hint = 'or { from: "the label of an input" }';
    const asked = typeof strategy === "string" ? strategy : JSON.stringify(strategy);
    throw new UnknownNameError(kind, asked, { known, hint });
  }
}

/**
 * Checks that the inputs exist which a merge is told to take things from.
 *
 * @param node any node
 * @throws UnknownNameError when it has no such input
 * @example
 * ```ts
 * import { checkNamedInputs } from "./merge_strategy.ts";
 * import { ModelNode } from "./model_node.ts";
 * checkNamedInputs(new ModelNode({ label: "Head", model: "mlp", input: "A" }));
 * ```
 */
export function checkNamedInputs(node: GraphNode): void {
  if (node.type !== "merge") return;
  const { targets, tags, ids } = node.merge.options;
  for (const strategy of [targets, tags, ids]) {
    if (typeof strategy === "object") portOf(node, strategy.from);
  }
}

/** An input is meant by its own name, or by the node or FeatureSet that it takes from. */
function portOf({ label, inputs }: GraphNode, from: string): string {
  if (Object.hasOwn(inputs, from)) return from;
  const sources = Object.entries(inputs).map(([port, source]) => ({
    port,
    name: isNodeReference(source) ? source.node : source.featureSet,
  }));
  const found = sources.find(({ name }) => name === from);
  if (found) return found.port;
  throw new UnknownNameError(`input of ${label}`, from, {
    known: [...new Set([...Object.keys(inputs), ...sources.map(({ name }) => name)])],
    hint: "what is merged comes from one of them",
  });
}
