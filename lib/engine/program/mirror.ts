/**
 * Padding with what lies behind the border.
 *
 * @module
 */

/**
 * Where each element along a mirrored axis comes from.
 *
 * @param size of the axis before
 * @param options the padding
 * @param options.around how many elements are added before and after
 * @param options.mode whether the border itself is repeated (symmetric) or not (reflect)
 * @returns places in the axis before
 * @example
 * ```ts
 * import { mirrored } from "./mirror.ts";
 * mirrored(3, { around: [1, 1], mode: "reflect" }); // [1, 0, 1, 2, 1]
 * ```
 */
export function mirrored(
  size: number,
  { around: [before, after], mode }: {
    readonly around: readonly [number, number];
    readonly mode: "reflect" | "symmetric";
  },
): readonly number[] {
  const skip = mode === "reflect" ? 1 : 0;
  return Array.from({ length: before + size + after }, (_, place) => {
    if (place < before) return before - 1 - place + skip;
    const beyond = place - before - size;
    return beyond < 0 ? place - before : size - 1 - beyond - skip;
  });
}
