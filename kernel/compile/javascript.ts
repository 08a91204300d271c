/**
 * TypeScript to JavaScript: types, enums, namespaces and TSX become what V8 runs.
 *
 * @module
 */

import { transformSync } from "oxc-transform";
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
 * TSX becomes calls of the automatic runtime, so that `@jsxImportSource` in a comment is enough.
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
      text,
      found.length > 0 ? found : [{
        severity: "error",
        message: errors[0]?.message ?? "The cell is not a program",
        start: { line: 1, column: 1 },
        end: { line: 1, column: 1 },
      }],
    );
  }
  return {
    code,
    sourceMap: () => {
      const { map } = transform(text, true);
      return map === undefined ? undefined : JSON.stringify(map);
    },
  };
}

function transform(text: string, sourcemap: boolean): ReturnType<typeof transformSync> {
  return transformSync("cell.tsx", text, {
    lang: "tsx",
    sourceType: "module",
    target: "esnext",
    typescript: { onlyRemoveTypeImports: true },
    jsx: { runtime: "automatic" },
    sourcemap,
  });
}
