/**
 * Names that people type: what is allowed, and what was meant when one is unknown.
 *
 * @module
 */

import { distance } from "fastest-levenshtein";

/** A name that nothing has. */
export class UnknownNameError extends RangeError {
  /** What was looked for, e.g. `feature`. */
  readonly kind: string;
  /** The name that was asked for. */
  readonly asked: string;
  /** The names that exist. */
  readonly known: readonly string[];

  /**
   * @param kind what was looked for, in the singular
   * @param asked the name that was asked for
   * @param options the names that exist, and how to mend it when none of them is meant
   */
  constructor(kind: string, asked: string, options: { known: readonly string[]; hint?: string }) {
    // Files hold anything where a name should stand.
    const text = String(asked);
    super(describeUnknown(kind, text, options));
    this.name = "UnknownNameError";
    this.kind = kind;
    this.asked = text;
    this.known = options.known;
  }
}

/**
 * Finds the name that was probably meant.
 *
 * @param asked the name that was asked for
 * @param known the names that exist
 * @returns the nearest one, or nothing when none is near
 * @example
 * ```ts
 * import { nearest } from "./names.ts";
 * console.log(nearest("volt", ["voltage", "current"])); // voltage
 * ```
 */
export function nearest(asked: string, known: readonly string[]): string | undefined {
  const wanted = asked.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  for (const name of known) {
    const other = name.toLowerCase();
    const contained = wanted.length > 1 && (other.includes(wanted) || wanted.includes(other));
    const edits = contained ? 0.5 : distance(wanted, other);
    if (edits < least) [best, least] = [name, edits];
  }
  return least <= Math.ceil(asked.length / 2) ? best : undefined;
}

/**
 * Refuses labels that could not be part of a dotted name.
 *
 * @param label the label of a FeatureSet, a split, a column or a node
 * @param options what the label is for, words it must not be, and how to write another one
 * @returns the label
 * @throws {RangeError} when it is empty, holds one of `. / \ :` or white space, or is reserved
 * @example
 * ```ts
 * import { checkLabel } from "./names.ts";
 * checkLabel("pulses", { kind: "FeatureSet" });
 * ```
 */
export function checkLabel(
  label: string,
  { kind, reserved = [], how }: { kind: string; reserved?: readonly string[]; how?: string },
): string {
  if (typeof label !== "string" || label === "") {
    throw new RangeError(`Cannot use an empty label for a ${kind}: give it a name`);
  }
  const bad = /[.\s/\\:]/.exec(label)?.[0];
  if (bad !== undefined) {
    const better = label.replaceAll(/[.\s/\\:]+/g, "_");
    throw new RangeError(
      `Cannot name a ${kind} ${quote(label)}: it has the invalid character ${quote(bad)}; ` +
        `write ${quote(better)}${how === undefined ? "" : `, ${how}`}`,
    );
  }
  if (reserved.includes(label)) {
    throw new RangeError(
      `Cannot name a ${kind} ${quote(label)}: that is a reserved keyword (${list(reserved)})`,
    );
  }
  return label;
}

/**
 * Writes names for a sentence.
 *
 * @param names any number of them
 * @returns them in quotes, the first twelve only
 * @example
 * ```ts
 * import { list } from "./names.ts";
 * console.log(list(["a", "b"])); // "a", "b"
 * ```
 */
export function list(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, 12).map(quote).join(", ");
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}

/**
 * Puts a name in quotes.
 *
 * @param name any text
 * @returns the text as JSON writes it
 * @example
 * ```ts
 * import { quote } from "./names.ts";
 * console.log(quote("a"));
 * ```
 */
export function quote(name: string): string {
  return JSON.stringify(name);
}

function describeUnknown(
  kind: string,
  asked: string,
  { known, hint }: { known: readonly string[]; hint?: string },
): string {
  const meant = nearest(asked, known);
  const guess = meant === undefined ? "" : `: did you mean ${quote(meant)}?`;
  const kinds = kind.replace(/^.*?(?= of |$)/, (noun) => noun + (noun.endsWith("s") ? "es" : "s"));
  const title = `${kinds[0]?.toUpperCase()}${kinds.slice(1)}`;
  const exist = known.length === 0 ? `there are no ${kinds}` : `${title}: ${list(known)}`;
  const rest = guess === "" ? `; ${exist}` : ` ${exist}`;
  return `No ${kind} ${quote(asked)}${guess}${rest}${hint === undefined ? "" : `; ${hint}`}`;
}
