/**
 * Which samples the rows are that nodes give: identifiers, tags and masks flow through a graph as
 * targets and weights do, without computing anything.
 *
 * @module
 */

import { Batch } from "../data/sample/batch.ts";
import type { FeatureSetView } from "../data/feature_set_view.ts";
import type { Samples } from "./data_source.ts";
import { mergeIds, mergeTags, NOBODY, type Tags } from "./merge_tags.ts";
import type { GraphNode } from "./node.ts";
import { orderNodes } from "./order.ts";
import { isNodeReference, type Source } from "./reference.ts";

/** Which samples the rows of a node are. */
export interface SampleIdentity {
  /** The identifier of each row; `N/A` for padding. */
  readonly ids: readonly string[];
  readonly tags: Tags;
  /** A byte a row: 0 where the samples of any input are padding. */
  readonly mask: Uint8Array;
}

/** Which rows are asked for. */
export interface IdentifyOptions<L extends string = string> {
  /** Labels of the nodes; left out: all that can compute from the samples. */
  readonly nodes?: readonly L[];
  /** The role, when samples are batches of several. */
  readonly role?: string;
}

/**
 * Says which samples the rows are that nodes give for some samples.
 *
 * @param nodes of one graph
 * @param samples views, or batches, by label of the FeatureSet
 * @param options which nodes, and which role
 * @returns identifiers, tags and masks by label, row by row as predictions are
 * @throws SampleMismatchError when samples merge whose identifiers must agree and do not
 * @throws RangeError for a node that needs samples which were not given
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { identifySamples } from "./identify.ts";
 * import { ModelNode } from "./model_node.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2], cell: ["u", "v"] }, {
 *   features: ["x"],
 *   tags: ["cell"],
 * });
 * const head = new ModelNode({ label: "Head", model: "mlp", input: set });
 * identifySamples([head], { a: set.toView() }).Head?.tags.cell; // ["u", "v"]
 * ```
 */
export function identifySamples(
  nodes: readonly GraphNode[],
  samples: Readonly<Record<string, Samples>>,
  { nodes: wanted, role }: IdentifyOptions = {},
): Readonly<Record<string, SampleIdentity>> {
  const known = new Map<string, SampleIdentity>();
  const sets = new Map<string, SampleIdentity>();
  const needed = wanted && upstreamOf(nodes, wanted);
  for (const node of orderNodes(nodes).order) {
    if (needed?.has(node.label) === false) continue;
    const arriving = Object.entries(node.inputs).map(([port, source]) => ({
      port,
      value: identityAt(source, { known, sets, samples, role }),
    }));
    const present = arriving.flatMap(({ port, value }) => value ? [{ port, value }] : []);
    if (present.length === arriving.length) known.set(node.label, merged(node, present));
  }
  const labels = wanted ?? [...known.keys()];
  return Object.fromEntries(labels.map((label) => {
    const found = known.get(label);
    if (found) return [label, found];
    const given = Object.keys(samples).join(", ") || "nothing";
    throw new RangeError(`Cannot say which samples "${label}" gives from ${given} alone`);
  }));
}

function upstreamOf(nodes: readonly GraphNode[], labels: readonly string[]): ReadonlySet<string> {
  const needed = new Set(labels);
  for (const { label, inputs } of orderNodes(nodes).order.toReversed()) {
    if (!needed.has(label)) continue;
    for (const source of Object.values(inputs)) {
      if (isNodeReference(source)) needed.add(source.node);
    }
  }
  return needed;
}

function identityAt(
  source: Source,
  { known, sets, samples, role }: {
    readonly known: ReadonlyMap<string, SampleIdentity>;
    readonly sets: Map<string, SampleIdentity>;
    readonly samples: Readonly<Record<string, Samples>>;
    readonly role: string | undefined;
  },
): SampleIdentity | undefined {
  if (isNodeReference(source)) return known.get(source.node);
  const given = samples[source.featureSet];
  if (given === undefined) return undefined;
  const found = sets.get(source.featureSet) ?? identityOf(given, role);
  sets.set(source.featureSet, found);
  return found;
}

function identityOf(samples: Samples, role: string | undefined): SampleIdentity {
  const view = samples instanceof Batch ? lastSteps(samples, role) : samples as FeatureSetView;
  return {
    ids: view.sampleIds,
    tags: view.tagKeys.length === 0 ? {} : view.getTags(),
    mask: Uint8Array.from(view.rows, (row) => row < 0 ? 0 : 1),
  };
}

/** A sample of several rows is known by the last one that is there. */
function lastSteps(batch: Batch, role: string | undefined): FeatureSetView {
  const { rows, steps = 1 } = batch.roleRows(role);
  if (steps === 1) return batch.view(role);
  const last = Int32Array.from({ length: batch.size }, (_, at) => {
    const own = rows.subarray(at * steps, (at + 1) * steps);
    return own.findLast((row) => row >= 0) ?? -1;
  });
  return batch.view(role).withRows(last);
}

function merged(
  node: GraphNode,
  arriving: readonly { readonly port: string; readonly value: SampleIdentity }[],
): SampleIdentity {
  const [first, ...others] = arriving.map(({ value }) => value);
  if (first !== undefined && others.length === 0) return first;
  const mask =
    first?.mask.map((present, row) =>
      others.every((other) => other.mask[row] === 1) ? present : 0
    ) ?? new Uint8Array();
  const ids = mergeIds(node, arriving.map(({ port, value: { ids } }) => ({ port, value: ids })));
  const tags = arriving.map(({ port, value: { tags } }) => ({
    port,
    value: Object.keys(tags).length === 0 ? undefined : tags,
  }));
  return {
    ids: ids.map((id, row) => mask[row] === 0 ? NOBODY : id),
    tags: mergeTags(node, tags),
    mask,
  };
}
