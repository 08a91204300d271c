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

/**
 * In this order. What has no effect goes first, as distances from the mean are found only without it;
 * folding comes after the sums that are zero. Dead code goes before sharing and fusing, which count who
 * reads a value; what fusing leaves behind goes last.
 */
export const STANDARD_PASSES: readonly Pass[] = [
  flattenProducts,
  dropNoOps,
  broadcastLate,
  dropCentredSums,
  foldConstants,
  removeDeadCode,
  shareCommon,
  fuseTranspose,
  fuseBias,
  fuseActivation,
  dropNoOps,
  removeDeadCode,
];
