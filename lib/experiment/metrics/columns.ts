/**
 * Batches of one width.
 *
 * @module
 */

/**
 * Refuses batches of different widths.
 *
 * @param gathered numbers per sample of what was gathered, 0 where nothing was
 * @param added numbers per sample of what is added, 0 where it has no samples
 * @throws {RangeError} when they differ
 * @example
 * ```ts
 * import { checkColumns } from "./columns.ts";
 * checkColumns(3, 3);
 * ```
 */
export function checkColumns(gathered: number, added: number): void {
  if (gathered === 0 || added === 0 || gathered === added) return;
  throw new RangeError(
    `Cannot measure ${added} numbers per sample after ${gathered}: give batches of one shape`,
  );
}
