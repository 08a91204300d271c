/**
 * The way back from a place in compiled text to the place in the cell.
 *
 * @module
 */

import { LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { CellPosition } from "./cell.ts";

/** Makes the source map of one stage as JSON text, or nothing if it cannot. */
export type MapSource = () => string | undefined;

/**
 * Follows a place back through the stages. Nothing is computed until the first question.
 *
 * @param stages maps from the last stage to the first
 * @returns a function from a place in the last text to the place in the first
 * @example
 * ```ts
 * import { traceBack } from "./trace.ts";
 * console.assert(traceBack([])({ line: 2, column: 1 })?.line === 2);
 * ```
 */
export function traceBack(
  stages: readonly MapSource[],
): (position: CellPosition) => CellPosition | undefined {
  let maps: readonly TraceMap[] | undefined;
  return (position) => {
    maps ??= stages.map((stage) => stage())
      .filter((map) => map !== undefined)
      .map((map) => new TraceMap(map));
    let place: CellPosition | undefined = position;
    for (const map of maps) {
      place = step(map, place);
      if (place === undefined) return undefined;
    }
    return place;
  };
}

function step(map: TraceMap, { line, column }: CellPosition): CellPosition | undefined {
  const needle = { line, column: column - 1 };
  const before = originalPositionFor(map, needle);
  // Indentation belongs to what follows it.
  const found = before.line === null
    ? originalPositionFor(map, { ...needle, bias: LEAST_UPPER_BOUND })
    : before;
  return found.line === null ? undefined : { line: found.line, column: found.column + 1 };
}
