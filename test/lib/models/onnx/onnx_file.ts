/** ONNX files of one node, with axes that have names. */
import { Message } from "../../../../lib/engine/lower/protobuf.ts";
import type { Axis } from "../../../../lib/models/onnx/onnx_header.ts";

/** A port of a file: its name, the number of its type, and its axes. */
export type FilePort = readonly [name: string, type: number, axes?: readonly Axis[]];

/** A file with a node of each operator, from all inputs to all outputs. */
export function onnxFile(
  operators: readonly string[],
  { inputs, outputs, weight, elsewhere = false }: {
    readonly inputs: readonly FilePort[];
    readonly outputs: readonly FilePort[];
    /** Name of a scalar that is 2. */
    readonly weight?: string;
    /** Whether the file says that the scalar lies in another one. */
    readonly elsewhere?: boolean;
  },
): Uint8Array<ArrayBuffer> {
  const graph = new Message();
  operators.forEach((operator, index) => {
    const node = new Message();
    for (const [name] of inputs) node.text(1, name);
    node.text(2, outputs[index]?.[0] ?? "").text(4, operator);
    graph.bytes(1, node);
  });
  graph.text(2, "test");
  if (weight !== undefined) {
    const two = new Uint8Array(Float32Array.of(2).buffer);
    const tensor = new Message().int(2, 1).text(8, weight).bytes(9, two);
    graph.bytes(5, elsewhere ? tensor.int(14, 1) : tensor);
  }
  for (const port of inputs) graph.bytes(11, portMessage(port));
  for (const port of outputs) graph.bytes(12, portMessage(port));
  return new Message().int(1, 8).bytes(7, graph)
    .bytes(8, new Message().text(1, "").int(2, 17)).finish();
}

function portMessage([name, type, axes]: FilePort): Message {
  const tensor = new Message().int(1, type);
  if (axes) {
    const shape = new Message();
    for (const axis of axes) shape.bytes(1, axisMessage(axis));
    tensor.bytes(2, shape);
  }
  return new Message().text(1, name).bytes(2, new Message().bytes(1, tensor));
}

function axisMessage(axis: Axis): Message {
  if (axis === null) return new Message();
  return typeof axis === "number" ? new Message().int(1, axis) : new Message().text(2, axis);
}
