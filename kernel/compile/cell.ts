/**
 * What goes into the compiler and what comes out: a cell as text, and the same cell as something
 * V8 can evaluate.
 *
 * @module
 */

import type { JsxSettings } from "./jsx.ts";

/** A place in the text of a cell; both count from 1, columns in UTF-16 units. */
export interface CellPosition {
  readonly line: number;
  readonly column: number;
}

/** What the compiler has to know of a cell. */
export interface CellSource {
  /** The text as the user wrote it, commands included. */
  readonly text: string;
  /** Unique per evaluation; stands in stack traces as the script's URL, `cell:<id>`. */
  readonly id: string;
  /** Names that are loaded only when a cell mentions them, such as `tf`. */
  readonly lazyNames?: readonly string[];
  /** Names which earlier cells declared at top level. */
  readonly declared?: ReadonlySet<string>;
  /** What TSX becomes; default calls of React's automatic runtime. */
  readonly jsx?: JsxSettings | undefined;
}

/** A cell ready for `Runtime.evaluate` with `replMode`. */
export interface CompiledCell {
  readonly id: string;
  /** JavaScript text; begins with the tick, ends with `//# sourceURL=cell:<id>`. */
  readonly code: string;
  /** Top-level names this cell declares. */
  readonly declares: readonly string[];
  /** Free names this cell reads and does not declare. */
  readonly uses: readonly string[];
  /** Whether the value of the last expression is handed to `result`. */
  readonly hasResult: boolean;
  /** Place in the cell of a place in `code` (both from 1), or undefined for text we added. */
  original(position: CellPosition): CellPosition | undefined;
}

/** One thing the parser or the type checker has to say about a cell. */
export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  /** Such as `TS2322`; absent for syntax errors. */
  readonly code?: string;
  readonly start: CellPosition;
  readonly end: CellPosition;
}
