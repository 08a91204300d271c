/**
 * How graphs show themselves: a picture, Mermaid and text; built ones with their shapes and a table.
 *
 * @module
 */

import { diagramOf, type ShownGraph } from "./display/diagram.ts";
import { writeMermaid } from "./display/mermaid.ts";
import { summaryHtml, summaryText } from "./display/summary_table.ts";
import { describeSource } from "./reference.ts";
import type { NodeSummary } from "./summary.ts";

/** Forms by MIME type. */
export type GraphBundle = Readonly<Record<string, string>>;

/**
 * Makes the MIME bundle of a graph.
 *
 * @param shown its label, nodes and what is frozen
 * @returns SVG, PNG, Mermaid and text
 * @example
 * ```ts
 * import { displayGraph } from "./display.ts";
 * await displayGraph({ label: "empty", nodes: [], frozen: [] });
 * ```
 */
export async function displayGraph(shown: ShownGraph): Promise<GraphBundle> {
  return { ...await pictures(shown), "text/plain": toText(shown) };
}

/**
 * Makes the MIME bundle of a graph with weights.
 *
 * @param shown its label, nodes with models, and what is frozen
 * @param summary a row for each node
 * @returns a picture and a table as HTML, SVG, PNG, Mermaid and text
 * @example
 * ```ts
 * import { displayBuiltGraph } from "./display.ts";
 * await displayBuiltGraph({ label: "empty", nodes: [], frozen: [], built: [] }, []);
 * ```
 */
export async function displayBuiltGraph(
  shown: ShownGraph,
  summary: readonly NodeSummary[],
): Promise<GraphBundle> {
  const forms = await pictures(shown);
  return {
    "text/html": `${forms["image/svg+xml"]}${summaryHtml(summary, shown.label)}`,
    ...forms,
    "text/plain": summaryText(summary, shown.label),
  };
}

/**
 * Writes a graph as a Mermaid flowchart.
 *
 * @param shown its label, nodes and what is frozen
 * @returns the text of the chart
 * @example
 * ```ts
 * import { toMermaid } from "./display.ts";
 * toMermaid({ label: "empty", nodes: [], frozen: [] });
 * ```
 */
export function toMermaid(shown: ShownGraph): string {
  return writeMermaid(diagramOf(shown));
}

/** Wider pictures would fill notebooks. */
const MOST_PIXELS = 2400;

/** What draws is large, and is loaded when something is to be drawn. */
async function pictures(
  shown: ShownGraph,
): Promise<GraphBundle & { readonly "image/svg+xml": string }> {
  const [{ placeDiagram }, { drawSvg }, { renderPng }] = await Promise.all([
    import("./display/layout.ts"),
    import("./display/svg.ts"),
    import("../core/svg_png.ts"),
  ]);
  const svg = drawSvg(await placeDiagram(diagramOf(shown)));
  const { bytes } = await renderPng(svg, { maxPixels: MOST_PIXELS, maxBytes: Infinity });
  return {
    "image/svg+xml": svg,
    "image/png": bytes.toBase64(),
    "text/vnd.mermaid": toMermaid(shown),
  };
}

function toText({ label, nodes, frozen }: ShownGraph): string {
  const lines = nodes.map((node) => {
    const from = Object.values(node.inputs).map(describeSource).join(", ");
    const { name } = node.type === "model" ? node.model : node.merge;
    return `  ${node.label}: ${name} ← ${from}${frozen.includes(node.label) ? " (frozen)" : ""}`;
  });
  return [`ModelGraph ${label}`, ...lines].join("\n");
}
