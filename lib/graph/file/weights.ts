/**
 * What a graph has learned, as one safetensors file: weights named `node.parameter`, and the plain data
 * of estimators among the texts.
 *
 * @module
 */

import { canonicalJson, type JsonObject } from "../../core/json.ts";
import { quote } from "../../core/names.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { ModelState } from "../../models/model.ts";
import type { GraphState } from "../built_graph.ts";
import { readSafetensors, SafetensorsError, writeSafetensors } from "./safetensors.ts";

/**
 * Writes what nodes have learned.
 *
 * @param state of a built graph
 * @returns a safetensors file that other programs can read
 * @example
 * ```ts
 * import { writeWeights } from "./weights.ts";
 * const bias = { dtype: "float32", shape: [1], data: Float32Array.of(1) } as const;
 * writeWeights({ Head: { tensors: { bias } } });
 * ```
 */
export function writeWeights(state: GraphState): Uint8Array<ArrayBuffer> {
  const tensors = Object.entries(state).flatMap(([label, { tensors }]) =>
    Object.entries(tensors).map(([name, tensor]) => [`${label}.${name}`, tensor])
  );
  const metadata = Object.entries(state).flatMap(([label, { values }]) =>
    values === undefined ? [] : [[label, canonicalJson(values)]]
  );
  return writeSafetensors({
    tensors: Object.fromEntries(tensors),
    metadata: Object.fromEntries(metadata),
  });
}

/**
 * Reads what nodes have learned.
 *
 * @param file a safetensors file whose tensors are named `node.parameter`
 * @returns the state of each node that the file names
 * @throws {SafetensorsError} when it is damaged, or names a tensor otherwise
 * @example
 * ```ts
 * import { readWeights, writeWeights } from "./weights.ts";
 * const bias = { dtype: "float32", shape: [1], data: Float32Array.of(1) } as const;
 * readWeights(writeWeights({ Head: { tensors: { bias } } })).Head?.tensors.bias;
 * ```
 */
export function readWeights(file: Uint8Array): GraphState {
  const { tensors, metadata } = readSafetensors(file);
  const states = new Map<string, ModelState & { readonly tensors: Record<string, HostTensor> }>();
  const stateOf = (label: string): Record<string, HostTensor> => {
    const state = states.get(label) ?? { tensors: {} };
    states.set(label, state);
    return state.tensors;
  };
  for (const [name, tensor] of Object.entries(tensors)) {
    // Labels of nodes have no dots.
    const dot = name.indexOf(".");
    if (dot < 1) {
      throw new SafetensorsError(`${quote(name)} belongs to no node: write "node.parameter"`);
    }
    stateOf(name.slice(0, dot))[name.slice(dot + 1)] = tensor;
  }
  for (const [label, text] of Object.entries(metadata)) {
    // Other programs write texts of their own, such as {"format": "pt"}.
    const values = objectIn(text);
    if (values !== undefined) states.set(label, { tensors: stateOf(label), values });
  }
  return Object.fromEntries(states);
}

function objectIn(text: string): JsonObject | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}
