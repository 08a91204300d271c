/**
 * A MIME bundle as a terminal can show it.
 *
 * @module
 */

import type { JsonObject } from "../../wire/message.ts";
import { asText } from "../json.ts";

/**
 * Chooses the form that reads best as text.
 *
 * @param data forms by MIME type, as in a display message
 * @returns `text/plain` where there is one, else the nearest to it, else the names of the forms
 * @example
 * ```ts
 * import { bundleText } from "./bundle_text.ts";
 * console.assert(bundleText({ "text/html": "<b>1 &lt; 2</b>" }) === "1 < 2");
 * ```
 */
export function bundleText(data: JsonObject): string {
  for (const type of ["text/plain", "text/markdown", "text/latex", "text/vnd.mermaid"]) {
    const text = asText(data[type]);
    if (text !== undefined) return text;
  }
  const html = asText(data["text/html"]);
  if (html !== undefined) return htmlText(html);
  const json = data["application/json"];
  if (json !== undefined) return JSON.stringify(json, undefined, 2);
  return `[${Object.keys(data).join(", ") || "nothing to show"}]`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
  "#39": "'",
};

function htmlText(html: string): string {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<br\s*\/?>|<\/(?:p|div|li|tr|h[1-6]|caption|pre)\s*>/gi, "\n")
    .replace(/<\/t[dh]\s*>/gi, "\t")
    .replace(/<[^>]*>/g, "")
    .replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole)
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
