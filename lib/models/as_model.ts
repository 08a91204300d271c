/**
 * The ways to say which model is meant.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { LayersModel as TfLayersModel } from "@tensorflow/tfjs-layers";
import type { JsonObject } from "../core/json.ts";
import { pureFunction } from "./function_model.ts";
import { LayersModel } from "./layers_model.ts";
import type { Model } from "./model.ts";
import { models } from "./registry.ts";

/** A model, its registered name, a model of tf.layers, or a function over tensors. */
export type AsModel =
  | Model
  | TfLayersModel
  | ((x: tf.Tensor) => tf.Tensor)
  | string
  | { readonly name: string; readonly config: JsonObject };

/**
 * Makes a model of whatever says which one is meant.
 *
 * @param given a model, its registered name (with a config), a model of tf.layers, or a function
 * @returns the model
 * @throws UnknownNameError when no model of that name is registered
 * @example
 * ```ts
 * import { asModel } from "./as_model.ts";
 * asModel("mlp");
 * asModel({ name: "mlp", config: { outputShape: [1, 8] } });
 * ```
 */
export function asModel(given: AsModel): Model {
  if (typeof given === "string") return models.get(given)({});
  if (typeof given === "function") return pureFunction(given);
  if ("build" in given && "getConfig" in given && "name" in given && !("layers" in given)) {
    return given as Model;
  }
  if ("layers" in given) return new LayersModel(given);
  const { name, config } = given as { readonly name: string; readonly config: JsonObject };
  return models.get(name)(config);
}
