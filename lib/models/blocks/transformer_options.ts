/**
 * What all transformers are told.
 *
 * @module
 */

import { type ActivationName, activations } from "../activations.ts";
import { checkCounts, checkDropout } from "../check_options.ts";

/** How the place of a step is told: by weights, by sines and cosines, or not at all. */
export type Positions = (typeof POSITIONS)[number];

/** The ways to tell the place of a step. */
export const POSITIONS = ["learned", "sinusoidal", "none"] as const;

/** How the inner part of a transformer is made. */
export interface TransformerOptions {
  /** How many blocks; default 2. */
  readonly layers?: number;
  /** Numbers of one step within; a multiple of `heads`; default 64. */
  readonly width?: number;
  /** How many parts of the width attend on their own; default 4. */
  readonly heads?: number;
  /** Within each block; default `gelu`. */
  readonly activation?: ActivationName | (string & Record<never, never>);
  /** Share of numbers that are dropped in training; default 0. */
  readonly dropout?: number;
  /** How the place of a step is told; default `learned`. */
  readonly positions?: Positions;
}

/** What is meant by options that are left out. */
export const TRANSFORMER_DEFAULTS: Required<TransformerOptions> = {
  layers: 2,
  width: 64,
  heads: 4,
  activation: "gelu",
  dropout: 0,
  positions: "learned",
};

/**
 * Refuses options that no transformer can be made of.
 *
 * @param options as they were given
 * @throws RangeError that names the option
 * @throws UnknownNameError when no activation of that name is registered
 * @example
 * ```ts
 * import { checkTransformer } from "./transformer_options.ts";
 * checkTransformer({ width: 32, heads: 4 });
 * ```
 */
export function checkTransformer(
  options: TransformerOptions & { readonly vocabulary?: number | undefined },
): void {
  const { layers, width, heads, activation, dropout } = { ...TRANSFORMER_DEFAULTS, ...options };
  const { vocabulary } = options;
  checkCounts({ vocabulary, layers, width, heads }, { of: "a transformer" });
  checkDropout(dropout);
  activations.get(activation);
  if (width % heads === 0) return;
  const better = heads * Math.max(1, Math.round(width / heads));
  throw new RangeError(
    `Cannot divide a width of ${width} into ${heads} heads: give a width of ${better}, or other heads`,
  );
}
