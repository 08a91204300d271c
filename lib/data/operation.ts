/**
 * What was done to a FeatureSet: the lines of its lineage.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import type { RowOrigins } from "./row_origins.ts";

/** One thing that was done: what, on what, with which options and seed. */
export interface Operation {
  /** The name of the method or constructor. */
  readonly name: string;
  /** Its options, as plain data. */
  readonly options: JsonObject;
  /** Columns and splits that it made, or nothing when it made all of them. */
  readonly made: readonly string[];
  /** Columns and splits that it read. */
  readonly read: readonly string[];
  /** Which rows of what a constructor read each sample was made of; row after row when left out. */
  readonly rows?: RowOrigins;
  /** The FeatureSets that it made one of, where there were several. */
  readonly sources?: readonly OperationSource[];
}

/** A FeatureSet, or a view of one, that went into another. */
export interface OperationSource {
  readonly label: string;
  /** How many of its samples went in. */
  readonly samples: number;
  /**
   * The row of the FeatureSet that is in each sample of the result (a join) or of the part that is of
   * this source (rows below each other); row after row when left out.
   */
  readonly rows?: RowOrigins;
  /** What was done to it before. */
  readonly operations: readonly Operation[];
}
