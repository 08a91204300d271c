/**
 * TypeScript to JavaScript: types, enums, namespaces and TSX become what V8 runs.
 *
 * @module
 */

import { type JsxOptions, transformSync } from "oxc-transform";
import { findCommonJs } from "./commonjs.ts";
import { CellSyntaxError, diagnose, parseCell } from "./syntax.ts";

/** JavaScript and the way back to the TypeScript it came from. */
export interface JavaScript {
  readonly code: string;
  /** Makes the source map; asks for it only when somebody needs a position. */
  sourceMap(): string | undefined;
}

/**
 * Transforms one cell.
 *
 * Imports that this cell does not mention stay, because a later cell may; only `import type` goes.
 * TSX becomes calls of the automatic runtime, so that `@jsxImportSource` in a comment is enough, or
 * of the function that `@jsx` in a comment names.
 *
 * @param text TypeScript or TSX
 * @returns JavaScript that still has static imports and top-level await
 * @throws {CellSyntaxError} with all errors, when the text is not a program
 * @example
 * ```ts
 * import { toJavaScript } from "./javascript.ts";
 * console.assert(toJavaScript("const a: number = 1").code === "const a = 1;\n");
 * ```
 */
export function toJavaScript(text: string): JavaScript {
  const { code, errors } = transform(text, false);
  if (errors.length > 0) {
    // The transformer counts in bytes; the parser gives the same errors in UTF-16 units.
    const found = diagnose(text, parseCell(text).errors);
    throw new CellSyntaxError(
      found.length > 0 ? found : [{
        severity: "error",
        message: errors[0]?.message ?? "The cell is not a program",
        start: { line: 1, column: 1 },
        end: { line: 1, column: 1 },
      }],
    );
  }
  const foreign = findCommonJs(text);
  if (foreign.length > 0) throw new CellSyntaxError(foreign);
  return {
    code,
    sourceMap: () => {
      const { map } = transform(text, true);
      return map === undefined ? undefined : JSON.stringify(map);
    },
  };
}

/** Names functions of the cell's own, such as `h` and `Fragment`. */
const FACTORY = /@jsx\s+([\w$.]+)/;
const FRAGMENT = /@jsxFrag\s+([\w$.]+)/;

function transform(text: string, sourcemap: boolean): ReturnType<typeof transformSync> {
  return transformSync("cell.tsx", text, {
    lang: "tsx",
    sourceType: "module",
    target: "esnext",
    typescript: { onlyRemoveTypeImports: true },
    jsx: jsxOptions(text),
    sourcemap,
  });
}

/** A comment counts wherever it stands: a cell is rarely TSX from its first line on. */
function jsxOptions(text: string): JsxOptions {
  const pragma = FACTORY.exec(text)?.[1];
  if (pragma === undefined) return { runtime: "automatic" };
  const pragmaFrag = FRAGMENT.exec(text)?.[1];
  return { runtime: "classic", pragma, ...(pragmaFrag === undefined ? {} : { pragmaFrag }) };
}
