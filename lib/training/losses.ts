/**
 * Losses by name: each compares tensors row by row and gives one number per sample.
 *
 * @module
 */

import type { NamedConfig } from "../core/configured.ts";
import { freeze, type JsonObject } from "../core/json.ts";
import { list, quote } from "../core/names.ts";
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

export {
  type Loss,
  type LossFunction,
  type LossMaker,
  type LossTerm,
  type TermKind,
  termParts,
} from "./losses/loss.ts";

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

/** A loss of one's own that cannot be saved, since no name stands for it. */
export class UnregisteredError extends TypeError {
  override readonly name = "UnregisteredError";
  /** What the loss calls itself. */
  readonly asked: string;

  /** @param asked what the loss calls itself */
  constructor(asked: string) {
    super(
      `Cannot save the loss ${quote(asked)}: no data can hold a function; register it, as in ` +
        `losses.register("mine", () => lossOf(${asked})), and give loss: "mine"`,
    );
    this.asked = asked;
  }
}

/**
 * Makes a loss.
 *
 * @param loss its name, a loss, or a function from outputs and targets to one number per sample
 * @param options of the named loss
 * @returns the loss
 * @throws UnknownNameError when no loss of that name is registered, or it has no such option
 * @throws TypeError for anything else; RangeError for an option that is out of range
 * @example
 * ```ts
 * import { lossOf } from "./losses.ts";
 * lossOf("huber", { delta: 0.5 });
 * ```
 */
export function lossOf(loss: string | Loss | LossFunction, options: JsonObject = {}): Loss {
  if (typeof loss === "string") return named(loss, losses.get(loss)(options));
  if (typeof loss === "object" && loss !== null && typeof loss.call === "function") return loss;
  if (typeof loss !== "function") {
    throw new TypeError(
      "Cannot make a loss of what was given: give a loss, a function over tensors, or a name of " +
        list(losses.names),
    );
  }
  return defineLoss({
    name: loss.name || "custom",
    options,
    compares: PREDICTION,
    takes: [loss.length, Infinity],
    call: loss,
    anonymous: true,
  });
}

/** What makes a loss of a function need not say what it is registered as. */
function named(name: string, loss: Loss): Loss {
  if (loss.anonymous !== true) return loss;
  const { anonymous: _, ...rest } = loss;
  return defineLoss({ ...rest, name });
}

/**
 * Writes a loss down.
 *
 * @param loss by name, or a function that is registered
 * @returns plain data for `lossFromConfig`
 * @throws UnregisteredError for a function that no name stands for
 * @example
 * ```ts
 * import { lossConfig, lossOf } from "./losses.ts";
 * lossConfig(lossOf("huber", { delta: 0.5 })); // { name: "huber", config: { delta: 0.5 } }
 * ```
 */
export function lossConfig({ name, options, anonymous = false }: Loss): NamedConfig {
  if (!anonymous && losses.has(name)) return freeze({ name, config: options });
  throw new UnregisteredError(name);
}

/**
 * Makes a loss again.
 *
 * @param saved what `lossConfig` gave
 * @returns an equal loss
 * @throws UnknownNameError when no loss of that name is registered, or it has no such option
 * @example
 * ```ts
 * import { lossFromConfig } from "./losses.ts";
 * lossFromConfig({ name: "huber", config: { delta: 0.5 } });
 * ```
 */
export function lossFromConfig({ name, config }: NamedConfig): Loss {
  return lossOf(name, config);
}
