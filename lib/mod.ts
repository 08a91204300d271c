/**
 * modulab: modular machine learning, interactively.
 *
 * @module
 */

// core: what everything stands on
export { cellSignal } from "./core/cell_signal.ts";
