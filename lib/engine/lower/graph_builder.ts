/**
 * The ONNX graph while rules add to it.
 *
 * @module
 */

import type { Precision } from "./precision.ts";
import { type DType, elementsOf, type Value } from "../program/program.ts";
import {
  ONNX_TYPES,
  type OnnxAttribute,
  type OnnxModel,
  type OnnxNode,
  type OnnxPort,
  type OnnxTensor,
  type OnnxType,
} from "./onnx.ts";

/** A value of the graph with its type. */
export interface Operand extends Value {
  readonly name: string;
}

/** Attributes of a node by name. */
export type Attributes = Readonly<Record<string, OnnxAttribute>>;

/** Collects nodes and constants and makes up names for them. */
export class GraphBuilder {
  readonly #precision: Precision;
  /** Values of 16 bits by the names of those of 32. */
  readonly #halves = new Map<string, string>();
  readonly #nodes: OnnxNode[] = [];
  readonly #tensors = new Map<string, OnnxTensor>();
  #count = 0;
  #origin = "";
  #site = "";

  /** @param precision of products; all else is computed in 32 bits */
  constructor(precision: Precision = "float32") {
    this.#precision = precision;
  }

  /** Names the operation that the next nodes belong to, and where it was called. */
  begin(origin: string, site: string = ""): void {
    this.#origin = origin;
    this.#site = site;
  }

  /** Adds a node with one output and returns the output's name. */
  node(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const [output = ""] = this.nodes(type, inputs, { attributes, outputs: 1 });
    return output;
  }

  /** Adds a product of float tensors: the only nodes that mixed precision computes in 16 bits. */
  product(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    if (this.#precision === "float32") return this.node(type, inputs, attributes);
    const halves = inputs.map((input) => this.#half(input));
    return this.cast(this.node(type, halves, attributes), "float32");
  }

  /** Adds a node with several outputs. */
  nodes(
    type: string,
    inputs: readonly string[],
    { attributes = {}, outputs }: { readonly attributes?: Attributes; readonly outputs: number },
  ): readonly string[] {
    const names = Array.from({ length: outputs }, () => `v${this.#count++}`);
    const name = `${this.#origin}/${type}_${this.#nodes.length}`;
    this.#nodes.push({ type, inputs, outputs: names, attributes, name, site: this.#site });
    return names;
  }

  /** A constant; equal small ones are kept once. */
  tensor(data: ArrayBufferView, { type, dims }: Pick<OnnxTensor, "type" | "dims">): string {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const key = bytes.length <= 64 ? `${type}[${dims}]${bytes}` : `#${this.#count}`;
    const known = this.#tensors.get(key);
    if (known) return known.name;
    const name = `c${this.#count++}`;
    this.#tensors.set(key, { name, type, dims: [...dims], data });
    return name;
  }

  /** Whole numbers of 64 bits, as ONNX wants shapes, axes and indices. */
  ints(values: readonly number[]): string {
    const data = BigInt64Array.from(values, (value) => BigInt(value));
    return this.tensor(data, { type: "int64", dims: [values.length] });
  }

  /** A scalar. */
  scalar(value: number, dtype: DType = "float32"): string {
    return this.tensor(elementsOf(dtype, [value]), { type: dtype, dims: [] });
  }

  /** Another element type. */
  cast(input: string, type: OnnxType): string {
    return this.node("Cast", [input], { to: ONNX_TYPES[type] });
  }

  /** Another shape. */
  reshape(input: string, shape: readonly number[]): string {
    // A zero would otherwise stand for the size that the axis has.
    const attributes: Attributes = shape.includes(0) ? { allowzero: 1 } : {};
    return this.node("Reshape", [input, this.ints(shape)], attributes);
  }

  /** Another order of the axes. */
  transpose(input: string, perm: readonly number[]): string {
    return this.node("Transpose", [input], { perm });
  }

  /** Ends the graph; outputs take over the names of the values that they are. */
  finish(
    inputs: readonly OnnxPort[],
    outputs: readonly { readonly port: OnnxPort; readonly value: string }[],
  ): OnnxModel {
    const produced = new Set(this.#nodes.flatMap((node) => node.outputs));
    const names = new Map<string, string>();
    for (const { port, value } of outputs) {
      if (produced.has(value) && !names.has(value)) names.set(value, port.name);
      else this.#copy(value, port.name);
    }
    const named = (name: string): string => names.get(name) ?? name;
    const nodes = this.#nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(named),
      outputs: node.outputs.map(named),
    }));
    const ports = outputs.map(({ port }) => port);
    return { inputs, outputs: ports, tensors: [...this.#tensors.values()], nodes };
  }

  /** What several products take is cast once. */
  #half(input: string): string {
    const half = this.#halves.get(input) ?? this.cast(input, "float16");
    this.#halves.set(input, half);
    return half;
  }

  #copy(value: string, name: string): void {
    const node = { type: "Identity", inputs: [value], outputs: [name], attributes: {} };
    this.#nodes.push({ ...node, name: `output/${name}` });
  }
}
