/**
 * Models by name: what saved graphs name.
 *
 * @module
 */

import { fromNamedConfig, type NamedConfig } from "../core/configured.ts";
import type { JsonObject } from "../core/json.ts";
import { Registry } from "../core/registry.ts";
import { autoencoderFromConfig } from "./autoencoder.ts";
import { CNN } from "./cnn.ts";
import { estimatorMakers } from "./estimators/makers.ts";
import { GPT } from "./gpt.ts";
import { LayersModel } from "./layers_model.ts";
import { MLP } from "./mlp.ts";
import { onnxModelFromConfig } from "./onnx_model.ts";
import { Recurrent } from "./recurrent.ts";
import type { Model } from "./model.ts";
import { TransformerEncoder } from "./transformer_encoder.ts";

/** Makes a model of a saved config. */
export type ModelMaker = (config: JsonObject) => Model;

/** Models; register your own by name, so that saved graphs can name them. */
export const models: Registry<ModelMaker> = new Registry<ModelMaker>("model", {
  mlp: (config) => MLP.fromConfig(config),
  cnn: (config) => CNN.fromConfig(config),
  recurrent: (config) => Recurrent.fromConfig(config),
  transformerEncoder: (config) => TransformerEncoder.fromConfig(config),
  gpt: (config) => GPT.fromConfig(config),
  autoencoder: (config) => autoencoderFromConfig(config, modelFromConfig),
  onnx: onnxModelFromConfig,
  layers: (config) => new LayersModel(config),
  ...estimatorMakers,
});

/** The models within a model have names too. */
function modelFromConfig(named: NamedConfig): Model {
  return fromNamedConfig(named, models);
}
