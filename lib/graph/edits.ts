/**
 * Edits of the nodes of a graph; inputs keep their places, so that the order of a merge is kept.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { Ports } from "../models/interface.ts";
import type { GraphNode } from "./node.ts";
import { isNodeReference, output, type Source } from "./reference.ts";

/**
 * Finds a node.
 *
 * @param nodes where to look
 * @param label the label
 * @returns the node
 * @throws UnknownNameError when there is none
 * @example
 * ```ts
 * import { findNode } from "./edits.ts";
 * import { ModelNode } from "./model_node.ts";
 * import { output } from "./reference.ts";
 * findNode([new ModelNode({ label: "Head", model: "mlp", input: output("A") })], "Head");
 * ```
 */
export function findNode(nodes: readonly GraphNode[], label: string): GraphNode {
  const found = nodes.find((node) => node.label === label);
  if (found) return found;
  throw new UnknownNameError("node", label, { known: nodes.map((node) => node.label) });
}

/**
 * Finds nodes.
 *
 * @param nodes where to look
 * @param labels their labels
 * @returns the nodes, in the order of the labels
 * @throws TypeError for anything but a list; UnknownNameError when there is no such node
 * @example
 * ```ts
 * import { findNodes } from "./edits.ts";
 * findNodes([], []);
 * ```
 */
export function findNodes(
  nodes: readonly GraphNode[],
  labels: readonly string[],
): readonly GraphNode[] {
  if (Array.isArray(labels)) return labels.map((label) => findNode(nodes, label));
  const example = quote(nodes[0]?.label ?? "Head");
  throw new TypeError(
    `Cannot find nodes by ${JSON.stringify(labels)}: give a list of labels, such as [${example}]`,
  );
}

/**
 * Takes a node out; what took from it takes from its source.
 *
 * @param nodes of one graph
 * @param label of the node to take out
 * @returns the other nodes
 * @throws RangeError when the node has several inputs and a consumer has room for one only
 */
export function removeNode(nodes: readonly GraphNode[], label: string): readonly GraphNode[] {
  const removed = findNode(nodes, label);
  const sources = Object.values(removed.inputs);
  return nodes.filter((node) => node !== removed).map((node) => {
    if (!takesFrom(node, label)) return node;
    return node.withInputs(expandInputs(node, { label, sources }));
  });
}

/**
 * Puts a node in the place of another; it is fed as that one was, and feeds what that one fed.
 *
 * @param nodes of one graph
 * @param by the label of the node in place, and the new one; its label may differ
 * @returns the nodes, in the same order
 */
export function replaceNode(
  nodes: readonly GraphNode[],
  { label, node }: { readonly label: string; readonly node: GraphNode },
): readonly GraphNode[] {
  const replaced = findNode(nodes, label);
  const fed = node.withInputs(replaced.inputs);
  return nodes.map((one) =>
    one === replaced ? fed : redirect(one, { from: label, to: node.label })
  );
}

/** Where a node goes: between two, before one, or behind one. */
export type Place<L extends string = string> =
  | { readonly before: L }
  | { readonly after: L }
  | { readonly between: readonly [L, L] };

/**
 * Puts a node into an edge, or into all edges before or behind a node.
 *
 * @param nodes of one graph
 * @param what the new one, whose own inputs are replaced, and where it goes
 * @returns all nodes
 * @throws TypeError when it goes nowhere, or to several places
 * @throws RangeError when there is no such edge, or a node of several inputs would have to share it
 */
export function insertNode(
  nodes: readonly GraphNode[],
  { node, place }: { readonly node: GraphNode; readonly place: Place },
): readonly GraphNode[] {
  checkPlace(place, node);
  if ("between" in place) return insertBetween(nodes, { node, edge: place.between });
  if ("after" in place) {
    const source = findNode(nodes, place.after);
    const redirected = nodes.map((one) => redirect(one, { from: source.label, to: node.label }));
    return behind(redirected, {
      label: source.label,
      node: node.withInputs(feed(node, output(source))),
    });
  }
  const target = findNode(nodes, place.before);
  const [only, ...others] = Object.entries(target.inputs);
  if (!only || others.length > 0) {
    throw new RangeError(
      `Cannot insert ${quote(node.label)} before ${quote(target.label)}: it has the inputs ` +
        `${list(Object.keys(target.inputs))}; insert between it and one of its sources`,
    );
  }
  const [port, source] = only;
  const fed = node.withInputs(feed(node, source));
  return nodes.flatMap((one) =>
    one === target ? [fed, one.withInputs({ [port]: output(node.label) })] : [one]
  );
}

/**
 * Feeds one input of a node from elsewhere.
 *
 * @param nodes of one graph
 * @param what the label of the node, and sources by port; other ports stay
 * @returns all nodes
 * @throws UnknownNameError when the node has no such input
 */
export function rewireNode(
  nodes: readonly GraphNode[],
  { label, inputs }: { readonly label: string; readonly inputs: Ports<Source> },
): readonly GraphNode[] {
  const node = findNode(nodes, label);
  const known = Object.keys(node.inputs);
  const unknown = Object.keys(inputs).find((port) => !known.includes(port));
  if (unknown !== undefined) throw new UnknownNameError(`input of ${label}`, unknown, { known });
  return nodes.map((one) => one === node ? one.withInputs({ ...one.inputs, ...inputs }) : one);
}

/** Cells of notebooks are not type-checked. */
function checkPlace(
  place: Partial<Record<"before" | "after" | "between", unknown>>,
  node: GraphNode,
): void {
  checkOptions(place, { of: "withInserted()", known: ["before", "after", "between"] });
  const given = Object.values(place);
  if (given.length === 1 && given[0] !== undefined) return;
  throw new TypeError(
    `Cannot insert ${quote(node.label)}: say where by one of before, after and between`,
  );
}

function insertBetween(
  nodes: readonly GraphNode[],
  { node, edge: [from, to] }: {
    readonly node: GraphNode;
    readonly edge: readonly [string, string];
  },
): readonly GraphNode[] {
  const target = findNode(nodes, to);
  if (!takesFrom(target, findNode(nodes, from).label)) {
    throw new RangeError(
      `Cannot insert ${quote(node.label)} between ${quote(from)} and ${quote(to)}: ` +
        `${quote(to)} does not take from ${quote(from)}`,
    );
  }
  const redirected = nodes.map((one) =>
    one === target ? redirect(one, { from, to: node.label }) : one
  );
  return behind(redirected, { label: from, node: node.withInputs(feed(node, output(from))) });
}

function behind(
  nodes: readonly GraphNode[],
  { label, node }: { readonly label: string; readonly node: GraphNode },
): readonly GraphNode[] {
  return nodes.flatMap((one) => one.label === label ? [one, node] : [one]);
}

function feed(node: GraphNode, source: Source): Ports<Source> {
  const [port, ...others] = Object.keys(node.inputs);
  if (port !== undefined && others.length === 0) return { [port]: source };
  throw new RangeError(
    `Cannot insert ${quote(node.label)}: it has several inputs; add it and rewire the others`,
  );
}

function takesFrom(node: GraphNode, label: string): boolean {
  return Object.values(node.inputs).some((source) =>
    isNodeReference(source) && source.node === label
  );
}

function redirect(
  node: GraphNode,
  { from, to }: { readonly from: string; readonly to: string },
): GraphNode {
  if (from === to || !takesFrom(node, from)) return node;
  const inputs = Object.entries(node.inputs).map(([port, source]) => [
    port,
    isNodeReference(source) && source.node === from ? output(to, source.output) : source,
  ]);
  return node.withInputs(Object.fromEntries(inputs));
}

function expandInputs(
  node: GraphNode,
  { label, sources }: { readonly label: string; readonly sources: readonly Source[] },
): Ports<Source> {
  const [only, ...others] = sources;
  const isRemoved = (source: Source): boolean => isNodeReference(source) && source.node === label;
  const entries = Object.entries(node.inputs);
  if (only !== undefined && others.length === 0) {
    return Object.fromEntries(
      entries.map(([port, source]) => [port, isRemoved(source) ? only : source]),
    );
  }
  if (node.type === "merge") {
    const all = entries.flatMap(([, source]) => isRemoved(source) ? sources : [source]);
    return Object.fromEntries(all.map((source, index) => [index, source]));
  }
  throw new RangeError(
    `Cannot remove ${quote(label)}: it has ${sources.length} inputs, and ${quote(node.label)} ` +
      "takes one; rewire that one first",
  );
}
