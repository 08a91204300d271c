/**
 * What data offers to a graph, as values that outlive the data: a graph is built of them, and is made
 * again from a file without any data.
 *
 * @module
 */

import { UnknownNameError } from "../core/names.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import type { Interface } from "../models/interface.ts";
import { dataInterface, targetInterface } from "./data_source.ts";
import { describeSource, sourceKey } from "./reference.ts";

/** What stands behind a reference to data. */
export interface DataOffer {
  readonly offered: Interface;
  /** The targets of its FeatureSet; nothing when there are none. */
  readonly targets?: Interface | undefined;
}

/** Finds what a reference offers, or throws UnknownNameError or ShapeError. */
export type FindOffer = (source: FeatureSetReference) => DataOffer;

/**
 * What FeatureSets offer.
 *
 * @param data the FeatureSets there are
 * @returns finds what a reference to them offers
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { offersOf } from "./data_offer.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * offersOf([set])({ featureSet: "a", split: null, selection: {} }).offered.shape; // [1]
 * ```
 */
export function offersOf(data: readonly FeatureSet[]): FindOffer {
  return (source) => ({
    offered: dataInterface(source, data),
    targets: targetInterface(source, data),
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
 * savedOffers(new Map([[sourceKey(source), { offered }]]))(source).offered.shape; // [1]
 * ```
 */
export function savedOffers(offers: ReadonlyMap<string, DataOffer>): FindOffer {
  return (source) => {
    const found = offers.get(sourceKey(source));
    if (found) return found;
    throw new UnknownNameError("data source", describeSource(source), {
      known: [...offers.keys()],
    });
  };
}
