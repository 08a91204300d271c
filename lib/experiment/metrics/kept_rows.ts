/**
 * Keeps what was predicted, for metrics that depend on the order of all samples.
 *
 * Memory grows with samples: 4 bytes for each number that came as float32, 8 otherwise.
 *
 * @module
 */

import { checkColumns } from "./columns.ts";
import type { Gatherer } from "./define_metric.ts";
import type { MetricBatch } from "./metric.ts";

/** Numbers that are kept. */
export type Kept = Float32Array | Float64Array | Int32Array;

/** Rows that count, of one batch or of all. */
export interface Rows {
  /** Of shape (rows, …). */
  readonly outputs: Kept;
  /** Of shape (rows, …). */
  readonly targets: Kept;
  /** Of shape (rows), above 0. */
  readonly weights: Float64Array;
}

/** What was kept, batch by batch. */
export interface KeptRows {
  parts: Rows[];
}

/** Rows as they are read, those that do not count among them. */
export interface ReadRows {
  readonly outputs: ArrayLike<number>;
  readonly targets: ArrayLike<number>;
  readonly weights: Float64Array;
}

/**
 * Keeps rows.
 *
 * @param read from a batch to its rows
 * @returns the gatherer; rows of weight 0 are not kept
 * @example
 * ```ts
 * import { allRows, gatherRows } from "./kept_rows.ts";
 * import { readNumberRows } from "./number_rows.ts";
 * const gather = gatherRows(readNumberRows);
 * const kept = gather.start();
 * gather.add(kept, { outputs: [1, 2], targets: [1, 3], weights: [1, 0] });
 * allRows(kept).outputs; // [1]
 * ```
 */
export function gatherRows(read: (batch: MetricBatch) => ReadRows): Gatherer<KeptRows> {
  return {
    start: () => ({ parts: [] }),
    add(kept, batch) {
      const { outputs, targets, weights } = read(batch);
      const rows = counting(weights);
      if (rows.length === 0) return;
      const all = rows.length === weights.length;
      const pick = (of: ArrayLike<number>): Kept =>
        all ? copyOf(of) : picked(of, { rows, width: of.length / weights.length });
      kept.parts = [{
        outputs: pick(outputs),
        targets: pick(targets),
        weights: Float64Array.from(pick(weights)),
      }];
    },
    merge(kept, { parts }) {
      const [first] = kept.parts;
      for (const part of parts) if (first) checkColumns(widthOf(first), widthOf(part));
      kept.parts.push(...parts);
    },
  };
}

/**
 * Joins all that was kept.
 *
 * @param kept batch by batch
 * @returns all rows in the order in which they were added
 * @example
 * ```ts
 * import { allRows } from "./kept_rows.ts";
 * allRows({ parts: [] }).weights.length; // 0
 * ```
 */
export function allRows({ parts }: KeptRows): Rows {
  const [first] = parts;
  if (first !== undefined && parts.length === 1) return first;
  return {
    outputs: joined(parts.map(({ outputs }) => outputs)),
    targets: joined(parts.map(({ targets }) => targets)),
    weights: Float64Array.from(joined(parts.map(({ weights }) => weights))),
  };
}

/**
 * How many numbers came out for each row.
 *
 * @param rows any rows
 * @returns their number, 0 where there are no rows
 * @example
 * ```ts
 * import { widthOf } from "./kept_rows.ts";
 * const [outputs, targets] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 2)];
 * widthOf({ outputs, targets, weights: Float64Array.of(1, 1) }); // 2
 * ```
 */
export function widthOf({ outputs, weights }: Rows): number {
  return weights.length === 0 ? 0 : outputs.length / weights.length;
}

/** What was kept of one output. */
export interface KeptColumn {
  /** Its number from 0. */
  readonly column: number;
  /** Of shape (rows). */
  readonly outputs: Float64Array;
  /** Of shape (rows). */
  readonly targets: Float64Array;
  /** Of shape (rows), above 0; the same for all outputs. */
  readonly weights: Float64Array;
}

/**
 * Goes output by output over what was kept of numbers.
 *
 * @param kept batch by batch, with as many targets as outputs in each row
 * @returns copies of the columns, in order; none where there are no rows
 * @example
 * ```ts
 * import { columnsOf } from "./kept_rows.ts";
 * const [outputs, targets] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8)];
 * const kept = { parts: [{ outputs, targets, weights: Float64Array.of(1, 1) }] };
 * columnsOf(kept)[1]?.outputs; // [2, 4]
 * ```
 */
export function columnsOf(kept: KeptRows): readonly KeptColumn[] {
  const rows = allRows(kept);
  const width = widthOf(rows);
  return Array.from({ length: width }, (_, column) => ({
    column,
    outputs: columnOf(rows.outputs, { column, width }),
    targets: columnOf(rows.targets, { column, width }),
    weights: rows.weights,
  }));
}

function columnOf(
  values: ArrayLike<number>,
  { column, width }: { readonly column: number; readonly width: number },
): Float64Array {
  const found = new Float64Array(values.length / width);
  for (let row = 0; row < found.length; row++) found[row] = values[row * width + column] as number;
  return found;
}

/** Rows that count. */
function counting(weights: Float64Array): Uint32Array {
  const rows = new Uint32Array(weights.length);
  let count = 0;
  for (let row = 0; row < weights.length; row++) if (weights[row] !== 0) rows[count++] = row;
  return rows.subarray(0, count);
}

/** Batches are read where they are, and may be used again. */
function copyOf(values: ArrayLike<number>): Kept {
  return new (kindOf([values]))(values);
}

function picked(
  values: ArrayLike<number>,
  { rows, width }: { readonly rows: Uint32Array; readonly width: number },
): Kept {
  const found = new (kindOf([values]))(rows.length * width);
  rows.forEach((row, to) => {
    for (let at = 0; at < width; at++) found[to * width + at] = values[row * width + at] as number;
  });
  return found;
}

function joined(parts: readonly Kept[]): Kept {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = new (kindOf(parts))(length);
  let to = 0;
  for (const part of parts) {
    all.set(part, to);
    to += part.length;
  }
  return all;
}

type KeptKind = typeof Float32Array | typeof Float64Array | typeof Int32Array;

/** The smallest kind that holds them all. */
function kindOf(parts: readonly ArrayLike<number>[]): KeptKind {
  if (parts.every((part) => part instanceof Float32Array)) return Float32Array;
  return parts.every((part) => part instanceof Int32Array) ? Int32Array : Float64Array;
}
