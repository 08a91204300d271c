/**
 * Classes that a loss has no score for: they would be compared with no score, and nobody would see it.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { isNodeReference, sourceKey } from "../graph/reference.ts";
import { fixedShape, sizeOf } from "../models/ports.ts";
import type { AppliedLoss, LossInput } from "./applied_loss.ts";
import { comparedInterface } from "./compared_interface.ts";
import { termParts } from "./losses.ts";
import { learnedSets } from "./target_origins.ts";

/** Which classes a column may hold. */
export interface ClassLimit {
  /** The loss that compares them, for errors. */
  readonly loss: AppliedLoss;
  /** How many are scored: 0, 1, …. */
  readonly count: number;
  /** The class that marks places which do not count; none when left out. */
  readonly ignore?: number | undefined;
}

/** Limits by `sourceKey` of the columns; those of all targets of a FeatureSet under `targetsKey`. */
export type ClassLimits = ReadonlyMap<string, ClassLimit>;

/**
 * The key of all targets of a FeatureSet.
 *
 * @param featureSet its label
 * @returns a `sourceKey`
 * @example
 * ```ts
 * import { targetsKey } from "./class_limits.ts";
 * targetsKey("pulses");
 * ```
 */
export function targetsKey(featureSet: string): string {
  return sourceKey({ featureSet, split: null, selection: { targets: "*" } });
}

/**
 * Finds the columns that losses compare as classes.
 *
 * @param built a graph whose shapes are known
 * @param losses what is minimised
 * @returns which classes each may hold; nothing of columns of probabilities
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { classLimits } from "./class_limits.ts";
 * const losses = [new AppliedLoss({ loss: "crossEntropy", on: "Head" })];
 * const count = (built: BuiltGraph) => classLimits(built, losses).size;
 * ```
 */
export function classLimits(built: BuiltGraph, losses: readonly AppliedLoss[]): ClassLimits {
  const limits = new Map<string, ClassLimit>();
  for (const loss of losses) {
    const [scores, wanted] = loss.inputs;
    const { classes } = loss.loss;
    if (classes === undefined || scores === undefined || wanted === undefined) continue;
    const shape = fixedShape(comparedInterface(built, { loss, input: scores }));
    const places = fixedShape(comparedInterface(built, { loss, input: wanted }));
    const count = shape?.at(-1) ?? 0;
    // Beside one score there is a sign, and no class.
    if (!shape || !places || count < 2 || sizeOf(places) * count !== sizeOf(shape)) continue;
    for (const key of keysOf(built, { loss, input: wanted })) {
      const known = limits.get(key);
      if (known && known.count <= count) continue;
      limits.set(key, { loss, count, ignore: classes.ignore });
    }
  }
  return limits;
}

/**
 * Refuses classes that are not scored.
 *
 * @param numbers classes, sample after sample
 * @param options which there are, how many samples, and what to call the column
 * @throws RangeError that names the loss, the column, the class and the row
 * @example
 * ```ts
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { checkClasses } from "./class_limits.ts";
 * const loss = new AppliedLoss({ loss: "crossEntropy", on: "Head" });
 * const limit = { loss, count: 2, ignore: -100 };
 * checkClasses([0, 1, -100], { limit, samples: 3, column: "targets" });
 * ```
 */
export function checkClasses(
  numbers: ArrayLike<number>,
  { limit: { loss, count, ignore }, samples, column }: {
    readonly limit: ClassLimit;
    readonly samples: number;
    readonly column: string;
  },
): void {
  for (let at = 0; at < numbers.length; at++) {
    const value = numbers[at] as number;
    if (value === ignore || (value >= 0 && value < count && Number.isInteger(value))) continue;
    const row = Math.floor(at * samples / numbers.length);
    const what = `the loss ${quote(loss.label)} on ${quote(loss.on)}`;
    throw new RangeError(
      `Cannot compute ${what}: ${column} has the class ${value} (row ${row}), and there are ` +
        `scores of ${count} classes, 0 to ${count - 1}; number classes from 0 ` +
        '(fitTransform("ordinal", …)), or give the node an output for each',
    );
  }
}

function keysOf(
  built: BuiltGraph,
  { loss, input }: { readonly loss: AppliedLoss; readonly input: LossInput },
): readonly string[] {
  if (typeof input === "string") {
    const { kind } = termParts(input);
    return kind === "targets" ? [...learnedSets(built, [loss])].map(targetsKey) : [];
  }
  return isNodeReference(input) ? [] : [sourceKey(input)];
}
