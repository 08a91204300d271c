/**
 * Options that people type, refused with what was meant when there are none of that name.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "./names.ts";

/** The options there are of something. */
export interface OptionRules<O extends object> {
  /** What takes them, such as `splitRandom()`. */
  readonly of: string;
  /** The names of all of them. */
  readonly known: readonly (keyof O & string)[];
  /** The names of those that cannot be left out; none when left out. */
  readonly required?: readonly (keyof O & string)[] | undefined;
  /** The texts to choose from, by the name of the option. */
  readonly choices?: { readonly [N in keyof O & string]?: readonly string[] } | undefined;
  /** What to do when an option is unknown; nothing when left out. */
  readonly hint?: string | undefined;
}

/**
 * Refuses options that are not there, are missing, or have a text that stands for nothing: what the
 * type checker would refuse, for those who write without one.
 *
 * @param options what was given
 * @param rules the options there are
 * @returns the options
 * @throws {TypeError} when they are no object, or one is missing that cannot be left out
 * @throws {UnknownNameError} when there is no such option, or no such choice
 * @example
 * ```ts
 * import { checkOptions } from "./options.ts";
 * const options: { batchSize?: number; seed?: number } = { batchSize: 3 };
 * checkOptions(options, { of: "mySampler()", known: ["batchSize", "seed"] });
 * ```
 */
export function checkOptions<O extends object>(options: O, rules: OptionRules<O>): O {
  const { of, known, required = [], choices = {}, hint } = rules;
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    const wanted = list(required.length > 0 ? required : known);
    const got = options === undefined ? "nothing" : JSON.stringify(options);
    throw new TypeError(
      `Cannot read the options of ${of}: give an object with ${wanted}, not ${got}`,
    );
  }
  const strange = Object.keys(options).find((name) => !known.some((one) => one === name));
  if (strange !== undefined) {
    const given = `it was given to ${of}`;
    throw new UnknownNameError("option", strange, {
      known,
      hint: hint === undefined ? given : `${given}; ${hint}`,
    });
  }
  const missing = required.find((name) => options[name] === undefined);
  if (missing !== undefined) {
    throw new TypeError(`Option ${quote(missing)} of ${of} is missing; options: ${list(known)}`);
  }
  for (const [name, texts] of Object.entries<readonly string[] | undefined>(choices)) {
    const value: unknown = options[name as keyof O];
    if (value === undefined || texts === undefined || texts.some((text) => text === value)) {
      continue;
    }
    const asked = typeof value === "string" ? value : JSON.stringify(value);
    throw new UnknownNameError(`value of ${quote(name)}`, asked, {
      known: texts,
      hint: `it was given to ${of}`,
    });
  }
  return options;
}
