/**
 * What inspection says of a live value.
 *
 * @module
 */

import { own } from "./own.ts";
import { functionText } from "./preview.ts";
import { summarise, type Summary } from "./summary.ts";

/** A summary with what only some values have. */
export interface Portrait extends Summary {
  /** Columns of an Arrow table. */
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  /** Text of a function or class. */
  readonly source?: string;
}

const MOST_COLUMNS = 50;
const LONGEST_SOURCE = 20_000;

/**
 * Describes a value closer.
 *
 * @param value anything
 * @param level 1 adds the source of functions and classes
 * @returns the summary, columns and source where there are any
 * @example
 * ```ts
 * import { portray } from "./portrait.ts";
 * console.assert(portray(class A {}, 1).source === "class A {}");
 * ```
 */
export function portray(value: unknown, level: 0 | 1): Portrait {
  const summary = summarise(value, 200);
  const columns = columnsOf(value);
  const source = level === 1 && typeof value === "function" ? sourceOf(value) : undefined;
  return { ...summary, ...(columns ? { columns } : {}), ...(source ? { source } : {}) };
}

function columnsOf(value: unknown): Portrait["columns"] | undefined {
  const fields = own(own(value, "schema"), "fields");
  if (!Array.isArray(fields) || own(value, "batches") === undefined) return undefined;
  return fields.slice(0, MOST_COLUMNS).map((field: unknown) => ({
    name: String(own(field, "name")),
    type: typeName(own(field, "type")),
  }));
}

/** Arrow's types write themselves; nothing else says `Dictionary<Int32, Utf8>`. */
function typeName(type: unknown): string {
  try {
    return String(type);
  } catch {
    return "unknown";
  }
}

function sourceOf(value: object): string | undefined {
  const text = functionText(value);
  return text.includes("[native code]") ? undefined : text.slice(0, LONGEST_SOURCE);
}
