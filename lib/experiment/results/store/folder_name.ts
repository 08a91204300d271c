/**
 * Labels as names of folders.
 *
 * @module
 */

/** Letters of a label that are kept in the name. */
const MOST = 60;

/**
 * Names a folder after its place and a label. No label leads out of the folder that it is in, and no
 * two places have the same name.
 *
 * @param index place, from 0
 * @param label any text
 * @returns a name of letters, digits, `-`, `_` and `%`
 * @example
 * ```ts
 * import { folderName } from "./folder_name.ts";
 * console.log(folderName(3, "../warm up")); // 0003-%2E%2E%2Fwarm%20up
 * ```
 */
export function folderName(index: number, label: string): string {
  const bytes = new TextEncoder().encode(label.slice(0, MOST));
  const letters = Array.from(bytes, (byte) => {
    const letter = String.fromCharCode(byte);
    if (/[A-Za-z0-9_-]/.test(letter)) return letter;
    return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return `${String(index).padStart(4, "0")}-${letters.join("")}`;
}

/**
 * The place that a folder was named after.
 *
 * @param name of a folder
 * @returns the place, or nothing for other names
 * @example
 * ```ts
 * import { folderIndex } from "./folder_name.ts";
 * console.log(folderIndex("0003-warm"), folderIndex("notes")); // 3 undefined
 * ```
 */
export function folderIndex(name: string): number | undefined {
  const digits = /^(\d{4,})-/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
