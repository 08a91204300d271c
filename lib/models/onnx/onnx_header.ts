/**
 * What an ONNX file says about itself: inputs, outputs and metadata.
 *
 * @module
 */

import { type Field, messageOf, numbersOf, readFields, textOf } from "./protobuf_reader.ts";

/** The length of an axis: a number, a name that stands for one, or unknown. */
export type Axis = number | string | null;

/** An input or output of an ONNX model. */
export interface OnnxPortHeader {
  readonly name: string;
  /** The number that ONNX gives to its type of elements. */
  readonly type: number;
  /** Lengths of all axes; undefined when not even their number is known. */
  readonly axes: readonly Axis[] | undefined;
}

/** A constant of an ONNX model. */
export interface OnnxWeight {
  readonly name: string;
  /** The number that ONNX gives to its type of elements. */
  readonly type: number;
  readonly shape: readonly number[];
}

/** The head of an ONNX file. */
export interface OnnxHeader {
  readonly inputs: readonly OnnxPortHeader[];
  readonly outputs: readonly OnnxPortHeader[];
  /** Constants, of which some are sizes and indices. */
  readonly weights: readonly OnnxWeight[];
  /** Names of weights that lie in another file. */
  readonly elsewhere: readonly string[];
  /** Its `metadata_props`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Numbers of fields, from `onnx.proto`. */
const MODEL = { graph: 7, metadata: 14 } as const;
const GRAPH = { initializer: 5, input: 11, output: 12 } as const;
const INITIALIZER = { dims: 1, type: 2, name: 8, location: 14 } as const;
/** The location of weights that lie in another file. */
const EXTERNAL = 1;

/**
 * Reads the head of an ONNX file; weights are skipped.
 *
 * Source: onnx.proto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 *
 * @param bytes the file
 * @returns inputs, outputs and metadata
 * @throws SyntaxError when it is no ONNX file
 * @example
 * ```ts
 * import * as tf from "../../tf.ts";
 * import { compile } from "../../engine/compile.ts";
 * import { readOnnxHeader } from "./onnx_header.ts";
 * const bytes = compile((x: tf.Tensor) => tf.square(x)).toOnnx(tf.zeros([4, 2]));
 * readOnnxHeader(bytes).inputs[0]?.axes; // [4, 2]
 * ```
 */
export function readOnnxHeader(bytes: Uint8Array): OnnxHeader {
  const model = [...readFields(bytes)];
  const graph = model.find(({ number }) => number === MODEL.graph);
  if (graph === undefined) throw new SyntaxError("Cannot read the ONNX model: it has no graph");
  const fields = [...readFields(messageOf(graph))];
  // Before version 4 of the format, weights were listed among the inputs as well.
  const initializers = of(fields, GRAPH.initializer);
  const weights = new Set(initializers.map((one) => textIn(one, INITIALIZER.name)));
  const inputs = of(fields, GRAPH.input).map(readPort).filter(({ name }) => !weights.has(name));
  const entries = of(model, MODEL.metadata).map((entry) => [textIn(entry, 1), textIn(entry, 2)]);
  return {
    inputs,
    outputs: of(fields, GRAPH.output).map(readPort),
    weights: initializers.map(readWeight),
    elsewhere: initializers.filter(isElsewhere).map((one) => textIn(one, INITIALIZER.name)),
    metadata: Object.fromEntries(entries),
  };
}

function of(fields: readonly Field[], number: number): readonly Uint8Array[] {
  return fields.filter((field) => field.number === number).map(messageOf);
}

function textIn(message: Uint8Array, number: number): string {
  const field = readFields(message).find((one) => one.number === number);
  return field === undefined ? "" : textOf(field);
}

function readWeight(initializer: Uint8Array): OnnxWeight {
  const fields = [...readFields(initializer)];
  const numbers = (wanted: number): readonly number[] =>
    fields.filter(({ number }) => number === wanted).flatMap(numbersOf);
  return {
    name: textIn(initializer, INITIALIZER.name),
    type: numbers(INITIALIZER.type)[0] ?? 0,
    shape: numbers(INITIALIZER.dims),
  };
}

function isElsewhere(initializer: Uint8Array): boolean {
  return readFields(initializer)
    .some(({ number, value }) => number === INITIALIZER.location && value === EXTERNAL);
}

/** A port has a name and a type; of types, only that of tensors (1) has elements and axes. */
function readPort(port: Uint8Array): OnnxPortHeader {
  const name = textIn(port, 1);
  const [type] = of([...readFields(port)], 2);
  const [tensor] = type ? of([...readFields(type)], 1) : [];
  const fields = tensor ? [...readFields(tensor)] : [];
  const elements = fields.find(({ number }) => number === 1)?.value;
  const [shape] = of(fields, 2);
  return {
    name,
    type: typeof elements === "number" ? elements : 0,
    axes: shape && of([...readFields(shape)], 1).map(readAxis),
  };
}

function readAxis(axis: Uint8Array): Axis {
  const [field] = readFields(axis);
  if (field === undefined) return null;
  return field.number === 1 && typeof field.value === "number" ? field.value : textOf(field);
}
