/**
 * Models wired together.
 *
 * @module
 */

export { BuiltGraph } from "./built_graph.ts";
export { GraphConfigError } from "./check_config.ts";
export type { ExportOptions } from "./export_onnx.ts";
export { GraphFileError } from "./file/graph_archive.ts";
export { SafetensorsError } from "./file/safetensors.ts";
export type { SampleIdentity } from "./identify.ts";
export { MergeNode } from "./merge_node.ts";
export { SampleMismatchError } from "./merge_tags.ts";
export { ConcatNode } from "./merges/concat_node.ts";
export { ModelGraph } from "./model_graph.ts";
export { ModelNode } from "./model_node.ts";
export { FixedBatchError } from "./onnx/general_tensor.ts";
export { GraphError, type Problem } from "./problems.ts";
export { type NodeReference, output as nodeOutput, type Source } from "./reference.ts";
export type { NodeSummary } from "./summary.ts";
export * as merge from "./merges/mod.ts";
