/**
 * A compiled cell under another id: what runs again need not be compiled again.
 *
 * @module
 */

import type { CompiledCell } from "./cell.ts";

/**
 * Gives a compiled cell another id.
 *
 * @param cell as compiled
 * @param id the new id
 * @returns the same cell as if it had been compiled with that id
 * @example
 * ```ts
 * import { compileCell } from "./compile.ts";
 * import { renameCell } from "./rename_cell.ts";
 * const again = renameCell(compileCell({ id: "1", text: "1 + 1" }), "2");
 * console.assert(again.code === compileCell({ id: "2", text: "1 + 1" }).code);
 * ```
 */
export function renameCell(cell: CompiledCell, id: string): CompiledCell {
  // In quotes it stands in the call that begins the cell, and the script's URL ends with it.
  const begun = cell.code.replace(JSON.stringify(cell.id), () => JSON.stringify(id));
  return { ...cell, id, code: begun.slice(0, begun.length - cell.id.length) + id };
}
