/**
 * The ways to say which model is meant.
 *
 * @module
 */

import type { NamedConfig } from "../core/configured.ts";
import { list } from "../core/names.ts";
import * as tf from "../tf.ts";
import { pureFunction } from "./function_model.ts";
import { LayersModel } from "./layers_model.ts";
import type { Model } from "./model.ts";
import { models } from "./registry.ts";

/** A class of models that need no options. */
export type ModelClass = new () => Model;

/**
 * A model, its class, its registered name (with or without a config), a model of tf.layers, or a
 * function over tensors.
 */
export type AsModel =
  | Model
  | ModelClass
  | tf.LayersModel
  | ((x: tf.Tensor) => tf.Tensor)
  | string
  | NamedConfig;

/**
 * Makes a model of whatever says which one is meant.
 *
 * @param given a model, its class, its registered name, a model of tf.layers, or a function
 * @returns the model
 * @throws UnknownNameError when no model of that name is registered
 * @throws TypeError for anything else
 * @example
 * ```ts
 * import { asModel } from "./as_model.ts";
 * import { MLP } from "./mlp.ts";
 * asModel("mlp");
 * asModel(MLP);
 * asModel({ name: "mlp", config: { outputShape: [1, 8] } });
 * ```
 */
export function asModel(given: AsModel): Model {
  if (typeof given === "string") return models.get(given)({});
  if (typeof given === "function" && isModelClass(given)) return new given();
  if (typeof given === "function" && !isClass(given)) return pureFunction(given);
  if (typeof given === "object" && given !== null) {
    if ("build" in given && "getConfig" in given && "layers" in given) {
      return new LayersModel(given);
    }
    if ("build" in given && "getConfig" in given) return given;
    if ("name" in given && "config" in given) return models.get(given.name)(given.config);
  }
  throw new TypeError(
    "Cannot make a model of what was given: give a model, a class of models, a model of tf.layers, " +
      `a function over tensors, or a name of ${list(models.names)}`,
  );
}

function isModelClass(given: object): given is ModelClass {
  const { prototype } = given as { readonly prototype?: object };
  return prototype !== undefined && "build" in prototype;
}

/** A class cannot be called, which would be said only when a graph is built. */
function isClass(given: object): boolean {
  return Function.prototype.toString.call(given).startsWith("class");
}
