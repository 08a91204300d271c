/**
 * How plans show themselves: a table of what is done, and a chart of what follows what.
 *
 * @module
 */

import { escapeMermaid } from "../../graph/display/escape.ts";
import type { PlanItem } from "../phases/phase.ts";
import type { PhaseGroup } from "../phases/phase_group.ts";
import { planRows, sourcesOf } from "./plan_rows.ts";
import { tableHtml, tableText, type TextTable } from "../../core/text_table.ts";

/** Forms by MIME type. */
export type PlanBundle = Readonly<Record<"text/html" | "text/vnd.mermaid" | "text/plain", string>>;

/**
 * Makes the MIME bundle of a plan.
 *
 * @param plan phases and groups
 * @returns a table as HTML and text, and a Mermaid flowchart
 * @example
 * ```ts
 * import { PhaseGroup } from "../phases/phase_group.ts";
 * import { displayPlan } from "./plan_display.ts";
 * displayPlan(new PhaseGroup("plan"))["text/plain"]; // plan: no phases
 * ```
 */
export function displayPlan(plan: PhaseGroup): PlanBundle {
  const table = planTable(plan);
  return {
    "text/html": tableHtml(table),
    "text/vnd.mermaid": planChart(plan),
    "text/plain": tableText(table),
  };
}

/** HTML keeps em spaces, and no others. */
const INDENT = "\u2003";

/**
 * Tells what a plan does, a row for each part.
 *
 * @param plan phases and groups
 * @returns texts; what is in a group stands further to the right
 * @example
 * ```ts
 * import { PhaseGroup } from "../phases/phase_group.ts";
 * import { planTable } from "./plan_display.ts";
 * planTable(new PhaseGroup("plan")).rows; // []
 * ```
 */
export function planTable(plan: PhaseGroup): TextTable {
  const rows = planRows(plan).map(({ path, label, data, work, losses, callbacks }) => [
    `${INDENT.repeat(path.length)}${label}`,
    work,
    data,
    losses,
    callbacks,
  ]);
  const count = plan.flatten().length;
  const phases = count === 0 ? "no phases" : `${count} ${count === 1 ? "phase" : "phases"}`;
  return {
    caption: `${plan.label}: ${phases}`,
    heads: ["phase", "what", "data", "losses", "callbacks"],
    rows,
  };
}

/** Fill and line of each kind: ModularML's palette. */
const STYLES = {
  data: "fill:#E1BEE7,stroke:#AA00FF,color:#000",
  train: "fill:#BBDEFB,stroke:#2962FF,color:#000",
  fit: "fill:#FFE0B2,stroke:#FF6D00,color:#000",
  eval: "fill:#F5F5F5,stroke:#616161,color:#000",
};

/**
 * Writes a plan as a Mermaid flowchart: phases one after the other, groups around them, and the data
 * that they take.
 *
 * @param plan phases and groups
 * @returns the text of the chart
 * @example
 * ```ts
 * import { PhaseGroup } from "../phases/phase_group.ts";
 * import { planChart } from "./plan_display.ts";
 * planChart(new PhaseGroup("plan"));
 * ```
 */
export function planChart(plan: PhaseGroup): string {
  const phases = plan.flatten().map(({ phase }) => phase);
  const used = phases.map(({ inputSources }) => inputSources.map(sourcesOf));
  const sources = [...new Set(used.flat())];
  const arrows = used.flatMap((own, phase) =>
    own.map((source) => `  d${sources.indexOf(source)} -.-> p${phase}`)
  );
  return [
    "flowchart LR",
    ...sources.map((source, at) => `  d${at}[("${escapeMermaid(source)}")]:::data`),
    ...boxesOf(plan.items, { phase: 0, group: 0 }, "  "),
    ...phases.slice(1).map((_, at) => `  p${at} ==> p${at + 1}`),
    ...arrows,
    ...Object.entries(STYLES).map(([kind, style]) => `  classDef ${kind} ${style}`),
  ].join("\n");
}

function boxesOf(
  items: readonly PlanItem[],
  next: { phase: number; group: number },
  indent: string,
): readonly string[] {
  return items.flatMap((item) => {
    if (item.kind === "group") {
      return [
        `${indent}subgraph g${next.group++}["${escapeMermaid(item.label)}"]`,
        ...boxesOf(item.items, next, `${indent}  `),
        `${indent}end`,
      ];
    }
    const detail = item.kind === "train" ? `train × ${item.epochs}` : item.kind;
    const text = [item.label, detail].map(escapeMermaid).join("<br/>");
    return [`${indent}p${next.phase++}["${text}"]:::${item.kind}`];
  });
}
