/**
 * What data offers to a graph, as values that outlive the data: a graph is built of them, and is made
 * again from a file without any data.
 *
 * @module
 */

import { ARRAYS, Column } from "../data/column.ts";
import { ColumnTable } from "../data/column_table.ts";
import { FeatureSet } from "../data/feature_set.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import type { Interface } from "../models/interface.ts";
import { dataInterface, type TargetOffer, targetOffer } from "./data_source.ts";
import { sourceKey } from "./reference.ts";

/** What stands behind a reference to data. */
export interface DataOffer extends TargetOffer {
  readonly offered: Interface;
}

/**
 * Finds what a reference offers: nothing where that was not written down, UnknownNameError or ShapeError
 * where there is no such thing.
 */
export type FindOffer = (source: FeatureSetReference) => DataOffer | undefined;

/**
 * What FeatureSets offer. Their samples are not held on to, so that a graph can outlive them.
 *
 * @param data the FeatureSets there are
 * @returns finds what a reference to them offers
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { offersOf } from "./data_offer.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * offersOf([set])({ featureSet: "a", split: null, selection: {} })?.offered.shape; // [1]
 * ```
 */
export function offersOf(data: readonly FeatureSet[]): FindOffer {
  const kept = data.map(withoutSamples);
  return (source) => ({
    offered: dataInterface(source, kept),
    ...targetOffer(source, kept),
  });
}

/**
 * What data offered when a graph was built.
 *
 * @param offers by `sourceKey`
 * @returns finds what a reference offered
 * @example
 * ```ts
 * import { savedOffers } from "./data_offer.ts";
 * import { sourceKey } from "./reference.ts";
 * const source = { featureSet: "a", split: null, selection: {} };
 * const offered = { shape: [1], dtype: "float32" } as const;
 * savedOffers(new Map([[sourceKey(source), { offered }]]))(source)?.offered.shape; // [1]
 * ```
 */
export function savedOffers(offers: ReadonlyMap<string, DataOffer>): FindOffer {
  return (source) => offers.get(sourceKey(source));
}

/** The columns and splits of a FeatureSet, all of them empty. */
function withoutSamples({ label, table, splits }: FeatureSet): FeatureSet {
  const columns = table.names.map((name) => {
    const { dtype, shape } = table.column(name);
    return [name, new Column({ dtype, shape, values: new ARRAYS[dtype](0) })] as const;
  });
  const emptied = Object.entries(splits).map(([name, view]) => [name, {
    rows: new Int32Array(),
    columns: view.namesColumns ? view.columnNames : undefined,
  }]);
  return new FeatureSet({
    label,
    table: new ColumnTable(new Map(columns), { ids: [] }),
    splits: Object.fromEntries(emptied),
  });
}
