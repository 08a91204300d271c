/**
 * The MIME bundle: what a value looks like, in every form a frontend may choose from.
 *
 * Source: Jupyter messaging specification 5.5, "display_data".
 *
 * @module
 */

/** Forms by MIME type, with metadata by MIME type. Values are JSON; binary data is base64 text. */
export interface MimeBundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * A bundle of one plain text.
 *
 * @param text what `text/plain` shows
 * @returns the bundle
 * @example
 * ```ts
 * import { textBundle } from "./bundle.ts";
 * console.assert(textBundle("3").data["text/plain"] === "3");
 * ```
 */
export function textBundle(text: string): MimeBundle {
  return { data: { "text/plain": text }, metadata: {} };
}
