/**
 * Models of tf.layers as models of a graph.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import * as tf from "../tf.ts";
import { INPUT, type Interface, OUTPUT, type Ports, writeShape } from "./interface.ts";
import {
  type BuildContext,
  type CallContext,
  type DifferentiableModel,
  type Model,
  type ModelState,
  type Parameter,
  ShapeError,
} from "./model.ts";
import { putState, stateOf } from "./parameters.ts";

/**
 * A model of tf.layers, sequential or functional; its weights are the first ones of each build.
 *
 * Several inputs or outputs have the names of their layers.
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
  readonly #model: tf.LayersModel;

  /** @param model built already, that is, with shapes of inputs */
  constructor(model: tf.LayersModel) {
    if (!model.built) {
      throw new TypeError(
        "Cannot use a model of tf.layers before it knows its inputs: give its first layer inputShape",
      );
    }
    this.#model = model;
  }

  getConfig(): JsonObject {
    return { topology: JSON.parse(this.#model.toJSON(undefined, false) as unknown as string) };
  }

  build({ inputs }: BuildContext): DifferentiableModel {
    const copy = copyOfModel(this.#model);
    const wanted = portsOf(copy.inputs, copy.inputNames, INPUT);
    const outputs = portsOf(copy.outputs, copy.outputNames, OUTPUT);
    checkInputs(inputs, wanted);
    return new BuiltLayersModel(copy, { inputs, outputs });
  }
}

class BuiltLayersModel implements DifferentiableModel {
  readonly learning = "gradient";
  readonly inputs: Ports<Interface>;
  readonly outputs: Ports<Interface>;
  readonly trainable: readonly Parameter[];
  readonly others: readonly Parameter[];
  readonly #model: tf.LayersModel;

  constructor(
    model: tf.LayersModel,
    { inputs, outputs }: {
      readonly inputs: Ports<Interface>;
      readonly outputs: Ports<Interface>;
    },
  ) {
    this.#model = model;
    this.inputs = inputs;
    this.outputs = outputs;
    this.trainable = parametersOf(model.trainableWeights);
    this.others = parametersOf(model.nonTrainableWeights);
  }

  call(inputs: Ports<tf.Tensor>, { training }: CallContext): Ports<tf.Tensor> {
    const names = Object.keys(this.inputs);
    const tensors = names.map((name) => inputs[name] as tf.Tensor);
    const [only] = tensors;
    const given = tensors.length === 1 && only ? only : tensors;
    const results = [this.#model.apply(given, { training })].flat() as tf.Tensor[];
    return Object.fromEntries(
      Object.keys(this.outputs).map((name, at) => [name, results[at]]),
    ) as Ports<tf.Tensor>;
  }

  penalty(): tf.Tensor {
    const penalties = this.#model.calculateLosses().map((penalty) => tf.mean(penalty));
    return penalties.reduce((sum: tf.Tensor, next) => tf.add(sum, next), tf.scalar(0));
  }

  getState(): ModelState {
    return stateOf([...this.trainable, ...this.others]);
  }

  setState(state: ModelState): void {
    putState([...this.trainable, ...this.others], state);
  }

  [Symbol.dispose](): void {
    this.#model.dispose();
  }
}

/** A model of its own weights with the same values. */
function copyOfModel(model: tf.LayersModel): tf.LayersModel {
  const config = model.getConfig() as tf.serialization.ConfigDict;
  const kind = model instanceof tf.Sequential ? tf.Sequential : tf.LayersModel;
  // fromConfig is typed for every class that can be saved.
  const copy = kind.fromConfig(kind as never, config) as tf.LayersModel;
  copy.setWeights(model.getWeights());
  return copy;
}

function portsOf(
  tensors: readonly tf.SymbolicTensor[],
  names: readonly string[],
  single: string,
): Ports<Interface> {
  const entries = tensors.map(({ shape, dtype }, index): [string, Interface] => [
    tensors.length === 1 ? single : names[index] ?? `${single}${index}`,
    { shape: shape.slice(1), dtype: dtype === "int32" ? "int32" : "float32" },
  ]);
  return Object.fromEntries(entries);
}

function checkInputs(inputs: Ports<Interface>, wanted: Ports<Interface>): void {
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

function parametersOf(weights: tf.LayersModel["weights"]): readonly Parameter[] {
  return weights.map((weight) => ({
    name: weight.originalName,
    variable: weight.read() as tf.Variable,
  }));
}
