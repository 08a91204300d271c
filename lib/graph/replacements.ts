/**
 * Nodes that took the place of others since a graph was built: whatever went on with what the others
 * gave must be able to go on with what these give.
 *
 * @module
 */

import { canonicalJson, type JsonObject } from "../core/json.ts";
import { type Interface, obstacles, type Ports } from "../models/interface.ts";
import type { BuiltGraph, BuiltNode } from "./built_graph.ts";
import type { GraphNode } from "./node.ts";
import { orderNodes } from "./order.ts";
import type { Problem } from "./problems.ts";
import { isNodeReference, output, type Source, sourceKey } from "./reference.ts";

/** A node that was built before, in whose place another stands. */
export interface Replaced {
  readonly node: BuiltNode;
  /** The outputs that others took, and still do. */
  readonly taken: Ports<Interface>;
}

/**
 * Finds which nodes stand in the place of which: fed as those were, and feeding the same.
 *
 * @param nodes of a graph that was edited
 * @param from the graph that was built before
 * @returns the nodes in whose places others stand, by the labels of those others
 * @example
 * ```ts
 * import type { BuiltGraph } from "./built_graph.ts";
 * import type { ModelGraph } from "./model_graph.ts";
 * import { findReplaced } from "./replacements.ts";
 * const count = (edited: ModelGraph, from: BuiltGraph) => findReplaced(edited.nodes, from).size;
 * ```
 */
export function findReplaced(
  nodes: readonly GraphNode[],
  from: BuiltGraph,
): ReadonlyMap<string, Replaced> {
  const pairs = pairNodes(nodes, from);
  const names = new Map([...pairs].map(([label, { node }]) => [node.label, label]));
  const found = [...pairs].flatMap(([label, candidate]): [string, Replaced][] => {
    const edges = edgesFrom(candidate.node, { before: from.graph.nodes, now: nodes, names });
    const ports = new Set(edges.filter(({ goesOn }) => goesOn).map(({ port }) => port));
    const taken = Object.entries(candidate.outputs).filter(([port]) => ports.has(port));
    if (taken.length === 0) return [];
    return [[label, { node: candidate, taken: Object.fromEntries(taken) }]];
  });
  return new Map(found);
}

/** Pairs new nodes with old ones that were fed alike, unless what they feed speaks against it. */
function pairNodes(
  nodes: readonly GraphNode[],
  from: BuiltGraph,
): ReadonlyMap<string, BuiltNode> {
  const labels = new Set(nodes.map(({ label }) => label));
  const gone = from.nodes.filter(({ node }) => !labels.has(node.label));
  /** Old labels to new ones. */
  const names = new Map<string, string>();
  const pairs = new Map<string, BuiltNode>();
  for (const node of orderNodes(nodes).order) {
    const same = from.find(node.label);
    if (same) {
      const changed = planOf(node) !== planOf(same.node);
      if (changed && isFedAs(node, { old: same.node, names })) pairs.set(node.label, same);
      continue;
    }
    const old = gone.find(({ node: old }) => {
      if (names.has(old.label) || !isFedAs(node, { old, names })) return false;
      const tried = new Map([...names, [old.label, node.label]]);
      const edges = edgesFrom(old, { before: from.graph.nodes, now: nodes, names: tried });
      return edges.every(({ goesOn }) => goesOn);
    });
    if (old === undefined) continue;
    names.set(old.node.label, node.label);
    pairs.set(node.label, old);
  }
  return pairs;
}

/**
 * Compares nodes with those in whose places they stand.
 *
 * @param built all nodes of the edited graph, by label
 * @param replaced what `findReplaced` gave
 * @returns what cannot stand in, with node, port, what was given there before and what is now
 * @example
 * ```ts
 * import { replacementProblems } from "./replacements.ts";
 * replacementProblems(new Map(), new Map()); // []
 * ```
 */
export function replacementProblems(
  built: ReadonlyMap<string, BuiltNode>,
  replaced: ReadonlyMap<string, Replaced>,
): readonly Problem[] {
  return [...replaced].flatMap(([label, { node: { node: old, inputs }, taken }]) => {
    const replacement = built.get(label);
    if (replacement === undefined) return [];
    const found = obstacles({ inputs: replacement.inputs, outputs: replacement.outputs }, {
      inputs: { ...inputs, ...replacement.inputs },
      outputs: taken,
    });
    return found.map(({ port, aspect, expected, found }) => ({
      node: label,
      port,
      expected,
      found,
      message: `${label} stands in the place of ${old.label}, whose ${port} has ${aspect} ` +
        `${expected}: its own has ${found}; give it that ${aspect}, or build with ` +
        `replacements: "free" so that what is behind it learns anew`,
    }));
  });
}

function isFedAs(
  node: GraphNode,
  { old, names }: { readonly old: GraphNode; readonly names: ReadonlyMap<string, string> },
): boolean {
  const keysOf = ({ inputs }: GraphNode, names: ReadonlyMap<string, string>): string =>
    Object.values(inputs).map((source) => sourceKey(rename(source, names))).join("\n");
  return keysOf(node, new Map()) === keysOf(old, names);
}

/** The ports of an old node that fed others which are still there, and whether they still do. */
function edgesFrom(
  old: GraphNode,
  { before, now, names }: {
    readonly before: readonly GraphNode[];
    readonly now: readonly GraphNode[];
    readonly names: ReadonlyMap<string, string>;
  },
): readonly { readonly port: string; readonly goesOn: boolean }[] {
  return before.flatMap((consumer) => {
    const after = now.find(({ label }) => label === (names.get(consumer.label) ?? consumer.label));
    return Object.entries(consumer.inputs).flatMap(([port, source]) => {
      if (!after || !isNodeReference(source) || source.node !== old.label) return [];
      const given = after.inputs[port];
      const goesOn = given !== undefined && sourceKey(given) === sourceKey(rename(source, names));
      return [{ port: source.output, goesOn }];
    });
  });
}

function rename(source: Source, names: ReadonlyMap<string, string>): Source {
  if (!isNodeReference(source)) return source;
  return output(names.get(source.node) ?? source.node, source.output);
}

function planOf(node: GraphNode): string {
  const { name } = node.type === "model" ? node.model : node.merge;
  const config = (node.type === "model" ? node.model : node.merge).getConfig();
  const { outputs, accepts } = node;
  return canonicalJson({ name, config, outputs, accepts } as unknown as JsonObject);
}
