/**
 * What a built model is, for people.
 *
 * @module
 */

import { type Interface, type Ports, writeShape } from "./interface.ts";
import type { BuiltModel, Parameter } from "./model.ts";
import { sizeOf } from "./ports.ts";

/** A parameter of a model. */
export interface ParameterDescription {
  readonly name: string;
  readonly shape: readonly number[];
  /** How many numbers it has. */
  readonly size: number;
  readonly trained: boolean;
}

/** A model with weights, described. */
export interface ModelDescription {
  readonly learning: BuiltModel["learning"];
  readonly inputs: Ports<Interface>;
  readonly outputs: Ports<Interface>;
  readonly parameters: readonly ParameterDescription[];
  /** How many numbers are trained, or were learned, and how many are not. */
  readonly trained: number;
  readonly others: number;
  /** How many bytes all of them take. */
  readonly bytes: number;
  /** Operations on numbers for one sample, where they can be estimated. */
  readonly flops: number | undefined;
}

/**
 * Describes a model with weights.
 *
 * @param model any built model
 * @returns ports, parameters, memory and operations
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { describeModel } from "./describe_model.ts";
 * import { MLP } from "./mlp.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * describeModel(new MLP().build({ inputs, seeds: SeedStream.from(0) })).trained; // 1216
 * ```
 */
export function describeModel(model: BuiltModel): ModelDescription {
  const parameters = parametersOf(model);
  const [trained, others] = [true, false].map((wanted) =>
    parameters.reduce((sum, row) => row.trained === wanted ? sum + row.size : sum, 0)
  ) as [number, number];
  const { learning, inputs, outputs, flops } = model;
  // Numbers of every type that models learn have four bytes.
  const bytes = model.learning === "none"
    ? (model.weights ?? []).reduce((sum, weight) => sum + weight.bytes, 0)
    : 4 * (trained + others);
  return Object.freeze({
    learning,
    inputs,
    outputs,
    parameters,
    trained,
    others,
    bytes,
    flops,
  });
}

function parametersOf(model: BuiltModel): readonly ParameterDescription[] {
  if (model.learning === "none") {
    return (model.weights ?? []).map(({ name, shape }) => {
      return { name, shape, size: sizeOf(shape), trained: false };
    });
  }
  if (model.learning === "fit") {
    const { tensors } = model.getState();
    const names = model.parameters ?? Object.keys(tensors);
    return names.flatMap((name) => {
      const { shape, data } = tensors[name] ?? {};
      return shape && data ? [{ name, shape, size: data.length, trained: true }] : [];
    });
  }
  const row = (trained: boolean) =>
  (
    { name, variable: { shape, size } }: Parameter,
  ): ParameterDescription => ({
    name,
    shape: [...shape],
    size,
    trained,
  });
  return [...model.trainable.map(row(true)), ...model.others.map(row(false))];
}

/**
 * Writes a description as lines of text.
 *
 * @param description what `describeModel` gave
 * @returns one line a port, one line a parameter, and the sums
 * @example
 * ```ts
 * import { describeModel, writeModel } from "./describe_model.ts";
 * import type { BuiltModel, Parameter } from "./model.ts";
 * const show = (model: BuiltModel) => console.log(writeModel(describeModel(model)));
 * ```
 */
export function writeModel(
  { inputs, outputs, parameters, trained, others, flops }: ModelDescription,
): string {
  const widest = Math.max(0, ...parameters.map(({ name }) => name.length));
  const sums = [
    `${trained} numbers are trained`,
    ...others > 0 ? [`${others} are not`] : [],
    ...flops === undefined ? [] : [`${flops} operations a sample`],
  ];
  return [
    ...Object.entries(inputs).map(([name, port]) => `${name}: ${writePort(port)} →`),
    ...parameters.map(({ name, shape, trained }) =>
      `  ${name.padEnd(widest)}  ${writeShape(shape)}${trained ? "" : " not trained"}`
    ),
    ...Object.entries(outputs).map(([name, port]) => `→ ${name}: ${writePort(port)}`),
    sums.join(", "),
  ].join("\n");
}

function writePort({ shape, dtype, units }: Interface): string {
  return [writeShape(shape), dtype, ...units === undefined ? [] : [units]].join(" ");
}
