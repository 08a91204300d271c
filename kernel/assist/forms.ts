/**
 * A text in all forms that frontends ask for.
 *
 * @module
 */

import type { Inspection } from "./assist.ts";

/**
 * Writes Markdown in the other forms, too.
 *
 * What reads Markdown is loaded by the first call: it takes 15 ms, which a kernel's start need not
 * wait for.
 *
 * @param markdown of any origin
 * @returns the text as it is, as plain text and as HTML that runs nothing
 * @example
 * ```ts
 * import { inForms } from "./forms.ts";
 * console.assert((await inForms("**Adds** `a`")).plain === "Adds a");
 * ```
 */
export async function inForms(markdown: string): Promise<Inspection> {
  const { toHtml, toPlain } = await import("./markup.ts");
  return { markdown, plain: toPlain(markdown), html: toHtml(markdown) };
}
