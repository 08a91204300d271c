/**
 * Outputs and samples of steps as rows: one for each sample.
 *
 * @module
 */

import type { Table } from "apache-arrow";
import type { RoleRows } from "../../../data/sample/batch.ts";
import type { HostTensor } from "../../../engine/run/onnx_runtime.ts";
import type { StepState } from "../kept_steps.ts";
import type { ChunkColumn } from "./arrow_chunk.ts";
import type { StepPlace } from "./chunk_file.ts";
import type { OutputStream, SamplesStream } from "./journal.ts";

/** What a step has in a stream. */
export interface StreamPart {
  readonly stream: OutputStream | SamplesStream;
  readonly place: StepPlace;
  readonly part: HostTensor | RoleRows;
}

/**
 * Sorts a step into streams.
 *
 * @param step written down
 * @returns what it has in each
 *
 * @example
 * ```ts
 * import { partsOfStep } from "./step_rows.ts";
 * const output = { dtype: "float32", shape: [1, 2], data: Float32Array.of(1, 2) } as const;
 * const outputs = { Head: { output } };
 * partsOfStep({ epoch: 0, batch: 0, samples: {}, outputs }).length; // 1
 * ```
 */
export function partsOfStep({ epoch, batch, samples, outputs }: StepState): readonly StreamPart[] {
  const place = [epoch, batch] as const;
  const given = Object.entries(samples).flatMap(([set, { ids, roles }]) =>
    Object.entries(roles).map(([role, part]): StreamPart => {
      const stream = { of: "samples", set, role, steps: part.steps ?? null, ids } as const;
      return { stream, place, part };
    })
  );
  const gave = Object.entries(outputs ?? {}).flatMap(([node, ports]) =>
    Object.entries(ports).map(([port, part]): StreamPart => {
      const { dtype, shape } = part;
      const stream = { of: "outputs", node, port, dtype, shape: shape.slice(1) } as const;
      return { stream, place, part };
    })
  );
  return [...given, ...gave];
}

/**
 * Makes columns of what steps have in one stream.
 *
 * @param parts of that stream, in order
 * @returns a row for each sample
 *
 * @example
 * ```ts
 * import { columnsOfParts, partsOfStep } from "./step_rows.ts";
 * const output = { dtype: "float32", shape: [1, 2], data: Float32Array.of(1, 2) } as const;
 * const outputs = { Head: { output } };
 * columnsOfParts(partsOfStep({ epoch: 0, batch: 0, samples: {}, outputs })).value;
 * ```
 */
export function columnsOfParts(
  parts: readonly StreamPart[],
): Readonly<Record<string, ChunkColumn>> {
  const counts = parts.map(countOf);
  const length = counts.reduce((sum, count) => sum + count, 0);
  const [epoch, batch] = [new Int32Array(length), new Int32Array(length)];
  let at = 0;
  parts.forEach(({ place }, index) => {
    const end = at + (counts[index] ?? 0);
    epoch.fill(place[0], at, end);
    batch.fill(place[1], at, end);
    at = end;
  });
  const places = {
    epoch: { type: "int32", values: epoch },
    batch: { type: "int32", values: batch },
  } as const;
  const [first] = parts;
  if (first?.stream.of === "outputs") {
    return { ...places, value: outputColumn(parts, first.stream) };
  }
  return { ...places, ...samplesColumns(parts, first?.stream.steps ?? 1) };
}

/**
 * Reads the output of a step.
 *
 * @param table rows of a chunk
 * @param place of the step
 * @param options what the rows are
 * @returns of shape (samples, …), or nothing when the step has no rows here
 *
 * @example
 * ```ts
 * import type { Table } from "apache-arrow";
 * import type { OutputStream } from "./journal.ts";
 * import { readOutput } from "./step_rows.ts";
 * const first = (table: Table, stream: OutputStream) => readOutput(table, [0, 0], { stream });
 * ```
 */
export function readOutput(
  table: Table,
  place: StepPlace,
  { stream }: { readonly stream: OutputStream },
): HostTensor | undefined {
  const { dtype, shape } = stream;
  const found = rowsOfPlace(table, place);
  if (found === undefined) return undefined;
  const size = sizeOf(shape);
  const all = listValues(table, "value");
  const data = all.slice(found.start * size, found.end * size) as HostTensor["data"];
  return { dtype, shape: [found.end - found.start, ...shape], data };
}

/**
 * Reads the samples of a step.
 *
 * @param table rows of a chunk
 * @param place of the step
 * @param options what the rows are
 * @returns rows, weights and rows per sample, or nothing when the step has no rows here
 *
 * @example
 * ```ts
 * import type { Table } from "apache-arrow";
 * import type { SamplesStream } from "./journal.ts";
 * import { readRows } from "./step_rows.ts";
 * const first = (table: Table, stream: SamplesStream) => readRows(table, [0, 0], { stream });
 * ```
 */
export function readRows(
  table: Table,
  place: StepPlace,
  { stream: { steps } }: { readonly stream: SamplesStream },
): RoleRows | undefined {
  const found = rowsOfPlace(table, place);
  if (found === undefined) return undefined;
  const each = steps ?? 1;
  const rows = listValues(table, "row").slice(found.start * each, found.end * each);
  const weights = numbersOf(table, "weight").slice(found.start, found.end);
  return {
    rows: Int32Array.from(rows),
    weights: Float32Array.from(weights),
    ...(steps !== null && { steps }),
  };
}

function countOf({ stream, part }: StreamPart): number {
  if (stream.of === "outputs") return (part as HostTensor).shape[0] ?? 0;
  return (part as RoleRows).rows.length / (stream.steps ?? 1);
}

function outputColumn(
  parts: readonly StreamPart[],
  { dtype, shape }: OutputStream,
): ChunkColumn {
  const tensors = parts.map(({ part }) => (part as HostTensor).data);
  const length = tensors.reduce((sum, data) => sum + data.length, 0);
  const make = dtype === "float32" ? Float32Array : dtype === "int32" ? Int32Array : Uint8Array;
  const values = new make(length);
  let at = 0;
  for (const data of tensors) {
    values.set(data, at);
    at += data.length;
  }
  return { type: "list", size: sizeOf(shape), dtype, values };
}

function samplesColumns(
  parts: readonly StreamPart[],
  steps: number,
): Readonly<Record<string, ChunkColumn>> {
  const all = parts.map(({ part }) => part as RoleRows);
  const rows = Int32Array.from(all.flatMap((part) => [...part.rows]));
  const weights = all.flatMap((part) =>
    part.weights ? [...part.weights] : plainWeights(part.rows, steps)
  );
  return {
    row: { type: "list", size: steps, dtype: "int32", values: rows },
    weight: { type: "float64", values: Float64Array.from(weights) },
  };
}

/** Where none are written down, samples count 1 and padding nothing. */
function plainWeights(rows: Int32Array, steps: number): readonly number[] {
  return Array.from({ length: rows.length / steps }, (_, at) => {
    const own = rows.subarray(at * steps, (at + 1) * steps);
    return own.some((row) => row >= 0) ? 1 : 0;
  });
}

function rowsOfPlace(
  table: Table,
  [epoch, batch]: StepPlace,
): { readonly start: number; readonly end: number } | undefined {
  const [epochs, batches] = [numbersOf(table, "epoch"), numbersOf(table, "batch")];
  let start = 0;
  while (start < epochs.length && (epochs[start] !== epoch || batches[start] !== batch)) start++;
  let end = start;
  while (end < epochs.length && epochs[end] === epoch && batches[end] === batch) end++;
  return start === end ? undefined : { start, end };
}

function numbersOf(table: Table, name: string): Int32Array | Float64Array {
  return table.getChild(name)?.toArray() ?? new Int32Array();
}

function listValues(table: Table, name: string): Float32Array | Int32Array | Uint8Array {
  return table.getChild(name)?.getChildAt(0)?.toArray() ?? new Float32Array();
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
