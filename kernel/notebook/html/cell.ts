/**
 * One cell → HTML.
 *
 * @module
 */

import { type Cell, cellTags, type CodeCell, type TextCell } from "../nbformat.ts";
import { escapeMarkup } from "../../../lib/core/markup.ts";
import { highlight } from "./highlight.ts";
import type { MarkdownOptions, MarkdownRenderer } from "./markdown.ts";
import { renderOutput } from "./output.ts";
import { decodePath } from "./picture.ts";

/** What the cells of one page share. */
export interface CellContext extends MarkdownOptions {
  readonly markdown: MarkdownRenderer;
  /** Place of the cell in the notebook, from 1. */
  readonly number: number;
}

/**
 * Renders a cell. The tags `remove-cell`, `remove-input` and `remove-output` hide what they say.
 *
 * @param cell the cell
 * @param context the page's Markdown renderer, and the cell's number
 * @returns safe HTML
 * @example
 * ```ts
 * import { renderCell } from "./cell.ts";
 * import { MarkdownRenderer } from "./markdown.ts";
 * const cell = { cell_type: "markdown", metadata: {}, source: "*hi*" } as const;
 * const html = await renderCell(cell, { markdown: new MarkdownRenderer(), number: 1 });
 * console.assert(html.includes("<em>hi</em>"));
 * ```
 */
export async function renderCell(cell: Cell, context: CellContext): Promise<string> {
  if (cellTags(cell).includes("remove-cell")) return "";
  switch (cell.cell_type) {
    case "code":
      return await renderCode(cell, context);
    case "markdown":
      return await renderMarkdown(cell, context);
    case "raw":
      return `<pre class="raw">${escapeMarkup(cell.source)}</pre>`;
  }
}

async function renderMarkdown(cell: TextCell, context: CellContext): Promise<string> {
  const picture = (href: string) => attachment(cell, href) ?? context.picture?.(href);
  const html = await context.markdown.render(cell.source, {
    picture: async (href) => await picture(href),
  });
  return `<div class="markdown">\n${html}</div>`;
}

function attachment({ attachments }: TextCell, href: string): string | undefined {
  if (!href.startsWith("attachment:")) return undefined;
  const forms = attachments?.[decodePath(href.slice("attachment:".length))] ?? {};
  const [form] = Object.entries(forms);
  return form && typeof form[1] === "string"
    ? `data:${form[0]};base64,${form[1].replace(/\s/g, "")}`
    : undefined;
}

async function renderCode(cell: CodeCell, context: CellContext): Promise<string> {
  const tags = cellTags(cell);
  const count = cell.execution_count ?? " ";
  const parts: string[] = [];
  if (!tags.includes("remove-input") && cell.source.trim() !== "") {
    parts.push(
      `<pre class="source" tabindex="0" role="region" aria-label="Code"><code>` +
        `${highlight(cell.source)}</code></pre>`,
    );
  }
  if (!tags.includes("remove-output") && cell.outputs.length > 0) {
    const name = `Output of cell ${context.number}`;
    const outputs: string[] = [];
    for (const output of cell.outputs) {
      outputs.push(await renderOutput(output, { markdown: context.markdown, name }));
    }
    parts.push(`<div class="outputs">\n${outputs.join("\n")}\n</div>`);
  }
  return `<section class="code" id="cell-${context.number}" aria-label="Cell ${context.number}">\n` +
    `<span class="count" aria-hidden="true">[${count}]</span>\n${parts.join("\n")}\n</section>`;
}
