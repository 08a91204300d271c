/**
 * {@linkcode Notebook} → notebook file, whole or not at all.
 *
 * @module
 */

import { prepareTarget, writeAtomically } from "./atomic.ts";
import { formatJson, isRecord } from "./json.ts";
import { splitBundle, splitLines } from "./lines.ts";
import type { Cell, MimeData, Notebook, Output } from "./nbformat.ts";

/**
 * Formats a notebook as nbformat writes it, byte for byte stable.
 *
 * @param notebook any notebook
 * @returns the text of its file
 * @example
 * ```ts
 * import { formatNotebook } from "./write.ts";
 * const text = formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
 * console.assert(text.endsWith("}\n"));
 * ```
 */
export function formatNotebook(notebook: Notebook): string {
  return formatJson({ ...notebook, cells: notebook.cells.map(splitCell) });
}

/**
 * Writes a notebook; a reader sees the old file or the new one, never a half.
 *
 * @param file where to write; missing folders are made
 * @param notebook what to write
 * @throws {TargetError} when the file cannot be written
 * @example
 * ```ts
 * import { writeNotebook } from "./write.ts";
 * const file = `${await Deno.makeTempDir()}/empty.ipynb`;
 * await writeNotebook(file, { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
 * ```
 */
export async function writeNotebook(file: string, notebook: Notebook): Promise<void> {
  await prepareTarget(file);
  await writeAtomically(file, formatNotebook(notebook));
}

function splitCell(cell: Cell): Record<string, unknown> {
  const split: Record<string, unknown> = { ...cell, source: splitLines(cell.source) };
  if (cell.cell_type === "code") split["outputs"] = cell.outputs.map(splitOutput);
  // A code cell may carry attachments too: no schema names them, but files have them.
  const attachments = split["attachments"];
  if (isRecord(attachments)) {
    split["attachments"] = Object.fromEntries(
      Object.entries(attachments).map(([name, data]) => [name, splitBundle(data as MimeData)]),
    );
  }
  return split;
}

function splitOutput(output: Output): Record<string, unknown> {
  switch (output.output_type) {
    case "stream":
      return { ...output, text: splitLines(output.text) };
    case "display_data":
    case "execute_result":
      return { ...output, data: splitBundle(output.data) };
    case "error":
      return { ...output };
  }
}
