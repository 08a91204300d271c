/**
 * Notebook → TypeScript file with `// %%` marks, which editors run cell by cell.
 *
 * @module
 */

import { type Cell, cellTags, type Notebook } from "./nbformat.ts";

/**
 * Writes a notebook as a script: code as it is, Markdown and raw text as comments.
 *
 * @param notebook the notebook
 * @returns the text of a `.ts` file
 * @example
 * ```ts
 * import { exportTs } from "./export_ts.ts";
 * const cell = { cell_type: "markdown", metadata: {}, source: "# Title" } as const;
 * const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] } as const;
 * console.assert(exportTs(notebook) === "// %% [markdown]\n// # Title\n");
 * ```
 */
export function exportTs(notebook: Notebook): string {
  return notebook.cells.map(exportCell).join("\n");
}

function exportCell(cell: Cell): string {
  const kind = cell.cell_type === "code" ? "" : ` [${cell.cell_type}]`;
  const tags = cellTags(cell);
  const mark = `// %%${kind}${tags.length > 0 ? ` tags=${JSON.stringify(tags)}` : ""}`;
  const lines = cell.source.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  const isScript = cell.cell_type === "code" && !cell.source.startsWith("%%");
  const body = isScript ? lines.map(exportLine) : lines.map(comment);
  return [mark, ...body, ""].join("\n");
}

/** Commands such as `%time` are no TypeScript, so a script keeps them as comments. */
function exportLine(line: string): string {
  return /^%[a-z]|^\?{1,2}\w/.test(line) ? comment(line) : line;
}

function comment(line: string): string {
  return `// ${line}`.trimEnd();
}
