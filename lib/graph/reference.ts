/**
 * Where the input of a node comes from: pointers that are plain data and resolve at execution.
 *
 * @module
 */

import { canonicalJson, type JsonObject } from "../core/json.ts";
import { FeatureSet } from "../data/feature_set.ts";
import { FeatureSetView } from "../data/feature_set_view.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import { OUTPUT } from "../models/interface.ts";

/** A pointer to an output of a node. */
export interface NodeReference<L extends string = string> {
  readonly node: L;
  readonly output: string;
}

/** Where an input comes from: data, or an output of a node. */
export type Source<L extends string = string> = FeatureSetReference | NodeReference<L>;

/**
 * What can be given as a source: a node or its label stands for its output, a FeatureSet for all of
 * its features.
 */
export type SourceLike<L extends string = string> = Source<L> | L | FeatureSet | {
  readonly label: L;
  readonly inputs: Readonly<Record<string, Source>>;
};

/**
 * Points to an output of a node.
 *
 * @param node its label, or the node
 * @param name the output, when the node has several
 * @returns plain data
 * @example
 * ```ts
 * import { output } from "./reference.ts";
 * output("Encoder"); // { node: "Encoder", output: "output" }
 * ```
 */
export function output<const L extends string>(
  node: L | { readonly label: L },
  name: string = OUTPUT,
): NodeReference<L> {
  return Object.freeze({ node: typeof node === "string" ? node : node.label, output: name });
}

/**
 * Whether a source is an output of a node.
 *
 * @param source any source
 * @returns false for data
 * @example
 * ```ts
 * import { isNodeReference, output } from "./reference.ts";
 * console.log(isNodeReference(output("Encoder"))); // true
 * ```
 */
export function isNodeReference<L extends string>(source: Source<L>): source is NodeReference<L> {
  return "node" in source;
}

/**
 * Brings what was given as a source into one form.
 *
 * @param source a reference, a node, the label of one, or a FeatureSet
 * @returns the reference
 * @throws TypeError for anything else
 * @example
 * ```ts
 * import { output, sourceOf } from "./reference.ts";
 * sourceOf(output("Encoder"));
 * ```
 */
export function sourceOf<L extends string>(source: SourceLike<L>): Source<L> {
  if (typeof source === "string") return output(source);
  if (source instanceof FeatureSet) {
    return { featureSet: source.label, split: null, selection: {} };
  }
  if (isObject(source)) {
    if ("featureSet" in source && "selection" in source) return source;
    if ("node" in source && "output" in source) return source;
    if ("label" in source && "inputs" in source) return output(source);
  }
  throw new TypeError(
    `Cannot take ${describeOther(source)} as the source of an input: give a FeatureSet or a ` +
      "reference() to some of it, a node or its label, or nodeOutput() of one",
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** What is no source; samples could not be told apart from those of another part. */
function describeOther(value: unknown): string {
  if (value instanceof FeatureSetView) {
    const name = `the samples "${value.label ?? ""}" of "${value.source.label}"`;
    return `${name} (refer to a split by its name, as in reference(set, { split: "train" }))`;
  }
  if (Array.isArray(value)) return "a list (inputs takes several, by the names of their ports)";
  return value === undefined ? "nothing" : JSON.stringify(value) ?? String(value);
}

/**
 * A short name for a source, the same for equal ones.
 *
 * @param source any source
 * @returns a text to find it by
 * @example
 * ```ts
 * import { output, sourceKey } from "./reference.ts";
 * console.log(sourceKey(output("Encoder"))); // Encoder.output
 * ```
 */
export function sourceKey(source: Source): string {
  if (isNodeReference(source)) return `${source.node}.${source.output}`;
  return canonicalJson(source as unknown as JsonObject);
}

/**
 * A source as people read it.
 *
 * @param source any source
 * @returns such as `Encoder` or `pulses (features: voltage)`
 * @example
 * ```ts
 * import { describeSource, output } from "./reference.ts";
 * console.log(describeSource(output("Encoder"))); // Encoder
 * ```
 */
export function describeSource(source: Source): string {
  if (isNodeReference(source)) {
    return source.output === OUTPUT ? source.node : `${source.node}.${source.output}`;
  }
  const { featureSet, split, selection } = source;
  const columns = Object.entries(selection).map(([domain, keys]) =>
    `${domain}: ${[keys].flat().join(", ")}`
  );
  const of = split === null ? featureSet : `${featureSet}.${split}`;
  return columns.length === 0 ? of : `${of} (${columns.join("; ")})`;
}
