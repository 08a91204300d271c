/**
 * In how many bits products are computed.
 *
 * @module
 */

/**
 * `"mixed"` computes products of matrices and convolutions in floats of 16 bits, which graphics
 * processors have more and faster units for; sums, everything else and all that is kept have 32.
 *
 * @see Micikevicius et al., Mixed Precision Training, ICLR 2018, arXiv:1710.03740
 */
export type Precision = "float32" | "mixed";

/** All of them. */
export const PRECISIONS: readonly Precision[] = ["float32", "mixed"];
