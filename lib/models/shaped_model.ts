/**
 * Models that are made when the shapes around them are known.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { type AsModel, asModel } from "./as_model.ts";
import type { Interface, Ports } from "./interface.ts";
import type { BuildContext, BuiltModel, Model } from "./model.ts";
import { fixedShape, knownShape, onlyInput } from "./ports.ts";

/** What is known when such a model is made. */
export interface Shapes {
  /** The shape of one sample at its only input. */
  readonly input: readonly number[];
  /** The shape that its output should have; undefined where nothing says so. */
  readonly output: readonly number[] | undefined;
}

/** What a model of tf.layers is known by. */
interface DisposableLayers {
  readonly layers: readonly unknown[];
  dispose(): unknown;
}

/** How such a model is called. */
export interface ShapedModelOptions {
  /** The name under which it is registered, if it is to be loaded from files. */
  readonly name?: string;
}

/**
 * A plan that is made of shapes: what takes them is called at each build.
 *
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { ShapedModel } from "./shaped_model.ts";
 * new ShapedModel(({ input, output = [1] }) =>
 *   tf.sequential({
 *     layers: [
 *       tf.layers.flatten({ inputShape: [...input] }),
 *       tf.layers.dense({ units: 16, activation: "relu" }),
 *       tf.layers.dense({ units: output.reduce((all, length) => all * length, 1) }),
 *       tf.layers.reshape({ targetShape: [...output] }),
 *     ],
 *   })
 * );
 * ```
 */
export class ShapedModel implements Model {
  readonly name: string;
  readonly #make: (shapes: Shapes) => AsModel;

  /**
   * @param make from shapes to a model, which belongs to the build
   * @param options its name
   */
  constructor(make: (shapes: Shapes) => AsModel, { name = "shaped" }: ShapedModelOptions = {}) {
    this.name = name;
    this.#make = make;
    Object.freeze(this);
  }

  getConfig(): JsonObject {
    return {};
  }

  build(context: BuildContext): BuiltModel {
    const made = this.#make(shapesOf(context.inputs, context.wanted));
    try {
      return asModel(made).build(context);
    } finally {
      // A build has weights of its own.
      if (isLayers(made)) made.dispose();
    }
  }
}

function shapesOf(inputs: Ports<Interface>, wanted: Interface | undefined): Shapes {
  return { input: knownShape(onlyInput(inputs).shape), output: fixedShape(wanted) };
}

function isLayers(made: unknown): made is DisposableLayers {
  return typeof made === "object" && made !== null && "layers" in made && "dispose" in made;
}
