/**
 * Models of tf.layers as models of a graph.
 *
 * @module
 */

import { freeze, type Json, type JsonObject } from "../core/json.ts";
import { list, quote } from "../core/names.ts";
import { seeded } from "../engine/chance.ts";
import * as tf from "../tf.ts";
import { gradientModel } from "./gradient_model.ts";
import { INPUT, type Interface, OUTPUT, type Ports, writeShape } from "./interface.ts";
import {
  type BuildContext,
  type DifferentiableModel,
  type Model,
  type Parameter,
  ShapeError,
} from "./model.ts";

/** A model of tf.layers as plain data, without weights. */
interface Topology {
  readonly class: "Sequential" | "Model";
  /** What tf.layers says of itself. */
  readonly topology: JsonObject;
  /** Models within, by the names on the way to them, that are not trained; "" is the whole. */
  readonly frozen?: readonly string[];
}

/**
 * A model of tf.layers, sequential or functional; its weights are the first ones of each build.
 *
 * Several inputs or outputs have the names of their layers. Made again of a config, it draws first
 * weights with its own initializers, from the seeds of the build.
 *
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { LayersModel } from "./layers_model.ts";
 * const dense = tf.layers.dense({ units: 3, inputShape: [4] });
 * new LayersModel(tf.sequential({ layers: [dense] }));
 * ```
 */
export class LayersModel implements Model {
  readonly name = "layers";
  readonly #topology: Topology;
  readonly #weights: (() => tf.Tensor[]) | undefined;

  /**
   * @param model of tf.layers, or what `getConfig()` gave
   * @throws TypeError for a model without layers, and for a config that is none
   */
  constructor(model: tf.LayersModel | JsonObject) {
    this.#weights = isModel(model) ? () => model.getWeights() : undefined;
    this.#topology = isModel(model) ? topologyOf(model) : checkTopology(model);
    Object.freeze(this);
  }

  getConfig(): JsonObject {
    return this.#topology as unknown as JsonObject;
  }

  build({ inputs, seeds }: BuildContext): DifferentiableModel {
    // Initializers of tf.layers ask for no stream.
    const model = seeded(seeds, () => modelOf(this.#topology));
    try {
      if (this.#weights) model.setWeights(this.#weights());
      return builtOf(model, inputs);
    } catch (error) {
      model.dispose();
      throw error;
    }
  }
}

function builtOf(model: tf.LayersModel, offered: Ports<Interface>): DifferentiableModel {
  const wanted = portsOf(model.inputs, { names: model.inputNames, single: INPUT });
  checkInputs(offered, wanted);
  // The order of the model's own inputs, whatever that of the sources is.
  const order = Object.keys(wanted);
  const inputs = Object.fromEntries(
    order.map((name) => [name, offered[name] ?? wanted[name]] as [string, Interface]),
  );
  const outputs = portsOf(model.outputs, { names: model.outputNames, single: OUTPUT });
  const shapes = Object.values(inputs).map(({ shape }) => [null, ...shape]);
  const found = model.computeOutputShape(shapes.length === 1 ? shapes[0] ?? [] : shapes);
  const all = (Array.isArray(found[0]) ? found : [found]) as tf.Shape[];
  const penalized = tf.tidy(() => model.calculateLosses().length) > 0;
  return gradientModel({
    trainable: parametersOf(model.trainableWeights),
    others: parametersOf(model.nonTrainableWeights),
  }, {
    inputs,
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([name, port], at) => [
        name,
        { ...port, shape: all[at]?.slice(1) ?? port.shape },
      ]),
    ),
    call: (given, { training }) => {
      const tensors = order.map((name) => given[name] as tf.Tensor);
      const [only] = tensors;
      const results = model.apply(tensors.length === 1 && only ? only : tensors, { training });
      const named = [results].flat().map((one, at) => [Object.keys(outputs)[at], one]);
      return Object.fromEntries(named) as Ports<tf.Tensor>;
    },
    ...penalized && { penalty: () => sumOf(model.calculateLosses()) },
    dispose: () => model.dispose(),
  });
}

/** Each is a scalar or has one element. */
function sumOf(penalties: readonly tf.Tensor[]): tf.Tensor {
  return penalties.map((penalty) => tf.mean(penalty)).reduce((sum, next) => tf.add(sum, next));
}

function portsOf(
  tensors: readonly tf.SymbolicTensor[],
  { names, single }: { readonly names: readonly string[]; readonly single: string },
): Ports<Interface> {
  const entries = tensors.map(({ shape, dtype }, index): [string, Interface] => [
    tensors.length === 1 ? single : names[index] ?? `${single}${index}`,
    { shape: shape.slice(1), dtype: dtype === "int32" ? "int32" : "float32" },
  ]);
  return Object.fromEntries(entries);
}

function checkInputs(inputs: Ports<Interface>, wanted: Ports<Interface>): void {
  const unknown = Object.keys(inputs).find((port) => wanted[port] === undefined);
  if (unknown !== undefined) {
    const known = list(Object.keys(wanted));
    throw new ShapeError(unknown, { expected: `inputs ${known}`, found: quote(unknown) });
  }
  for (const [port, { shape }] of Object.entries(wanted)) {
    const found = inputs[port]?.shape;
    const agrees = found?.length === shape.length &&
      found.every((length, axis) => shape[axis] === null || shape[axis] === length);
    if (agrees) continue;
    throw new ShapeError(port, {
      expected: writeShape(shape),
      found: found === undefined ? "nothing" : writeShape(found),
      hint: "change the first layer's inputShape, or put a reshape before it",
    });
  }
}

/** Models within models may repeat the names of layers. */
function parametersOf(weights: tf.LayersModel["weights"]): readonly Parameter[] {
  const counts = new Map<string, number>();
  return weights.map((weight) => {
    const count = (counts.get(weight.originalName) ?? 0) + 1;
    counts.set(weight.originalName, count);
    const name = count === 1 ? weight.originalName : `${weight.originalName}#${count}`;
    return { name, variable: weight.read() as tf.Variable };
  });
}

function isModel(model: tf.LayersModel | JsonObject): model is tf.LayersModel {
  return model instanceof tf.LayersModel;
}

function topologyOf(model: tf.LayersModel): Topology {
  if (model.layers.length === 0) {
    throw new TypeError("Cannot use a model of tf.layers that has no layers: add one first");
  }
  const topology = JSON.parse(JSON.stringify(model.getConfig())) as JsonObject;
  const frozen = [...containers(model)].flatMap(([path, one]) => one.trainable ? [] : [path]);
  return freeze({
    class: model instanceof tf.Sequential ? "Sequential" : "Model",
    topology,
    ...frozen.length > 0 && { frozen },
  });
}

function checkTopology(config: JsonObject): Topology {
  const known: readonly (Json | undefined)[] = ["Sequential", "Model"];
  if (known.includes(config.class) && typeof config.topology === "object") {
    return freeze({ ...config } as unknown as Topology);
  }
  throw new TypeError(
    "Cannot make a model of tf.layers: give the model, or what getConfig() gave for one",
  );
}

function modelOf({ class: name, topology, frozen = [] }: Topology): tf.LayersModel {
  const kind = name === "Sequential" ? tf.Sequential : tf.LayersModel;
  // A copy, since tf.layers writes into what it reads; fromConfig is typed for every class.
  const config = structuredClone(topology) as tf.serialization.ConfigDict;
  const model = kind.fromConfig(kind as never, config) as tf.LayersModel;
  if (model instanceof tf.Sequential) model.build();
  // What tf.layers says of models within does not say whether they are trained.
  for (const [path, one] of containers(model)) {
    if (frozen.includes(path)) one.trainable = false;
  }
  return model;
}

/** A model and all models within, by the names on the way to them. */
function* containers(
  model: tf.LayersModel,
  path: readonly string[] = [],
): Generator<[string, tf.LayersModel]> {
  yield [path.join("/"), model];
  for (const layer of model.layers) {
    if (layer instanceof tf.LayersModel) yield* containers(layer, [...path, layer.name]);
  }
}
