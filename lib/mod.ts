/**
 * modulab: modular machine learning, interactively. Its stages, in the order in which data meets
 * them; each says what it exports.
 *
 * @module
 */

export * from "./core/mod.ts";
export * from "./data/mod.ts";
export * from "./engine/mod.ts";
export * from "./models/mod.ts";
export * from "./graph/mod.ts";
export * from "./training/mod.ts";
export * from "./experiment/mod.ts";
export * from "./file/mod.ts";
