/**
 * Notebook → TypeScript file with `// %%` marks, which editors run cell by cell.
 *
 * @module
 */

import { type Cell, cellTags, type Notebook } from "./nbformat.ts";

/** What a script needs to know of the cells' language. */
export interface ScriptOptions {
  /** A cell with spaces in place of its commands: same length, same lines. */
  readonly eraseCommands: (source: string) => string;
}

/**
 * Writes a notebook as a script: code as it is, Markdown and raw text as comments. Commands such as
 * `%time` are no TypeScript: they become comments, and the code that they take stands below.
 *
 * @param notebook the notebook
 * @param options how commands are told from code
 * @returns the text of a `.ts` file
 * @example
 * ```ts
 * import { exportTs } from "./export_ts.ts";
 * const cell = { cell_type: "markdown", metadata: {}, source: "# Title" } as const;
 * const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] } as const;
 * const script = exportTs(notebook, { eraseCommands: (source) => source });
 * console.assert(script === "// %% [markdown]\n// # Title\n");
 * ```
 */
export function exportTs(notebook: Notebook, options: ScriptOptions): string {
  return notebook.cells.map((cell) => exportCell(cell, options)).join("\n");
}

function exportCell(cell: Cell, options: ScriptOptions): string {
  const kind = cell.cell_type === "code" ? "" : ` [${cell.cell_type}]`;
  const tags = cellTags(cell);
  const mark = `// %%${kind}${tags.length > 0 ? ` tags=${JSON.stringify(tags)}` : ""}`;
  const source = cell.source.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const body = cell.cell_type === "code" ? exportCode(source, options) : comment(source);
  return [mark, body, ""].join("\n");
}

function exportCode(source: string, { eraseCommands }: ScriptOptions): string {
  const erased = eraseCommands(source);
  if (erased === source) return source;
  // The text of a command such as %%bash, whose blank lines belong to it.
  if (erased.trim() === "") return comment(source);
  const code = erased.split("\n");
  return source.split("\n").map((line, at) => {
    const left = code[at] ?? "";
    if (left === line) return line;
    return left.trim() === "" ? comment(line) : `${comment(line)}\n${left.trim()}`;
  }).join("\n");
}

/** U+2028 and U+2029 end a comment too. */
function comment(text: string): string {
  return text.split(/[\n\u2028\u2029]/).map((line) => `// ${line}`.trimEnd()).join("\n");
}
