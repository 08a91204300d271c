/**
 * What ONNX Runtime's WebGPU provider accepts and then cannot run.
 *
 * @module
 */

import type { OnnxModel } from "../lower/onnx.ts";

/**
 * Finds the nodes that stay on the processor when a model runs on the graphics processor.
 *
 * @param model the model
 * @returns names of nodes: maximum pooling that also tells where the maxima were
 * @example
 * ```ts
 * import { nodesForProcessor } from "./webgpu_nodes.ts";
 * nodesForProcessor({ inputs: [], outputs: [], tensors: [], nodes: [] }); // []
 * ```
 */
export function nodesForProcessor({ nodes }: OnnxModel): readonly string[] {
  return nodes
    .filter(({ type, outputs }) => type === "MaxPool" && outputs.length > 1)
    .map(({ name }) => name);
}
