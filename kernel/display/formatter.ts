/**
 * A formatter: one kind of value and how it looks. Formatters are values in a list; the first that
 * accepts a value shows it.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";

/** How values are to be shown; every field has a default. */
export interface FormatOptions {
  /** Whether `text/plain` carries ANSI colours; default false, so that saved notebooks stay plain. */
  readonly colors?: boolean;
  /** Columns of text before lines break; default 80. */
  readonly width?: number;
  /** Milliseconds for formatters that state no budget of their own; default 250. */
  readonly budget?: number;
}

/** Shows values of one kind. */
export interface Formatter<T extends object = object> {
  /** Stands in notes about a failure, such as `the "chart" formatter threw …`. */
  readonly name: string;
  /** Milliseconds it may take; for formatters that load a library at first use. */
  readonly budget?: number;
  /** States that `format` answers at once and cheaply, without a promise. */
  readonly immediate?: boolean;
  /** Whether the value is of this kind. Must be cheap; is never asked about proxies. */
  accepts(value: object): value is T;
  /** The forms of an accepted value. May throw: the value is then shown as plain text. */
  format(value: T, options: FormatOptions): MimeBundle | Promise<MimeBundle>;
}
