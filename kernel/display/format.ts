/**
 * The walk from a value to its MIME bundle: choose a formatter, give it a time budget, fall back to
 * text, make the outcome fit for a message.
 *
 * @module
 */

import { isProxy } from "node:util/types";

import { type MimeBundle, textBundle } from "./bundle.ts";
import { cleanBundle } from "./clean.ts";
import type { FormatOptions, Formatter } from "./formatter.ts";
import { DEFAULT_FORMATTERS } from "./formatters.ts";
import {
  describeThrown,
  type InspectOptions,
  inspectValue,
  inspectWithoutMethods,
} from "./inspect.ts";
import { endAfter, LOOP_LIMIT } from "./limit.ts";

const DEFAULT_BUDGET = 250;

/** Turns values into bundles. */
export interface ValueFormatter {
  /**
   * Asked first to last, at each value: who owns the list may put formatters in front.
   */
  readonly formatters: Formatter[];
  /** The bundle at once, or undefined for values that need `formatValue`. Never throws. */
  formatSync(value: unknown, options?: FormatOptions): MimeBundle | undefined;
  /** The bundle of any value. Never rejects: what fails is shown as text with a note. */
  formatValue(value: unknown, options?: FormatOptions): Promise<MimeBundle>;
}

/** What a formatter of values is made of. */
export interface FormatterInit {
  /** Default: `DEFAULT_FORMATTERS`. */
  readonly formatters?: readonly Formatter[];
  /** Milliseconds that a formatter may take without a pause; default `LOOP_LIMIT`. */
  readonly loopLimit?: number;
}

/**
 * Makes a value formatter with a list of its own.
 *
 * @param init the formatters, in the order in which they are asked
 * @returns the two ways to format
 * @example
 * ```ts
 * import { createFormatter } from "./format.ts";
 * const { formatSync } = createFormatter();
 * console.assert(formatSync(1 + 1)?.data["text/plain"] === "2");
 * ```
 */
export function createFormatter(init: FormatterInit = {}): ValueFormatter {
  const { loopLimit = LOOP_LIMIT } = init;
  const formatters = [...init.formatters ?? DEFAULT_FORMATTERS];
  // A thread watches each call, which is too much for values that are shown by the thousand: formatters
  // that answer at once, and text without a method of the value's own, go without.
  const limited = <T>(work: () => T): T => endAfter(loopLimit, work);

  function formatSync(value: unknown, options: FormatOptions = {}): MimeBundle | undefined {
    if (!isObject(value)) return textBundle(inspectValue(value, options).toWellFormed());
    const choice = choose(formatters, value);
    if (choice === undefined) return asText(value, options);
    if (choice instanceof Failure) return asText(value, options, choice.note);
    if (!choice.immediate) return undefined;
    try {
      const bundle = choice.format(value, options);
      return bundle instanceof Promise ? undefined : cleanBundle(bundle);
    } catch (error) {
      return asText(value, options, failureNote(choice, error));
    }
  }

  async function formatValue(value: unknown, options: FormatOptions = {}): Promise<MimeBundle> {
    const atOnce = formatSync(value, options);
    if (atOnce !== undefined || !isObject(value)) return atOnce ?? asText(value, options);
    const choice = choose(formatters, value);
    if (choice === undefined || choice instanceof Failure) return asText(value, options);
    try {
      const budget = choice.budget ?? options.budget ?? DEFAULT_BUDGET;
      const bundle = await within(budget, limited(() => choice.format(value, options)));
      return limited(() => cleanBundle(bundle));
    } catch (error) {
      return asText(value, options, failureNote(choice, error));
    }
  }

  function asText(value: unknown, options: FormatOptions, note?: string): MimeBundle {
    const text = describe(value, { ...options, brief: note !== undefined }).toWellFormed();
    return textBundle(note === undefined ? text : `${text}\n(${note.toWellFormed()})`);
  }

  function describe(value: unknown, options: InspectOptions): string {
    const write = (): string => inspectValue(value, options);
    try {
      return inspectsItself(value) ? limited(write) : write();
    } catch (error) {
      return inspectWithoutMethods(value, error);
    }
  }

  return { formatters, formatSync, formatValue };
}

class Failure {
  readonly note: string;

  constructor(note: string) {
    this.note = note;
  }
}

/** Proxies are offered to nobody: asking them anything may run the user's code. */
function choose(formatters: readonly Formatter[], value: object): Formatter | Failure | undefined {
  if (isProxy(value)) return undefined;
  for (const formatter of formatters) {
    try {
      if (formatter.accepts(value)) return formatter;
    } catch (error) {
      return new Failure(failureNote(formatter, error));
    }
  }
  return undefined;
}

/** What `Deno.inspect` asks a value for. */
const INSPECT_METHODS = ["Deno.customInspect", "nodejs.util.inspect.custom"].map(Symbol.for);

function inspectsItself(value: unknown): boolean {
  return isObject(value) && !isProxy(value) && INSPECT_METHODS.some((method) => method in value);
}

function failureNote(formatter: Formatter, error: unknown): string {
  return `shown as text: the "${formatter.name}" formatter failed with ${describeThrown(error)}`;
}

async function within<T>(budget: number, work: T | Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${budget} ms`)), budget);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
