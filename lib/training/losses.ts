/**
 * Losses by name: each compares tensors row by row and gives one number per sample.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { Registry } from "../core/registry.ts";
import { binaryCrossEntropy, crossEntropy, hinge } from "./losses/classification.ts";
import { contrastive, infoNCE, triplet } from "./losses/contrast.ts";
import { cosine, klDivergence } from "./losses/divergence.ts";
import {
  defineLoss,
  type Loss,
  type LossFunction,
  type LossMaker,
  PREDICTION,
} from "./losses/loss.ts";
import { dice } from "./losses/overlap.ts";
import { huber, mae, mse } from "./losses/regression.ts";

export type { Loss, LossFunction, LossMaker, LossTerm } from "./losses/loss.ts";

/** Losses; register your own by name, so that saved experiments can name them. */
export const losses: Registry<LossMaker> = new Registry<LossMaker>("loss", {
  mse,
  mae,
  huber,
  crossEntropy,
  binaryCrossEntropy,
  hinge,
  klDivergence,
  cosine,
  contrastive,
  triplet,
  infoNCE,
  dice,
});

/**
 * Makes a loss.
 *
 * @param loss its name, a loss, or a function from outputs and targets to one number per sample
 * @param options of the named loss
 * @returns the loss
 * @throws UnknownNameError when no loss of that name is registered, or it has no such option
 * @throws RangeError for an option that is out of range
 * @example
 * ```ts
 * import { lossOf } from "./losses.ts";
 * lossOf("huber", { delta: 0.5 });
 * ```
 */
export function lossOf(loss: string | Loss | LossFunction, options: JsonObject = {}): Loss {
  if (typeof loss === "string") return losses.get(loss)(options);
  if (typeof loss !== "function") return loss;
  return defineLoss({ name: loss.name || "custom", options, compares: PREDICTION, call: loss });
}
