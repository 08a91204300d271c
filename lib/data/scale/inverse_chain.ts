/**
 * Chains of scalers run backwards: for the outputs of models.
 *
 * @module
 */

import { list } from "../../core/names.ts";
import { Column } from "../column.ts";
import type { Domain } from "../column_name.ts";
import type { ScalerRecord } from "./chain.ts";
import { columnWidths } from "./column_widths.ts";
import { fromMatrix, toMatrix } from "./matrix.ts";
import { NotInvertibleError } from "./scaler.ts";

/** What is scaled back. */
export interface InverseTarget {
  readonly domain: Domain;
  readonly keys: readonly string[];
  /** The representation that the columns have. */
  readonly into: string;
}

/**
 * Scales columns back to raw, from the newest scaler to the oldest.
 *
 * @param columns one for each key
 * @param records the chain
 * @param options whose scalers are run backwards
 * @returns the columns as they would have been before scaling
 * @throws {NotInvertibleError} when a scaler has no inverse, or scaled these columns together with
 *   others that are not given
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { inverseChain } from "./inverse_chain.ts";
 * const options = { domain: "targets", keys: ["soh"], into: "transformed" } as const;
 * const same = inverseChain([buildColumn("soh", [0.5])], [], options);
 * ```
 */
export function inverseChain(
  columns: readonly Column[],
  records: readonly ScalerRecord[],
  { domain, keys, into }: InverseTarget,
): readonly Column[] {
  const current = new Map(keys.map((key, at) => [key, columns[at] as Column]));
  const reached = new Map(keys.map((key) => [key, into]));
  for (const [at, record] of records.entries().toArray().toReversed()) {
    if (record.domain !== domain) continue;
    const own = record.keys.filter((key) => reached.get(key) === record.into);
    if (own.length === 0) continue;
    const before = stepBack(current, { record, own });
    for (const key of own) {
      current.set(key, before.get(key) as Column);
      const first = !records.slice(0, at).some((one) => writes(one, record, key));
      if (first) reached.set(key, record.from);
    }
  }
  return keys.map((key) => current.get(key) as Column);
}

function writes(earlier: ScalerRecord, later: ScalerRecord, key: string): boolean {
  return earlier.domain === later.domain && earlier.into === later.into &&
    earlier.keys.includes(key);
}

function stepBack(
  current: ReadonlyMap<string, Column>,
  { record, own }: { record: ScalerRecord; own: readonly string[] },
): ReadonlyMap<string, Column> {
  const { fitted, share, keys, scaler } = record;
  if (fitted.inverse === undefined) {
    throw new NotInvertibleError(
      `Cannot scale ${list(own)} back: ${scaler.name} has no inverse; ` +
        `undo it with undoLastTransform() where you need the numbers before it`,
    );
  }
  const absent = keys.filter((key) => !own.includes(key));
  // Where each feature is scaled by itself, any numbers may stand for those not given.
  const separable = fitted.featureWise && (share === "none" || share === "positions");
  if (absent.length > 0 && !separable) {
    throw new NotInvertibleError(
      `Cannot scale ${list(own)} back alone: ${scaler.name} scaled ${list(keys)} together; ` +
        `give ${list(absent)} as well`,
    );
  }
  const widths = columnWidths(fitted, { share, keys });
  const wide = (key: string): number => widths?.[keys.indexOf(key)] ?? 1;
  const sample = own[0] as string;
  const like = current.get(sample) as Column;
  const shape = narrowed(like, wide(sample));
  const given = keys.map((key) =>
    own.includes(key) ? current.get(key) as Column : zeros(like.length, [...shape, wide(key)])
  );
  const before = given.map(({ length, valid }) => ({ shape, length, valid }));
  const back = fromMatrix(fitted.inverse(toMatrix(given, { share, widths, keys })), before, {
    share,
  });
  return new Map(keys.map((key, at) => [key, back[at] as Column]));
}

/** The shape without the axis along which a scaler laid what it made of one number. */
function narrowed({ shape }: Column, width: number): readonly number[] {
  return width === 1 ? shape : shape.slice(0, -1);
}

function zeros(length: number, shape: readonly number[]): Column {
  const size = shape.reduce((product, axis) => product * axis, 1);
  return new Column({ dtype: "float64", shape, values: new Float64Array(length * size) });
}
