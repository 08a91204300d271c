/**
 * A chart in one sentence: what is read aloud, and what stays where pictures do not show.
 *
 * @module
 */

import { countText } from "./count_text.ts";
import { isRecord } from "./record.ts";
import type { InlinedSpec, SpecObject } from "./vega_data.ts";

/**
 * Describes a chart by its own description, else by title, marks, encodings and number of rows.
 *
 * @param chart a specification and its rows
 * @returns one sentence
 * @example
 * ```ts
 * import { summarize } from "./vega_summary.ts";
 * const spec = { mark: "bar", encoding: { x: { field: "day" }, y: { aggregate: "count" } } };
 * console.assert(summarize({ spec, rows: 7 }) === "Bar chart: x is day, y is count; 7 rows.");
 * ```
 */
export function summarize({ spec, rows }: InlinedSpec): string {
  if (typeof spec.description === "string" && spec.description !== "") return spec.description;
  const marks = unique(collect(spec, markOf));
  const channels = unique(collect(spec, channelsOf));
  const title = titleOf(spec.title);
  const kind = `${marks.join(" and ") || "Vega"} chart`;
  const heading = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}${title && ` “${title}”`}`;
  const encodings = channels.length === 0 ? "" : `: ${channels.join(", ")}`;
  const count = rows === 0 ? "" : `; ${countText(rows)} row${rows === 1 ? "" : "s"}`;
  return `${heading}${encodings}${count}.`;
}

function collect(
  spec: SpecObject,
  read: (view: SpecObject) => readonly string[],
): readonly string[] {
  const views = ["layer", "concat", "hconcat", "vconcat"].flatMap((key) => {
    const list = spec[key];
    return Array.isArray(list) ? list : [];
  });
  const inner = [...views, spec.spec].filter(isRecord);
  return [...read(spec), ...inner.flatMap((view) => collect(view, read))];
}

function markOf({ mark }: SpecObject): readonly string[] {
  const type = isRecord(mark) ? mark.type : mark;
  return typeof type === "string" ? [type] : [];
}

function channelsOf({ encoding }: SpecObject): readonly string[] {
  if (!isRecord(encoding)) return [];
  return Object.entries(encoding).flatMap(([channel, definition]) => {
    if (["tooltip", "href", "url", "key", "order", "detail"].includes(channel)) return [];
    const field = isRecord(definition) ? fieldText(definition) : "";
    return field === "" ? [] : [`${channel} is ${field}`];
  });
}

function fieldText({ title, field, aggregate, bin }: SpecObject): string {
  if (typeof title === "string" && title !== "") return title;
  const name = typeof field === "string" ? field : "";
  const grouped = bin === true || isRecord(bin) ? `${name} in bins` : name;
  if (typeof aggregate !== "string") return grouped;
  return grouped === "" ? aggregate : `${aggregate} of ${grouped}`;
}

function titleOf(title: unknown): string {
  const text = isRecord(title) ? title.text : title;
  return typeof text === "string" ? text : Array.isArray(text) ? text.join(" ") : "";
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
