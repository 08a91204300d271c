/**
 * The ports of an ONNX model as those of a model: one sample instead of a batch.
 *
 * @module
 */

import { list, quote } from "../../core/names.ts";
import { INPUT, type Interface, OUTPUT, type Ports, writeShape } from "../interface.ts";
import { ShapeError } from "../model.ts";
import { ELEMENT_TYPES, type ElementType } from "./elements.ts";
import { readMeaning } from "./interface_metadata.ts";
import type { Axis, OnnxHeader, OnnxPortHeader } from "./onnx_header.ts";

/** A port of an ONNX model. */
export interface OnnxPort {
  /** Its name in the file. */
  readonly name: string;
  readonly type: ElementType;
  /** Of how many samples a batch is, if the model says so. */
  readonly samples: Axis;
  /** Lengths of the axes of one sample; names stand for lengths that are equal. */
  readonly axes: readonly Axis[];
  /** As far as the file says. */
  readonly interface: Interface;
}

/** The ports of an ONNX model by the names of a model's ports. */
export interface OnnxPorts {
  readonly inputs: Ports<OnnxPort>;
  readonly outputs: Ports<OnnxPort>;
  /** The number of samples that every batch must have, if there is one. */
  readonly batch: number | undefined;
}

/**
 * Reads ports: a single one is called `input` or `output`, several keep their names.
 *
 * @param header of an ONNX file
 * @returns ports by name
 * @throws TypeError for ports whose type or shape no other model could exchange, and for weights in
 * another file
 * @example
 * ```ts
 * import { onnxPorts } from "./onnx_ports.ts";
 * const x = { name: "x", type: 1, axes: ["N", 10] };
 * const y = { name: "y", type: 1, axes: ["N", 1] };
 * onnxPorts({ inputs: [x], outputs: [y], metadata: {}, weights: [], elsewhere: [] }).inputs.input?.interface.shape; // [10]
 * ```
 */
export function onnxPorts(
  { inputs, outputs, metadata, elsewhere }: OnnxHeader,
): OnnxPorts {
  if (elsewhere.length > 0) {
    throw new TypeError(
      `Cannot use the ONNX model: its weights ${list(elsewhere)} lie in another file; ` +
        "save it as one file",
    );
  }
  const read = (port: OnnxPortHeader): OnnxPort => readPort(port, metadata);
  const ports = {
    inputs: named(inputs.map(read), INPUT),
    outputs: named(outputs.map(read), OUTPUT),
  };
  const sizes = Object.values(ports.inputs).map(({ samples }) => samples);
  const batches = new Set(sizes.filter((size) => typeof size === "number"));
  if (batches.size > 1) {
    throw new TypeError(
      `Cannot use the ONNX model: its inputs have batches of ${[...batches].join(" and ")}`,
    );
  }
  return { ...ports, batch: [...batches][0] };
}

/**
 * Compares what is offered with the inputs of an ONNX model, and finds the lengths that it leaves
 * open.
 *
 * @param ports of the model
 * @param offered what stands at its inputs
 * @returns the interface of its inputs and outputs
 * @throws ShapeError for an input that is missing, unknown, or of another shape
 * @example
 * ```ts
 * import { onnxPorts, resolvePorts } from "./onnx_ports.ts";
 * const x = { name: "x", type: 1, axes: ["N", "T"] };
 * const ports = onnxPorts({ inputs: [x], outputs: [{ ...x, name: "y" }], metadata: {}, weights: [], elsewhere: [] });
 * const offered = { input: { shape: [7], dtype: "float32" } } as const;
 * resolvePorts(ports, offered).outputs.output?.shape; // [7]
 * ```
 */
export function resolvePorts(
  { inputs, outputs }: OnnxPorts,
  offered: Ports<Interface>,
): { readonly inputs: Ports<Interface>; readonly outputs: Ports<Interface> } {
  const names = Object.keys(inputs);
  const unknown = Object.keys(offered).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ShapeError(unknown, { expected: `inputs ${list(names)}`, found: quote(unknown) });
  }
  const lengths = new Map<string, number>();
  for (const [name, port] of Object.entries(inputs)) bind(port, { name, offered, lengths });
  const resolve = (port: OnnxPort): Interface => ({
    ...port.interface,
    shape: port.axes.map((axis) => typeof axis === "string" ? lengths.get(axis) ?? null : axis),
  });
  return {
    // Numbers of any type are converted.
    inputs: mapPorts(inputs, (port, name) => ({
      ...resolve(port),
      dtype: offered[name]?.dtype ?? port.interface.dtype,
    })),
    outputs: mapPorts(outputs, resolve),
  };
}

function bind(
  { axes, interface: { shape } }: OnnxPort,
  { name, offered, lengths }: {
    readonly name: string;
    readonly offered: Ports<Interface>;
    readonly lengths: Map<string, number>;
  },
): void {
  const found = offered[name]?.shape;
  const agrees = found?.length === axes.length && axes.every((axis, at) => {
    const length = found[at] ?? null;
    if (axis === null || length === null) return true;
    if (typeof axis === "number") return axis === length;
    const bound = lengths.get(axis);
    lengths.set(axis, bound ?? length);
    return bound === undefined || bound === length;
  });
  if (agrees) return;
  throw new ShapeError(name, {
    expected: writeAxes(axes, lengths),
    found: found === undefined ? "nothing" : writeShape(found),
    hint: `the ONNX model takes samples of ${writeShape(shape)}; reshape them first`,
  });
}

function writeAxes(axes: readonly Axis[], lengths: ReadonlyMap<string, number>): string {
  const parts = axes.map((axis) =>
    typeof axis === "string" ? lengths.get(axis) ?? axis : axis ?? "any"
  );
  return `(${parts.join(", ")})`;
}

function mapPorts<T, R>(ports: Ports<T>, change: (port: T, name: string) => R): Ports<R> {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, change(port, name)]),
  );
}

function named(ports: readonly OnnxPort[], single: string): Ports<OnnxPort> {
  return Object.fromEntries(ports.map((port) => [ports.length === 1 ? single : port.name, port]));
}

function readPort(
  { name, type, axes }: OnnxPortHeader,
  metadata: OnnxHeader["metadata"],
): OnnxPort {
  const elements = ELEMENT_TYPES.get(type);
  if (elements === undefined) {
    const known = [...ELEMENT_TYPES.values()].map((one) => one.name);
    throw new TypeError(
      `Cannot use the ONNX model: ${quote(name)} has elements of type ${type}; known: ${
        list(known)
      }`,
    );
  }
  const [samples, ...own] = axes ?? [];
  if (samples === undefined) {
    throw new TypeError(
      `Cannot use the ONNX model: ${quote(name)} has no axis for samples; export it with a batch`,
    );
  }
  const shape = own.map((axis) => typeof axis === "number" ? axis : null);
  return {
    name,
    type: elements,
    samples,
    axes: own,
    interface: { shape, dtype: elements.port, ...readMeaning(metadata, name) },
  };
}
