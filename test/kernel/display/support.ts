/**
 * What the tests of displays share.
 *
 * @module
 */

import { createFormatter } from "../../../kernel/display/format.ts";

const { formatSync, formatValue } = createFormatter();

/** The `text/plain` of a value that is shown at once. */
export function plainText(value: unknown): unknown {
  return formatSync(value)?.data["text/plain"];
}

/** The forms of a value that is shown at once. */
export function formsAtOnce(value: unknown): Readonly<Record<string, unknown>> {
  return formatSync(value)?.data ?? {};
}

/** The forms of any value. */
export async function forms(value: unknown): Promise<Readonly<Record<string, unknown>>> {
  return (await formatValue(value)).data;
}

/** Markup that must never reach a page as markup. */
export const ATTACK =
  `</td></caption><script>alert("1")</script><img src=x onerror='alert(2)'>&amp;`;

/** Fails if a page has the attack's elements. */
export function assertHarmless(page: unknown): void {
  if (typeof page !== "string") throw new TypeError(`Expected text, got ${typeof page}`);
  if (/<script|<img/i.test(page)) throw new Error(`The page lets markup through: ${page}`);
}
