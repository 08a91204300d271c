/**
 * Samples for a model that takes batches of one size only.
 *
 * @module
 */

import type { HostTensor, HostTensors } from "../../engine/run/onnx_runtime.ts";

/** Computes a batch. */
export type RunBatch = (feeds: HostTensors) => Promise<HostTensors>;

/**
 * Runs samples piece by piece; the last piece is filled up with copies of its last sample, whose
 * results are dropped.
 *
 * @param feeds of shape (samples, …), all of as many samples
 * @param options how many samples a piece has, and what computes it
 * @returns results of shape (samples, …)
 * @example
 * ```ts
 * import { runInPieces } from "./run_in_pieces.ts";
 * const x = { dtype: "float32", shape: [3, 1], data: Float32Array.of(1, 2, 3) } as const;
 * await runInPieces({ x }, { samples: 3, batch: 2, run: (feeds) => Promise.resolve(feeds) });
 * ```
 */
export async function runInPieces(
  feeds: HostTensors,
  { samples, batch, run }: {
    readonly samples: number;
    readonly batch: number;
    readonly run: RunBatch;
  },
): Promise<HostTensors> {
  const pieces: HostTensors[] = [];
  for (let begin = 0; begin < samples; begin += batch) {
    const rows = Array.from({ length: batch }, (_, at) => Math.min(begin + at, samples - 1));
    pieces.push(await run(mapTensors(feeds, (tensor) => takeRows(tensor, rows))));
  }
  const [first = {}] = pieces;
  return mapTensors(first, (_, name) => {
    const parts = pieces.map((piece) => piece[name]).filter((part) => part !== undefined);
    return joinRows(parts, samples);
  });
}

function mapTensors(
  tensors: HostTensors,
  change: (tensor: HostTensor, name: string) => HostTensor,
): HostTensors {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, change(tensor, name)]),
  );
}

function takeRows(tensor: HostTensor, rows: readonly number[]): HostTensor {
  const width = tensor.data.length / (tensor.shape[0] ?? 1);
  const data = elementsLike(tensor.data, rows.length * width);
  rows.forEach((row, at) => {
    data.set(tensor.data.subarray(row * width, (row + 1) * width) as never, at * width);
  });
  return { ...tensor, shape: tensor.shape.with(0, rows.length), data };
}

function joinRows(parts: readonly HostTensor[], rows: number): HostTensor {
  const [first] = parts;
  if (first === undefined) throw new RangeError("Cannot join the results of no samples");
  const width = first.data.length / (first.shape[0] ?? 1);
  const data = elementsLike(first.data, rows * width);
  parts.reduce((at, part) => {
    const left = part.data.subarray(0, rows * width - at);
    data.set(left as never, at);
    return at + left.length;
  }, 0);
  return { ...first, shape: first.shape.with(0, rows), data };
}

/** Zeros in an array of the same type, which may be one that models do not exchange. */
function elementsLike(data: HostTensor["data"], length: number): HostTensor["data"] {
  const Elements = data.constructor as new (length: number) => HostTensor["data"];
  return new Elements(length);
}
