/**
 * Weights go on from one built graph to another.
 *
 * @module
 */

import { canonicalJson, type JsonObject } from "../core/json.ts";
import type { BuiltGraph, BuiltNode } from "./built_graph.ts";

/**
 * Copies weights to nodes that have the same label, plan and shapes in another graph.
 *
 * @param built nodes with first values
 * @param from the graph whose weights go on; it keeps its own
 */
export function takeOver(built: ReadonlyMap<string, BuiltNode>, from: BuiltGraph): void {
  for (const [label, node] of built) {
    const before = from.find(label);
    if (before !== undefined && isSame(before, node)) node.model.setState(before.model.getState());
  }
}

function isSame(one: BuiltNode, other: BuiltNode): boolean {
  return signature(one) === signature(other);
}

function signature({ node, model }: BuiltNode): string {
  const { name } = node.type === "model" ? node.model : node.merge;
  const config = (node.type === "model" ? node.model : node.merge).getConfig();
  // The shape of an output may come from targets or from what is behind, not from the plan.
  const ports = [...Object.values(model.inputs), ...Object.values(model.outputs)];
  const shapes = ports.map(({ shape }) => shape);
  return canonicalJson({ name, config, shapes } as JsonObject);
}
