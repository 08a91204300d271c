/**
 * What a picture of a graph shows: boxes and arrows, before anything is placed or drawn.
 *
 * @module
 */

import { type Interface, writeShape } from "../../models/interface.ts";
import type { BuiltNode } from "../built_graph.ts";
import type { GraphNode } from "../node.ts";
import { describeSource, isNodeReference, type Source, sourceKey } from "../reference.ts";

/** What is shown of a graph. */
export interface ShownGraph {
  readonly label: string;
  readonly nodes: readonly GraphNode[];
  readonly frozen: readonly string[];
  /** Shapes and models, when it is built. */
  readonly built?: readonly BuiltNode[];
}

/** Kinds of boxes, each of a colour of its own. */
export type BoxKind = "data" | "model" | "frozen" | "merge";

/** A node, or data. */
export interface Box {
  /** A name that no label can break: `n` or `d` and a number. */
  readonly id: string;
  readonly kind: BoxKind;
  readonly title: string;
  /** Its model, and the shape of what leaves the graph here. */
  readonly detail: string;
}

/** An input. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** The port where there are several, and the shape where it is known. */
  readonly text: string;
}

/** Boxes and arrows. */
export interface Diagram {
  readonly label: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

/** Fill and line of each kind of box: ModularML's palette. */
export const PALETTE: Readonly<Record<BoxKind, { readonly fill: string; readonly line: string }>> =
  {
    data: { fill: "#E1BEE7", line: "#AA00FF" },
    model: { fill: "#BBDEFB", line: "#2962FF" },
    frozen: { fill: "#E3F2FD", line: "#90CAF9" },
    merge: { fill: "#B1B1B1", line: "#616161" },
  };

/**
 * Finds the boxes and arrows of a graph.
 *
 * @param shown nodes, what is frozen, and shapes if they are known
 * @returns a box for each node and each selection of data, and an arrow for each input
 * @example
 * ```ts
 * import { diagramOf } from "./diagram.ts";
 * diagramOf({ label: "empty", nodes: [], frozen: [] }).boxes; // []
 * ```
 */
export function diagramOf({ label, nodes, frozen, built = [] }: ShownGraph): Diagram {
  const sources = nodes.flatMap(({ inputs }) => Object.values(inputs))
    .filter((source) => !isNodeReference(source));
  const data = [...new Map(sources.map((source) => [sourceKey(source), source]))];
  const ids = new Map([
    ...data.map(([key], at) => [key, `d${at}`] as const),
    ...nodes.map(({ label }, at) => [`node ${label}`, `n${at}`] as const),
  ]);
  const known = new Map(built.map((one) => [one.node.label, one]));
  const used = new Set(nodes.flatMap(({ inputs }) => Object.values(inputs)).map(nodeOf));
  return {
    label,
    boxes: [
      ...data.map(([key, source]): Box => ({
        id: ids.get(key) ?? key,
        kind: "data",
        ...dataText(source),
      })),
      ...nodes.map((node): Box => ({
        id: ids.get(`node ${node.label}`) ?? node.label,
        kind: frozen.includes(node.label) ? "frozen" : node.type,
        title: node.label,
        detail: nodeText(node, { built: known.get(node.label), isTail: !used.has(node.label) }),
      })),
    ],
    arrows: nodes.flatMap((node) =>
      Object.entries(node.inputs).flatMap(([port, source]) => {
        const from = ids.get(isNodeReference(source) ? `node ${source.node}` : sourceKey(source));
        const to = ids.get(`node ${node.label}`);
        // A source may be missing until the graph is complete.
        if (from === undefined || to === undefined) return [];
        return [{
          from,
          to,
          text: arrowText(node, { port, source, built: known.get(node.label) }),
        }];
      })
    ),
  };
}

function nodeOf(source: Source): string | undefined {
  return isNodeReference(source) ? source.node : undefined;
}

function dataText(source: Source): Pick<Box, "title" | "detail"> {
  const [title = "", rest = ""] = describeSource(source).split(" (");
  return { title, detail: rest.replace(/\)$/, "") };
}

function nodeText(
  node: GraphNode,
  { built, isTail }: { readonly built: BuiltNode | undefined; readonly isTail: boolean },
): string {
  const { name } = node.type === "model" ? node.model : node.merge;
  if (!isTail || built === undefined) return name;
  return `${name} → ${Object.values(built.outputs).map(portText).join(", ")}`;
}

function arrowText(
  { inputs, type }: GraphNode,
  { port, source, built }: {
    readonly port: string;
    readonly source: Source;
    readonly built: BuiltNode | undefined;
  },
): string {
  const named = type === "model" && Object.keys(inputs).length > 1 ? [port] : [];
  const output = isNodeReference(source) && source.output !== "output" ? [source.output] : [];
  const found = built?.inputs[port];
  return [...output, ...named, ...found ? [portText(found)] : []].join(" ");
}

function portText({ shape, units }: Interface): string {
  return units === undefined ? writeShape(shape) : `${writeShape(shape)} ${units}`;
}
