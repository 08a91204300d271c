/**
 * A value that already knows its forms: what the tags `html`, `md`, `svg`, `latex`, `json` and the
 * helpers `image` and `table` make.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";

/** Under this key a value carries its forms, or a promise of them. */
export const BUNDLE: unique symbol = Symbol.for("modulab.bundle");

/** Under this key a value of any library for Deno carries a function that answers its forms. */
export const JUPYTER_DISPLAY: unique symbol = Symbol.for("Jupyter.display");

/** A finished bundle as a value. Shows in `deno jupyter` too, through `Jupyter.display`. */
export interface Rich {
  readonly [BUNDLE]: MimeBundle | Promise<MimeBundle>;
  [JUPYTER_DISPLAY](): Promise<Readonly<Record<string, unknown>>>;
}

const PROTOTYPE = { [Symbol.toStringTag]: "Rich" };

/**
 * Makes a value of forms.
 *
 * @param bundle the forms, or a promise of them
 * @returns a value that shows as these forms
 * @example
 * ```ts
 * import { textBundle } from "./bundle.ts";
 * import { isRich, rich } from "./rich.ts";
 * console.assert(isRich(rich(textBundle("three"))));
 * ```
 */
export function rich(bundle: MimeBundle | Promise<MimeBundle>): Rich {
  // Not enumerable, so that console.log of the value does not print a picture in base64.
  return Object.create(PROTOTYPE, {
    [BUNDLE]: { value: bundle },
    [JUPYTER_DISPLAY]: { value: async () => (await bundle).data },
  });
}

/**
 * Whether a value carries its own forms.
 *
 * @param value anything
 * @returns true for what `rich` and the tags make
 * @example
 * ```ts
 * import { isRich } from "./rich.ts";
 * console.assert(!isRich({}));
 * ```
 */
export function isRich(value: unknown): value is Rich {
  return typeof value === "object" && value !== null && BUNDLE in value;
}
