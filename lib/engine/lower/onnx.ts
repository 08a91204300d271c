/**
 * An ONNX model as values, and as the bytes that other programs open.
 *
 * @module
 */

import { Message } from "./protobuf.ts";

/** Element types with the numbers that ONNX gives them. */
export const ONNX_TYPES = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
} as const;

/** Name of an element type. */
export type OnnxType = keyof typeof ONNX_TYPES;

/** Attribute of a node: a whole number, text, whole numbers, or a float marked as such. */
export type OnnxAttribute = number | string | readonly number[] | { readonly float: number };

/** One operator of the graph. */
export interface OnnxNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  /** Operation of the program it belongs to. */
  readonly name: string;
  /** Where that was called, which files do not tell. */
  readonly site?: string;
}

/** A constant of the graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly dims: readonly number[];
  readonly data: ArrayBufferView;
}

/** An input or output of the graph. */
export interface OnnxPort {
  readonly name: string;
  readonly type: OnnxType;
  /** Lengths of the axes; a name stands for any length. */
  readonly dims: readonly (number | string)[];
}

/** A graph with its constants. */
export interface OnnxModel {
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly tensors: readonly OnnxTensor[];
  readonly nodes: readonly OnnxNode[];
}

/** Version of the operators that are written: the oldest that has them all, for older programs. */
export const OPSET = 17;
const IR_VERSION = 8;
const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, ints: 7 } as const;

/**
 * Writes a model.
 *
 * @param model graph and constants
 * @returns the content of an `.onnx` file
 * @example
 * ```ts
 * import { encodeModel } from "./onnx.ts";
 * encodeModel({ inputs: [], outputs: [], tensors: [], nodes: [] }).length > 0; // true
 * ```
 */
export function encodeModel(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const graph = new Message();
  for (const node of model.nodes) graph.bytes(1, encodeNode(node));
  graph.text(2, "modulab");
  for (const tensor of model.tensors) graph.bytes(5, encodeTensor(tensor));
  for (const port of model.inputs) graph.bytes(11, encodePort(port));
  for (const port of model.outputs) graph.bytes(12, encodePort(port));
  return new Message()
    .int(1, IR_VERSION)
    .text(2, "modulab")
    .bytes(7, graph)
    .bytes(8, new Message().text(1, "").int(2, OPSET))
    .finish();
}

function encodeNode({ type, inputs, outputs, attributes, name }: OnnxNode): Message {
  const node = new Message();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(3, name).text(4, type);
  for (const [key, value] of Object.entries(attributes)) node.bytes(5, encodeAttribute(key, value));
  return node;
}

function encodeAttribute(name: string, value: OnnxAttribute): Message {
  const attribute = new Message().text(1, name);
  if (typeof value === "number") return attribute.int(3, value).int(20, ATTRIBUTE_TYPES.int);
  if (typeof value === "string") return attribute.text(4, value).int(20, ATTRIBUTE_TYPES.string);
  if ("float" in value) return attribute.float(2, value.float).int(20, ATTRIBUTE_TYPES.float);
  for (const item of value) attribute.int(8, item);
  return attribute.int(20, ATTRIBUTE_TYPES.ints);
}

function encodeTensor({ name, type, dims, data }: OnnxTensor): Message {
  const tensor = new Message();
  for (const dim of dims) tensor.int(1, dim);
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return tensor.int(2, ONNX_TYPES[type]).text(8, name).bytes(9, raw);
}

function encodePort({ name, type, dims }: OnnxPort): Message {
  const shape = new Message();
  for (const dim of dims) {
    const length = new Message();
    shape.bytes(1, typeof dim === "string" ? length.text(2, dim) : length.int(1, dim));
  }
  const tensor = new Message().int(1, ONNX_TYPES[type]).bytes(2, shape);
  return new Message().text(1, name).bytes(2, new Message().bytes(1, tensor));
}
