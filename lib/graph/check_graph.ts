/**
 * What can be said about a graph before its data is known.
 *
 * @module
 */

import { nearest, quote } from "../core/names.ts";
import { orderNodes, upstream } from "./order.ts";
import type { GraphNode } from "./node.ts";
import type { Problem } from "./problems.ts";
import { isNodeReference } from "./reference.ts";

/**
 * Looks for duplicate labels, sources that do not exist, and cycles.
 *
 * @param nodes of one graph
 * @returns all that is wrong
 * @example
 * ```ts
 * import { checkGraph } from "./check_graph.ts";
 * import { ModelNode } from "./model_node.ts";
 * import { output } from "./reference.ts";
 * const head = new ModelNode({ label: "Head", model: "mlp", input: output("Encodr") });
 * console.log(checkGraph([head])[0]?.message);
 * ```
 */
export function checkGraph(nodes: readonly GraphNode[]): readonly Problem[] {
  return [...duplicates(nodes), ...unknownSources(nodes), ...cycles(nodes)];
}

function duplicates(nodes: readonly GraphNode[]): readonly Problem[] {
  const byLabel = Map.groupBy(nodes, ({ label }) => label);
  return [...byLabel].filter(([, same]) => same.length > 1).map(([label, same]) => ({
    node: label,
    message: `${same.length} nodes have the label ${quote(label)}: give each a label of its own`,
  }));
}

function unknownSources(nodes: readonly GraphNode[]): readonly Problem[] {
  const labels = nodes.map(({ label }) => label);
  return nodes.flatMap(({ label, inputs }) =>
    Object.entries(inputs).flatMap(([port, source]) => {
      if (!isNodeReference(source) || labels.includes(source.node)) return [];
      const meant = nearest(source.node, labels.filter((other) => other !== label));
      const guess = meant === undefined ? "" : `: did you mean ${quote(meant)}?`;
      return [{
        node: label,
        port,
        expected: "a node of this graph",
        found: source.node,
        message: `${label}.${port} takes from ${quote(source.node)}, which is not there${guess} ` +
          `Nodes: ${labels.map(quote).join(", ")}`,
      }];
    })
  );
}

function cycles(nodes: readonly GraphNode[]): readonly Problem[] {
  const { stuck } = orderNodes(nodes);
  const seen = new Set<string>();
  return stuck.flatMap((start) => {
    const labels = cycleFrom(start, { stuck, seen });
    const [first] = labels;
    if (first === undefined) return [];
    const message = `${labels.join(" → ")} take from each other in a cycle: rewire one of them`;
    return [{ node: first, message }];
  });
}

/** Walks against the arrows until a node comes again; nothing where another walk has been. */
function cycleFrom(
  start: GraphNode,
  { stuck, seen }: { readonly stuck: readonly GraphNode[]; readonly seen: Set<string> },
): readonly string[] {
  const path: string[] = [];
  let node: GraphNode | undefined = start;
  while (node !== undefined && !seen.has(node.label)) {
    path.push(node.label);
    seen.add(node.label);
    const sources = upstream(node);
    node = stuck.find(({ label }) => sources.includes(label));
  }
  if (node === undefined || !path.includes(node.label)) return [];
  const cycle = path.slice(path.indexOf(node.label));
  return [...cycle.toReversed(), cycle.at(-1) ?? start.label];
}
