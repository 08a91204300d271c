/**
 * Built-in names that a cell's top level hides from the session itself and from every module, which
 * a module's own declaration does not: some no cell may declare, of others the session tells.
 *
 * @module
 */

import type { Program } from "oxc-parser";
import { type Analysis, identifiers, type Mention } from "./analysis.ts";
import { declarationOf } from "./declare.ts";

/** Without one of these no cell can be run, shown or ended any more. */
const NEEDED = ["Array", "Deno", "JSON", "Object", "Promise", "Symbol", "globalThis"];

/**
 * What packages rely on: ECMAScript's names, and those that Node has made common. Not `crypto`: the
 * one that is imported from `node:crypto` does for packages as well.
 */
const RELIED_ON: ReadonlySet<string> = new Set([
  ...["AbortController", "AbortSignal", "AggregateError", "ArrayBuffer", "Atomics", "BigInt"],
  ...["BigInt64Array", "BigUint64Array", "Boolean", "Buffer", "DataView", "Date", "Error"],
  ...["EvalError", "EventTarget", "FinalizationRegistry", "Float16Array", "Float32Array"],
  ...["Float64Array", "Function", "Int16Array", "Int32Array", "Int8Array", "Intl", "Iterator"],
  ...["Map", "Math", "Number", "Proxy", "RangeError", "ReferenceError", "Reflect", "RegExp"],
  ...["Set", "SharedArrayBuffer", "String", "SyntaxError", "TextDecoder", "TextEncoder"],
  ...["TypeError", "URIError", "URL", "URLSearchParams", "Uint16Array", "Uint32Array"],
  ...["Uint8Array", "Uint8ClampedArray", "WeakMap", "WeakRef", "WeakSet", "WebAssembly", "atob"],
  ...["btoa", "clearImmediate", "clearInterval", "clearTimeout", "console", "decodeURI"],
  ...["decodeURIComponent", "encodeURI", "encodeURIComponent", "fetch", "global", "isFinite"],
  ...["isNaN", "parseFloat", "parseInt", "performance", "process", "queueMicrotask"],
  ...["setImmediate", "setInterval", "setTimeout", "structuredClone"],
]);

/**
 * Where a cell declares such names.
 *
 * @param program the cell's JavaScript as a tree
 * @param analysis what the walk found
 * @returns the names where they are declared, as a rule none
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { analyze } from "./analysis.ts";
 * import { hiddenNames } from "./needed_names.ts";
 * const { program } = parseSync("cell.js", "class Promise {}");
 * console.assert(hiddenNames(program, analyze(program))[0]?.start === 6);
 * ```
 */
export function hiddenNames(program: Program, analysis: Analysis): readonly Mention[] {
  const hidden = NEEDED.filter((name) => analysis.declared.has(name));
  if (hidden.length === 0) return [];
  const variables = analysis.variables.flatMap(({ declarations }) => declarations);
  const declared = program.body.flatMap((statement): readonly Mention[] => {
    if (statement.type === "ImportDeclaration") {
      return statement.specifiers.flatMap(({ local }) => identifiers(local));
    }
    const declaration = declarationOf(statement);
    if (declaration?.type === "VariableDeclaration") {
      return declaration.declarations.flatMap(({ id }) => identifiers(id));
    }
    return declaration && "id" in declaration && declaration.id ? identifiers(declaration.id) : [];
  });
  const found = [...declared, ...variables.flatMap(({ id }) => identifiers(id))];
  return hidden.flatMap((name) => found.find((mention) => mention.name === name) ?? []);
}

/**
 * The names a cell declares that packages rely on.
 *
 * @param analysis what the walk found
 * @returns names of which the session tells, once, that they are hidden; as a rule none
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { analyze } from "./analysis.ts";
 * import { reliedOnNames } from "./needed_names.ts";
 * const { program } = parseSync("cell.js", "class Map {}; const name = 1");
 * console.assert(reliedOnNames(analyze(program)).join() === "Map");
 * ```
 */
export function reliedOnNames({ declared }: Analysis): readonly string[] {
  return [...declared].filter((name) => RELIED_ON.has(name));
}
