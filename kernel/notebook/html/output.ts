/**
 * One output of a cell → HTML: which of its forms is shown, and how.
 *
 * @module
 */

import { isRecord } from "../json.ts";
import type { JsonRecord, MimeData, Output } from "../nbformat.ts";
import { ansiToHtml } from "./ansi.ts";
import { escapeMarkup } from "../../../lib/core/markup.ts";
import type { MarkdownRenderer } from "./markdown.ts";
import { renderMath } from "./math.ts";
import { sanitize } from "./sanitize.ts";

/** What rendering needs beside the output. */
export interface OutputContext {
  readonly markdown: MarkdownRenderer;
  /** What a picture without words is called, such as "Output of cell 3". */
  readonly name: string;
}

/** A form of an output: its text, and what is known about it. */
interface Form {
  readonly value: string;
  readonly metadata: JsonRecord;
  readonly alt: string;
}

/** How each MIME type is shown, the best first. Charts come as SVG or PNG beside their spec. */
const RENDERERS: readonly (readonly [
  mime: string,
  render: (form: Form, context: OutputContext) => string | Promise<string>,
])[] = [
  ["text/html", ({ value }) => `<div class="html">${sanitize(value)}</div>`],
  ["image/svg+xml", (form) => picture(form, `image/svg+xml;base64,${base64(form.value)}`)],
  ["image/png", (form) => picture(form, `image/png;base64,${compact(form.value)}`)],
  ["image/jpeg", (form) => picture(form, `image/jpeg;base64,${compact(form.value)}`)],
  ["image/gif", (form) => picture(form, `image/gif;base64,${compact(form.value)}`)],
  ["image/webp", (form) => picture(form, `image/webp;base64,${compact(form.value)}`)],
  ["text/markdown", ({ value }, { markdown }) => markdown.render(value)],
  ["text/latex", ({ value }) => renderLatex(value)],
  ["text/plain", ({ value }) => pre(value)],
];

/**
 * Renders an output.
 *
 * @param output the output
 * @param context the page's Markdown renderer, and the output's name
 * @returns safe HTML; empty for an output without a form that can be shown
 * @example
 * ```ts
 * import { MarkdownRenderer } from "./markdown.ts";
 * import { renderOutput } from "./output.ts";
 * const context = { markdown: new MarkdownRenderer(), name: "Output of cell 1" };
 * const output = { output_type: "stream", name: "stdout", text: "a < b" } as const;
 * console.assert((await renderOutput(output, context)).includes("a &lt; b"));
 * ```
 */
export async function renderOutput(output: Output, context: OutputContext): Promise<string> {
  switch (output.output_type) {
    case "stream":
      return pre(output.text, { className: output.name === "stderr" ? "stderr" : "stdout" });
    case "error":
      return pre(output.traceback.join("\n") || `${output.ename}: ${output.evalue}`, {
        className: "error",
        label: "Error",
      });
    default:
      return await renderData(output.data, { ...context, metadata: output.metadata });
  }
}

async function renderData(
  data: MimeData,
  context: OutputContext & { readonly metadata: JsonRecord },
): Promise<string> {
  for (const [mime, render] of RENDERERS) {
    const value = data[mime];
    if (typeof value !== "string") continue;
    const metadata = context.metadata[mime];
    const form = { value, metadata: isRecord(metadata) ? metadata : {} };
    return await render({ ...form, alt: altText(data, form.metadata, context.name) }, context);
  }
  const json = Object.entries(data).find(([mime]) => mime.endsWith("json"));
  return json ? pre(JSON.stringify(json[1], null, 2)) : "";
}

function altText(data: MimeData, metadata: JsonRecord, name: string): string {
  if (typeof metadata["alt"] === "string") return metadata["alt"];
  const plain = data["text/plain"];
  return typeof plain === "string" && plain.trim() !== "" ? plain : name;
}

function picture({ metadata, alt }: Form, source: string): string {
  const size = ["width", "height"].flatMap((side) =>
    typeof metadata[side] === "number" ? [` ${side}="${metadata[side]}"`] : []
  );
  return `<img src="data:${source}" alt="${escapeMarkup(alt)}"${size.join("")}>`;
}

function pre(text: string, options: { className?: string; label?: string } = {}): string {
  const { className = "text", label = "Output" } = options;
  // A box that scrolls must be reachable by keyboard.
  return `<pre class="${className}" tabindex="0" role="region" aria-label="${label}">${
    ansiToHtml(text)
  }</pre>`;
}

function renderLatex(text: string): string {
  const tex = text.trim().replace(/^\$+([\s\S]*?)\$+$/, "$1");
  return `<p>${renderMath(tex, { displayMode: true })}</p>`;
}

function base64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

/** Base64 may hold line breaks in a file, and must hold nothing else that ends the attribute. */
function compact(text: string): string {
  return text.replace(/[^A-Za-z0-9+/=]/g, "");
}
