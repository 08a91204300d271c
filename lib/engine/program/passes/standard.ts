/**
 * The passes that every program goes through.
 *
 * @module
 */

import type { Pass } from "../pass.ts";
import { broadcastLate } from "./broadcast_late.ts";
import { dropCentredSums } from "./drop_centred_sums.ts";
import { dropNoOps } from "./drop_no_ops.ts";
import { fuseBias } from "./fuse_bias.ts";
import { flattenProducts } from "./flatten_products.ts";
import { foldConstants } from "./fold_constants.ts";
import { fuseTranspose } from "./fuse_transpose.ts";
import { fuseActivation } from "./fuse_activation.ts";
import { removeDeadCode } from "./remove_dead_code.ts";
import { shareCommon } from "./share_common.ts";

/** In this order; folding brings new numbers that may change nothing, and all leave dead code. */
export const STANDARD_PASSES: readonly Pass[] = [
  removeDeadCode,
  flattenProducts,
  dropNoOps,
  foldConstants,
  dropNoOps,
  broadcastLate,
  dropCentredSums,
  foldConstants,
  dropNoOps,
  shareCommon,
  fuseTranspose,
  fuseBias,
  fuseActivation,
  dropNoOps,
  removeDeadCode,
];
