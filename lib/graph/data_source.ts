/**
 * What data offers to the nodes that take from it, and how it is read.
 *
 * @module
 */

import { quote, UnknownNameError } from "../core/names.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import type { FeatureSetView } from "../data/feature_set_view.ts";
import { type FeatureSetReference, resolveReference } from "../data/reference.ts";
import type { ColumnSelection } from "../data/select_columns.ts";
import type { Batch } from "../data/sample/batch.ts";
import { stackedShape } from "../data/stacked_shape.ts";
import type { HostTensor } from "../engine/run/onnx_runtime.ts";
import { type Interface, writeShape } from "../models/interface.ts";
import { ShapeError } from "../models/model.ts";

/** Samples that can be read: a view, or a batch of one. */
export type Samples = FeatureSetView | Batch;

/**
 * What a reference to data offers.
 *
 * @param source the reference
 * @param data the FeatureSets there are
 * @returns its columns side by side: shape (columns, …shape of one sample), or (numbers) where
 *   scalars and vectors differ in length
 * @throws UnknownNameError for a FeatureSet, split or column that does not exist; ShapeError when
 *   columns cannot stand side by side
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { dataInterface } from "./data_source.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * dataInterface({ featureSet: "a", split: null, selection: {} }, [set]).shape; // [1]
 * ```
 */
export function dataInterface(
  source: FeatureSetReference,
  data: readonly FeatureSet[],
): Interface {
  const view = resolveReference({ ...source, selection: meant(source) }, data);
  return columnsInterface(view, { names: view.columnNames, port: source.featureSet });
}

/** The targets beside some samples. */
export interface TargetOffer {
  /** What they look like; left out when there are none, or none that can be taken. */
  readonly targets?: Interface | undefined;
  /** Why there are some and they cannot be taken, such as texts. */
  readonly untaken?: string | undefined;
}

/**
 * What the targets of the FeatureSet of a reference look like.
 *
 * @param source the reference
 * @param data the FeatureSets there are
 * @returns what they look like, or why they cannot be taken; neither when there are none
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { targetOffer } from "./data_source.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1], y: [2] }, { features: ["x"], targets: ["y"] });
 * targetOffer({ featureSet: "a", split: null, selection: {} }, [set]).targets?.shape; // [1]
 * ```
 */
export function targetOffer(
  { featureSet }: FeatureSetReference,
  data: readonly FeatureSet[],
): TargetOffer {
  const set = data.find(({ label }) => label === featureSet);
  if (set === undefined || set.targetKeys.length === 0) return {};
  const names = set.findColumns({ targets: "*", representation: "newest" });
  try {
    return { targets: columnsInterface(set.toView(), { names, port: "targets" }) };
  } catch (error) {
    if (error instanceof ShapeError) return { untaken: error.reason };
    throw error;
  }
}

/**
 * Reads what a reference means of some samples.
 *
 * @param samples a view or a batch
 * @param of which columns, and of which role, when the batch has several
 * @returns float32 of shape (samples, columns, …shape of one sample), or (samples, numbers)
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { readSource } from "./data_source.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * const source = { featureSet: "a", split: null, selection: {} };
 * readSource(set.toView(), { source }).shape; // [2, 1]
 * ```
 */
export function readSource(
  samples: Samples,
  { source, role }: {
    readonly source: FeatureSetReference;
    readonly role?: string;
  },
): HostTensor {
  const { values, shape } = samples.getStacked(meant(source), role === undefined ? {} : { role });
  return { dtype: "float32", shape, data: values as Float32Array };
}

/**
 * The columns of samples that a reference means, in the order in which they are read side by side.
 *
 * @param view of any FeatureSet
 * @param source the reference
 * @returns full names
 * @throws UnknownNameError when there are no such columns
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { columnsMeant } from "./data_source.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * columnsMeant(set.toView(), { featureSet: "a", split: null, selection: {} }); // ["features.x.raw"]
 * ```
 */
export function columnsMeant(view: FeatureSetView, source: FeatureSetReference): readonly string[] {
  return view.findColumns(meant(source));
}

/** Features, where the reference names no column. */
function meant({ selection }: FeatureSetReference): ColumnSelection {
  const { representation: _, ...named } = selection;
  const names = Object.values(named).some((part) => part !== undefined);
  return names ? selection : { ...selection, features: "*" };
}

function columnsInterface(
  view: FeatureSetView,
  { names, port }: { readonly names: readonly string[]; readonly port: string },
): Interface {
  const columns = names.map((name) => ({ name, column: view.table.column(name) }));
  const [first] = columns;
  if (first === undefined) throw new UnknownNameError("feature", "*", { known: view.columnNames });
  const text = columns.find(({ column }) => column.dtype === "utf8");
  if (text !== undefined) {
    throw new ShapeError(port, {
      expected: "numbers",
      found: `${quote(text.name)} of ${text.column.dtype}`,
      hint: "encode it first (oneHot or ordinal), or leave it out",
    });
  }
  const shape = stackedShape(columns.map(({ column }) => column.shape));
  if (shape !== undefined) return { shape, dtype: "float32" };
  const other = columns.find(({ column }) => String(column.shape) !== String(first.column.shape));
  throw new ShapeError(port, {
    expected: `columns of one shape, as ${quote(first.name)}: ${writeShape(first.column.shape)}`,
    found: `${quote(other?.name ?? "")}: ${writeShape(other?.column.shape ?? [])}`,
    hint: "give each its own input, and merge",
  });
}
