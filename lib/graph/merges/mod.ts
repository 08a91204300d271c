/**
 * The ways to merge, for `merge.concat()` and the like; and what ways of one's own are made of.
 *
 * @module
 */

export { attention } from "./attention.ts";
export { concat } from "./concat.ts";
export { max, mean, sum } from "./elementwise.ts";
export { gated } from "./gated.ts";
export { mergeModel, namedMerge, sameShape } from "./merge_model.ts";
export { merges } from "./registry.ts";
export { weighted } from "./weighted.ts";
