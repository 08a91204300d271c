/**
 * The order in which nodes compute: sources first, and the order of their insertion among equals.
 *
 * @module
 */

import type { GraphNode } from "./node.ts";
import { isNodeReference } from "./reference.ts";

/** Nodes in order, and those that wait for each other. */
export interface Order {
  readonly order: readonly GraphNode[];
  /** Nodes in a cycle or behind one; empty for a graph that can be computed. */
  readonly stuck: readonly GraphNode[];
}

/**
 * Sorts nodes so that each stands behind those it takes from.
 *
 * @param nodes in the order of their insertion; sources that are not among them are passed over
 * @returns the order, and the nodes that no order can have
 * @example
 * ```ts
 * import { ModelNode } from "./model_node.ts";
 * import { orderNodes } from "./order.ts";
 * import { output } from "./reference.ts";
 * const head = new ModelNode({ label: "Head", model: "mlp", input: output("Encoder") });
 * const data = { featureSet: "a", split: null, selection: {} };
 * const encoder = new ModelNode({ label: "Encoder", model: "mlp", input: data });
 * orderNodes([head, encoder]).order.map(({ label }) => label); // ["Encoder", "Head"]
 * ```
 */
export function orderNodes(nodes: readonly GraphNode[]): Order {
  const present = new Set(nodes.map(({ label }) => label));
  const waits = nodes.map((node) => ({
    node,
    for: new Set(upstream(node).filter((label) => present.has(label))),
  }));
  const consumers = Map.groupBy(
    waits.flatMap((wait) => [...wait.for].map((label) => ({ label, wait }))),
    ({ label }) => label,
  );
  const place = new Map(waits.map((wait, index) => [wait, index]));
  const ready = waits.filter((wait) => wait.for.size === 0);
  const order: GraphNode[] = [];
  for (let next = ready.shift(); next !== undefined; next = ready.shift()) {
    order.push(next.node);
    for (const { wait } of consumers.get(next.node.label) ?? []) {
      // Of two nodes of one label the second one waits for it no more.
      if (!wait.for.delete(next.node.label) || wait.for.size > 0) continue;
      insertByPlace(ready, wait, (one) => place.get(one) ?? 0);
    }
  }
  const ordered = new Set(order);
  return { order, stuck: nodes.filter((node) => !ordered.has(node)) };
}

/**
 * The nodes that a node takes from.
 *
 * @param node any node
 * @returns their labels, each once, in the order of the inputs
 * @example
 * ```ts
 * import { ModelNode } from "./model_node.ts";
 * import { upstream } from "./order.ts";
 * import { output } from "./reference.ts";
 * upstream(new ModelNode({ label: "Head", model: "mlp", input: output("Encoder") })); // ["Encoder"]
 * ```
 */
export function upstream(node: GraphNode): readonly string[] {
  const sources = Object.values(node.inputs).filter(isNodeReference);
  return [...new Set(sources.map(({ node }) => node))];
}

function insertByPlace<T>(list: T[], item: T, placeOf: (item: T) => number): void {
  const at = list.findIndex((other) => placeOf(other) > placeOf(item));
  list.splice(at < 0 ? list.length : at, 0, item);
}
