/**
 * Merges by name: what saved graphs name.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { Registry } from "../../core/registry.ts";
import type { Merge } from "../merge_node.ts";
import { attention } from "./attention.ts";
import { concat } from "./concat.ts";
import { max, mean, sum } from "./elementwise.ts";
import { gated } from "./gated.ts";
import { weighted } from "./weighted.ts";

/** Makes a merge of a saved config. */
export type MergeMaker = (config: JsonObject) => Merge;

/** Merges; register your own by name, so that saved graphs can name them. */
export const merges: Registry<MergeMaker> = new Registry<MergeMaker>("merge", {
  concat,
  sum,
  mean,
  max,
  weighted,
  attention,
  gated,
});
