/**
 * TypeScript to JavaScript: types, enums, namespaces and TSX become what V8 runs.
 *
 * @module
 */

import { transformSync } from "oxc-transform";
import { findCommonJs } from "./commonjs.ts";
import { jsxOptions, type JsxSettings } from "./jsx.ts";
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
 *
 * @param text TypeScript or TSX
 * @param jsx what its folder says of TSX
 * @returns JavaScript that still has static imports and top-level await
 * @throws {CellSyntaxError} with all errors, when the text is not a program
 * @example
 * ```ts
 * import { toJavaScript } from "./javascript.ts";
 * console.assert(toJavaScript("const a: number = 1").code === "const a = 1;\n");
 * ```
 */
export function toJavaScript(text: string, jsx?: JsxSettings): JavaScript {
  const { code, errors } = transform(text, { sourcemap: false, jsx });
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
      const { map } = transform(text, { sourcemap: true, jsx });
      return map === undefined ? undefined : JSON.stringify(map);
    },
  };
}

function transform(
  text: string,
  { sourcemap, jsx }: { readonly sourcemap: boolean; readonly jsx: JsxSettings | undefined },
): ReturnType<typeof transformSync> {
  return transformSync("cell.tsx", text, {
    lang: "tsx",
    sourceType: "module",
    target: "esnext",
    typescript: { onlyRemoveTypeImports: true },
    jsx: jsxOptions(text, jsx),
    sourcemap,
  });
}
