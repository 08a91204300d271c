/**
 * How a graph shows itself: Mermaid and text.
 *
 * @module
 */

import type { GraphNode } from "./node.ts";
import { describeSource, isNodeReference, sourceKey } from "./reference.ts";

/** What is shown of a graph. */
export interface ShownGraph {
  readonly label: string;
  readonly nodes: readonly GraphNode[];
  readonly frozen: readonly string[];
}

/**
 * Makes the MIME bundle of a graph.
 *
 * @param shown its label, nodes and what is frozen
 * @returns Mermaid and text
 */
export function displayGraph(shown: ShownGraph): Readonly<Record<string, unknown>> {
  return { "text/vnd.mermaid": toMermaid(shown), "text/plain": toText(shown) };
}

/**
 * Writes a graph as a Mermaid flowchart.
 *
 * @param shown its label, nodes and what is frozen
 * @returns the text of the chart
 */
export function toMermaid({ nodes, frozen }: ShownGraph): string {
  const sources = nodes.flatMap(({ inputs }) => Object.values(inputs));
  const data = new Map(
    sources.filter((source) => !isNodeReference(source))
      .map((source) => [sourceKey(source), describeSource(source)]),
  );
  const ids = new Map([...data.keys()].map((key, index) => [key, `data${index}`]));
  const lines = [
    ...[...data].map(([key, text]) => `  ${ids.get(key)}[("${text}")]:::data`),
    ...nodes.map(({ label, type }) => {
      const style = frozen.includes(label) ? "frozen" : type;
      return `  ${label}["${label}"]:::${style}`;
    }),
    ...nodes.flatMap(({ label, inputs }) =>
      Object.values(inputs).map((source) => {
        const from = isNodeReference(source) ? source.node : ids.get(sourceKey(source));
        return `  ${from} --> ${label}`;
      })
    ),
  ];
  return ["flowchart LR", ...lines, ...STYLES].join("\n");
}

function toText({ label, nodes, frozen }: ShownGraph): string {
  const lines = nodes.map((node) => {
    const from = Object.values(node.inputs).map(describeSource).join(", ");
    const { name } = node.type === "model" ? node.model : node.merge;
    return `  ${node.label}: ${name} ← ${from}${frozen.includes(node.label) ? " (frozen)" : ""}`;
  });
  return [`ModelGraph ${label}`, ...lines].join("\n");
}

const STYLES = [
  "  classDef data fill:#E1BEE7,stroke:#AA00FF,color:#000",
  "  classDef model fill:#BBDEFB,stroke:#2962FF,color:#000",
  "  classDef frozen fill:#E3F2FD,stroke:#90CAF9,color:#000",
  "  classDef merge fill:#B1B1B1,stroke:#616161,color:#000",
];
