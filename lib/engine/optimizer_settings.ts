/**
 * Numbers of an optimizer, such as the learning rate, as inputs of its step.
 *
 * tfjs keeps them as JavaScript numbers, which a recording would bake in. While a step is recorded
 * marks stand in their places; what the recording shows of a mark becomes an input.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { Pass } from "./program/pass.ts";
import type { Named, Program, Value } from "./program/program.ts";
import type { HostTensors } from "./run/onnx_runtime.ts";

/** Numbers that some optimizer takes. */
export type OptimizerSetting =
  | "learningRate"
  | "momentum"
  | "decay"
  | "epsilon"
  | "beta1"
  | "beta2";

/** Numbers that an optimizer of this class takes. */
export type SettingOf<O extends tf.Optimizer> = tf.Optimizer extends O ? OptimizerSetting
  : O extends tf.AdamOptimizer ? "learningRate" | "beta1" | "beta2" | "epsilon"
  : O extends tf.AdamaxOptimizer ? "learningRate" | "beta1" | "beta2" | "epsilon" | "decay"
  : O extends tf.RMSPropOptimizer ? "learningRate" | "decay" | "momentum" | "epsilon"
  : O extends tf.MomentumOptimizer ? "learningRate" | "momentum"
  : O extends tf.AdadeltaOptimizer | tf.AdagradOptimizer | tf.SGDOptimizer ? "learningRate"
  : never;

/** Numbers by name. */
export type Settings<S extends string = OptimizerSetting> = { readonly [name in S]?: number };

/** By tfjs's class names; the numbers of other optimizers stay constants of the program. */
const SETTINGS: Readonly<Record<string, readonly OptimizerSetting[]>> = {
  SGD: ["learningRate"],
  Momentum: ["learningRate", "momentum"],
  RMSProp: ["learningRate", "decay", "momentum", "epsilon"],
  Adagrad: ["learningRate"],
  // The sums of squares that tfjs's Adadelta divides are always equal: rho and epsilon cancel out.
  Adadelta: ["learningRate"],
  Adam: ["learningRate", "beta1", "beta2", "epsilon"],
  Adamax: ["learningRate", "beta1", "beta2", "epsilon", "decay"],
};

/** How optimizers put a number into a tensor, computed in double precision. */
const FORMS: readonly { readonly prefix: string; readonly of: (value: number) => number }[] = [
  { prefix: "", of: (value) => value },
  { prefix: "-", of: (value) => -value },
  { prefix: "1 - ", of: (value) => 1 - value },
];

/** Reads, writes and marks the numbers of one optimizer. */
export class OptimizerSettings {
  readonly #optimizer: tf.Optimizer;
  readonly #group: number;
  /** The last inputs: most steps take the same. */
  #fed: { readonly settings: Settings; readonly feeds: HostTensors } | undefined;
  /** Names of the numbers that are inputs. */
  readonly names: readonly OptimizerSetting[];

  /**
   * @param optimizer any optimizer of tfjs
   * @param group its place among the optimizers of a step
   */
  constructor(optimizer: tf.Optimizer, group: number = 0) {
    this.#optimizer = optimizer;
    this.#group = group;
    this.names = SETTINGS[optimizer.getClassName()] ?? [];
  }

  /**
   * The optimizer's numbers with others in their places.
   *
   * @param given numbers for one step
   * @returns a number for each name
   * @throws RangeError for a name that the optimizer does not have
   */
  merged(given: Settings): Settings {
    const unknown = Object.keys(given).find((name) => !this.names.some((known) => known === name));
    if (unknown !== undefined) {
      const known = this.names.length > 0 ? this.names.join(", ") : "nothing";
      throw new RangeError(
        `Cannot set ${unknown} of ${this.#optimizer.getClassName()} for a step: it takes ${known}`,
      );
    }
    const own = Object.entries(this.#optimizer).filter(([name]) => this.#isInput(name));
    return { ...Object.fromEntries(own), ...given };
  }

  /** Tells programs apart: numbers and switches that are no inputs, without the count of steps. */
  get signature(): string {
    const entries = Object.entries(this.#optimizer).filter(([name, value]) =>
      name !== "iterations_" && !this.#isInput(name) && ["number", "boolean"].includes(typeof value)
    );
    return JSON.stringify(Object.fromEntries(entries));
  }

  /**
   * Gives the optimizer other numbers.
   *
   * @param settings what to change
   * @returns puts the former numbers back when it is disposed
   */
  put(settings: Settings): Disposable {
    const before = this.merged({});
    write(this.#optimizer, settings);
    return { [Symbol.dispose]: () => write(this.#optimizer, before) };
  }

  /**
   * Puts marks in the places of the numbers.
   *
   * @returns puts the numbers back when it is disposed
   */
  mark(): Disposable {
    return this.put(Object.fromEntries(this.names.map((name) => [name, this.#markOf(name)])));
  }

  /** Turns the marks of a recorded program into inputs. */
  get pass(): Pass {
    return { name: "take settings as inputs", apply: (program) => this.#bind(program) };
  }

  /**
   * Computes the inputs.
   *
   * @param settings a number for each name
   * @returns scalars by input name
   */
  feeds(settings: Settings): HostTensors {
    const known = this.#fed;
    if (known && this.names.every((name) => known.settings[name] === settings[name])) {
      return known.feeds;
    }
    const entries = this.names.flatMap((name) =>
      FORMS.map(({ prefix, of }) => [
        this.#inputName(prefix, name),
        { ...SCALAR, data: Float32Array.of(of(settings[name] ?? NaN)) },
      ])
    );
    const feeds = Object.fromEntries(entries);
    this.#fed = { settings, feeds };
    return feeds;
  }

  /** Numbers between 0 and 1 with all bits in use, which no model has by chance. */
  #markOf(name: OptimizerSetting): number {
    const place = this.#group * Object.keys(SETTINGS).length + this.names.indexOf(name);
    return Math.fround(0.3183098 + place * 0.000123456789);
  }

  #inputName(prefix: string, name: OptimizerSetting): string {
    return `${prefix}${name}${this.#group === 0 ? "" : ` of group ${this.#group}`}`;
  }

  #isInput(name: string): boolean {
    return this.names.some((known) => known === name);
  }

  #bind(program: Program): Program {
    const marks = new Map(
      this.names.flatMap((name) =>
        FORMS.map(({ prefix, of }) =>
          [Math.fround(of(this.#markOf(name))), this.#inputName(prefix, name)] as const
        )
      ),
    );
    const inputs = new Map<string, Named>();
    const bound = new Map<Value, Value>();
    for (const { value, data } of program.constants) {
      const name = value.shape.length === 0 ? marks.get(data[0] ?? NaN) : undefined;
      if (name === undefined) continue;
      const input = inputs.get(name) ?? { name, value };
      inputs.set(name, input);
      bound.set(value, input.value);
    }
    return {
      ...program,
      inputs: [...program.inputs, ...inputs.values()],
      constants: program.constants.filter(({ value }) => !bound.has(value)),
      operations: program.operations.map((operation) => ({
        ...operation,
        inputs: operation.inputs.map((value) => bound.get(value) ?? value),
      })),
    };
  }
}

const SCALAR: Value = { dtype: "float32", shape: [] };

/** SGD and its heirs also keep tensors of their numbers; `instanceof` takes all optimizers for one. */
function write(optimizer: tf.Optimizer, settings: Settings): void {
  Object.assign(optimizer, settings);
  const { learningRate, momentum } = settings;
  const kept = optimizer as unknown as Partial<{ c: tf.Scalar; m: tf.Scalar }>;
  if (kept.c && learningRate !== undefined) kept.c = replaced(kept.c, -learningRate);
  if (kept.m && momentum !== undefined) kept.m = replaced(kept.m, momentum);
}

function replaced(scalar: tf.Scalar, value: number): tf.Scalar {
  scalar.dispose();
  return tf.keep(tf.scalar(value));
}
