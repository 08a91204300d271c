/**
 * Models by name: what saved graphs name.
 *
 * @module
 */

import { fromNamedConfig, type NamedConfig } from "../core/configured.ts";
import type { JsonObject } from "../core/json.ts";
import { Registry } from "../core/registry.ts";
import { autoencoderFromConfig } from "./autoencoder.ts";
import { cnnFromConfig } from "./cnn.ts";
import { estimatorMakers } from "./estimators/makers.ts";
import { gptFromConfig } from "./gpt.ts";
import { layersModelFromConfig } from "./layers_model.ts";
import { mlpFromConfig } from "./mlp.ts";
import { onnxModelFromConfig } from "./onnx_model.ts";
import { recurrentFromConfig } from "./recurrent.ts";
import type { Model } from "./model.ts";
import { transformerEncoderFromConfig } from "./transformer_encoder.ts";

/** Makes a model of a saved config. */
export type ModelMaker = (config: JsonObject) => Model;

/** Models; register your own by name, so that saved graphs can name them. */
export const models: Registry<ModelMaker> = new Registry<ModelMaker>("model", {
  mlp: mlpFromConfig,
  cnn: cnnFromConfig,
  recurrent: recurrentFromConfig,
  transformerEncoder: transformerEncoderFromConfig,
  gpt: gptFromConfig,
  autoencoder: (config) => autoencoderFromConfig(config, modelFromConfig),
  onnx: onnxModelFromConfig,
  layers: layersModelFromConfig,
  ...estimatorMakers,
});

/** The models within a model have names too. */
function modelFromConfig(named: NamedConfig): Model {
  return fromNamedConfig(named, models);
}
