/**
 * Notebook → one HTML file: every cell rendered, pictures inside, nothing run and nothing loaded.
 *
 * @module
 */

import { basename, dirname, resolve } from "node:path";
import { renderCell } from "./html/cell.ts";
import { MarkdownRenderer } from "./html/markdown.ts";
import { renderPage } from "./html/page.ts";
import { pictureUrl } from "./html/picture.ts";
import type { Notebook } from "./nbformat.ts";

/**
 * Renders a notebook as a page.
 *
 * Markdown and HTML outputs are sanitised, so a page may be opened whoever wrote the notebook;
 * charts are shown as the SVG or PNG that stands beside their specification.
 *
 * @param notebook the notebook, usually after a run
 * @param file where it lies: names the page, and Markdown pictures are looked up beside it
 * @returns the text of an HTML file
 * @example
 * ```ts
 * import { exportHtml } from "./export_html.ts";
 * const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] } as const;
 * console.assert((await exportHtml(notebook, "a.ipynb")).includes("<title>a</title>"));
 * ```
 */
export async function exportHtml(notebook: Notebook, file: string): Promise<string> {
  const markdown = new MarkdownRenderer();
  const folder = dirname(resolve(file));
  const picture = (href: string) => pictureUrl(href, folder);
  const cells: string[] = [];
  // One after another: headings are numbered in the order of the page.
  for (const [index, cell] of notebook.cells.entries()) {
    cells.push(await renderCell(cell, { markdown, number: index + 1, picture }));
  }
  const { headings } = markdown;
  return renderPage({ title: title(notebook, file), headings, cells });
}

function title({ metadata, cells }: Notebook, file: string): string {
  if (typeof metadata["title"] === "string") return metadata["title"];
  const texts = cells.filter((cell) => cell.cell_type === "markdown");
  const heading = texts.map(({ source }) => /^# +(.+)$/m.exec(source)?.[1]).find(Boolean);
  return heading?.replace(/\[([^\]]*)\]\([^)]*\)|[*_`]/g, "$1").trim() ?? basename(file, ".ipynb");
}
