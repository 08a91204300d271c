/**
 * Graphs as Mermaid flowcharts.
 *
 * @module
 */

import { type Box, type BoxKind, type Diagram, PALETTE } from "./diagram.ts";
import { escapeMermaid } from "./escape.ts";

/**
 * Writes a diagram as a Mermaid flowchart.
 *
 * @param diagram boxes and arrows
 * @returns the text of the chart
 * @example
 * ```ts
 * import { writeMermaid } from "./mermaid.ts";
 * writeMermaid({ label: "empty", boxes: [], arrows: [] });
 * ```
 */
export function writeMermaid({ boxes, arrows }: Diagram): string {
  const styles = Object.entries(PALETTE).map(([kind, { fill, line }]) => {
    const dashes = kind === "frozen" ? ",stroke-dasharray:5 3" : "";
    return `  classDef ${kind} fill:${fill},stroke:${line},color:#000${dashes}`;
  });
  return [
    "flowchart LR",
    ...boxes.map((box) => `  ${box.id}${boxText(box)}:::${box.kind}`),
    ...arrows.map(({ from, to, text }) => {
      const label = text === "" ? "" : `|"${escapeMermaid(text)}"|`;
      return `  ${from} -->${label} ${to}`;
    }),
    ...styles,
  ].join("\n");
}

const FORMS: Readonly<Record<BoxKind, readonly [string, string]>> = {
  data: ["[(", ")]"],
  model: ["[", "]"],
  frozen: ["[", "]"],
  merge: ["{{", "}}"],
};

function boxText({ kind, title, detail }: Box): string {
  const [open, close] = FORMS[kind];
  const lines = [title, detail].filter((line) => line !== "").map(escapeMermaid);
  return `${open}"${lines.join("<br/>")}"${close}`;
}
