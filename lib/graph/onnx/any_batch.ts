/**
 * From models that were recorded for some numbers of samples to one for any number.
 *
 * @module
 */

import type { OnnxModel, OnnxNode, OnnxPort, OnnxTensor } from "../../engine/lower/onnx.ts";
import {
  FixedBatchError,
  generalTensor,
  isOpen,
  isRepeated,
  type OpenTensor,
  type RepeatedTensor,
} from "./general_tensor.ts";

/** What the axis of the samples is called. */
export const BATCH = "batch";

/** A model that was recorded for a number of samples. */
export interface RecordedModel {
  readonly samples: number;
  readonly model: OnnxModel;
}

/**
 * Makes one model of several that differ in their number of samples only.
 *
 * Whole numbers that differ, such as shapes, are taken for a · samples + b and computed from the
 * first input; the first two models say what a and b are, and all others must agree.
 *
 * @param recorded at least two, of different numbers of samples
 * @returns a model whose inputs and outputs have the axis `batch`
 * @throws FixedBatchError when more than shapes differ
 * @example
 * ```ts
 * import { anyBatch } from "./any_batch.ts";
 * const of = (samples: number) => {
 *   const port = { name: "x", type: "float32", dims: [samples, 2] } as const;
 *   return { samples, model: { inputs: [port], outputs: [port], tensors: [], nodes: [] } };
 * };
 * anyBatch([of(5), of(7)]).inputs[0]?.dims; // ["batch", 2]
 * ```
 */
export function anyBatch(recorded: readonly RecordedModel[]): OnnxModel {
  const [first, second] = recorded;
  if (first === undefined || second === undefined) {
    throw new FixedBatchError("two models are needed to tell what depends on the samples");
  }
  const models = recorded.map(({ model }) => model);
  const numbers = recorded.map(({ samples }) => samples);
  requireSameNodes(models);
  const tensors = first.model.tensors.map((_, at) =>
    generalTensor(models.flatMap(({ tensors }) => tensors[at] ?? []), numbers)
  );
  const [input] = first.model.inputs;
  if (input === undefined) throw new FixedBatchError("a model without inputs has no samples");
  const repeated = tensors.filter(isRepeated);
  const open = new Map(
    [...tensors.filter(isOpen), ...repeated.map(({ sizes }) => sizes)]
      .map((tensor) => [tensor.of.name, tensor]),
  );
  const body = [...repeated.map(spreadNode), ...first.model.nodes]
    .map((node) => withFreeSize(node, open));
  const used = new Set(body.flatMap(({ inputs }) => inputs));
  const computed = [...open.values()].filter(({ of: { name } }) => used.has(name));
  return {
    inputs: general("inputs", models, numbers),
    outputs: general("outputs", models, numbers),
    tensors: [
      ...tensors.flatMap((tensor) => isOpen(tensor) || isRepeated(tensor) ? [] : [tensor]),
      ...repeated.map(({ row }) => row),
      ...[...open.values()].map(freeSizes).filter(({ name }) => used.has(name)),
      ...computed.flatMap(factorsAndOffsets),
    ],
    nodes: [
      ...computed.length === 0 ? [] : [countNode(input.name)],
      ...computed.flatMap(sumNodes),
      ...body,
    ],
  };
}

function requireSameNodes([first, ...others]: readonly OnnxModel[]): void {
  for (const other of others) {
    const at = first?.nodes.findIndex((node, index) => !isSame(node, other.nodes[index])) ?? -1;
    const alike = at < 0 && first?.nodes.length === other.nodes.length &&
      first.tensors.length === other.tensors.length;
    if (alike) continue;
    const node = first?.nodes[at]?.name ?? "one of its operations";
    throw new FixedBatchError(`${node} is another one for another number of samples`);
  }
}

/** Whether two nodes compute the same; only one recording knows where it was called. */
function isSame(one: OnnxNode, other: OnnxNode | undefined): boolean {
  return JSON.stringify({ ...one, site: "" }) === JSON.stringify({ ...other, site: "" });
}

function spreadNode({ name, row, sizes: { of } }: RepeatedTensor): OnnxNode {
  const inputs = [row.name, of.name];
  return { type: "Expand", name: `spread/${name}`, inputs, outputs: [name], attributes: {} };
}

/** A reshape finds one size by itself, which other programs understand best. */
function withFreeSize(node: OnnxNode, open: ReadonlyMap<string, OpenTensor>): OnnxNode {
  const [x = "", shape = ""] = node.inputs;
  const sizes = node.type === "Reshape" ? open.get(shape) : undefined;
  if (sizes === undefined) return node;
  const { factors, offsets } = sizes;
  const isFree = factors.filter((factor) => factor !== 0).length === 1 &&
    factors.every((factor, at) => factor !== 0 || offsets[at] !== 0);
  return isFree ? { ...node, inputs: [x, freeSizes(sizes).name] } : node;
}

function freeSizes({ of, factors, offsets }: OpenTensor): OnnxTensor {
  const sizes = factors.map((factor, at) => factor === 0 ? offsets[at] ?? 0 : -1);
  return listOf(`free/${of.name}`, sizes);
}

const SAMPLES = "samples";

/** How many samples there are: the first size of an input. */
function countNode(input: string): OnnxNode {
  const attributes = { start: 0, end: 1 };
  return { type: "Shape", name: SAMPLES, inputs: [input], outputs: [SAMPLES], attributes };
}

function sumNodes({ of: { name } }: OpenTensor): readonly OnnxNode[] {
  const product = `product/${name}`;
  const [inputs, parts] = [[SAMPLES, `factor/${name}`], [product, `offset/${name}`]];
  return [
    { type: "Mul", name: product, inputs, outputs: [product], attributes: {} },
    { type: "Add", name: `sum/${name}`, inputs: parts, outputs: [name], attributes: {} },
  ];
}

function factorsAndOffsets({ of, factors, offsets }: OpenTensor): readonly OnnxTensor[] {
  return [listOf(`factor/${of.name}`, factors), listOf(`offset/${of.name}`, offsets)];
}

function listOf(name: string, values: readonly number[]): OnnxTensor {
  const data = BigInt64Array.from(values, BigInt);
  return { name, type: "int64", dims: [values.length], data };
}

function general(
  side: "inputs" | "outputs",
  models: readonly OnnxModel[],
  numbers: readonly number[],
): readonly OnnxPort[] {
  const [first, ...others] = models.map((model) => model[side]);
  return (first ?? []).map((port, at) => {
    const dims = port.dims.map((length, axis) => {
      const lengths = [length, ...others.map((ports) => ports[at]?.dims[axis])];
      if (lengths.every((one) => one === length)) return length;
      if (lengths.every((one, index) => one === numbers[index])) return BATCH;
      throw new FixedBatchError(`${port.name} has the lengths ${lengths.join(", ")}`);
    });
    return { ...port, dims };
  });
}
