/**
 * Template tags for text in a markup language. Values between the text are escaped, unless they
 * were made by a tag themselves; called as a function, a tag takes a whole text as it is.
 *
 * @module
 */

import { escapeMarkup } from "../../lib/core/markup.ts";
import { inspectValue } from "./inspect.ts";
import { BUNDLE, isRich, type Rich, rich } from "./rich.ts";

/** A template tag that is also a function of one text. */
export interface Tag {
  (strings: TemplateStringsArray, ...values: readonly unknown[]): Rich;
  (text: string): Rich;
}

/**
 * HTML. Interpolated values are escaped, arrays are joined, `null` and `undefined` leave nothing.
 *
 * @example
 * ```ts
 * import { html } from "./tags.ts";
 * const name = "<script>";
 * html`<b>${name}</b>`; // shows the name, runs nothing
 * ```
 */
export const html: Tag = tag("text/html", {
  interpolate: markup("text/html", "image/svg+xml"),
  plain: strip,
});

/**
 * SVG. Interpolated values are escaped as in `html`.
 *
 * @example
 * ```ts
 * import { svg } from "./tags.ts";
 * svg`<svg viewBox="0 0 1 1"><circle r="1"><title>${"a < b"}</title></circle></svg>`;
 * ```
 */
export const svg: Tag = tag("image/svg+xml", {
  interpolate: markup("image/svg+xml"),
  plain: title,
});

/**
 * Markdown. Interpolated values appear as they are; those that tags made, as their markup.
 *
 * @example
 * ```ts
 * import { md } from "./tags.ts";
 * md`# ${3} rows`;
 * ```
 */
export const md: Tag = tag("text/markdown", {
  interpolate: words("text/markdown", "text/html", "text/latex"),
  plain: String,
});

/**
 * LaTeX; `$…$` and `$$…$$` as in Markdown. Backslashes need no doubling.
 *
 * @example
 * ```ts
 * import { latex } from "./tags.ts";
 * latex`$\frac{1}{${2}}$`;
 * ```
 */
export const latex: Tag = tag("text/latex", {
  interpolate: words("text/latex"),
  plain: String,
  raw: true,
});

/**
 * A value as a tree that unfolds where the frontend can, and as text elsewhere.
 *
 * @param value what to show; made JSON-safe when it is displayed
 * @returns the value to display
 * @example
 * ```ts
 * import { json } from "./tags.ts";
 * json({ a: [1, 2] });
 * ```
 */
export function json(value: unknown): Rich {
  return rich({
    data: { "application/json": value, "text/plain": inspectValue(value) },
    metadata: {},
  });
}

interface TagRules {
  interpolate(value: unknown): string;
  plain(text: string): string;
  readonly raw?: boolean;
}

function tag(type: string, rules: TagRules): Tag {
  return (strings: TemplateStringsArray | string, ...values: readonly unknown[]): Rich => {
    const text = typeof strings === "string"
      ? strings
      : String.raw({ raw: rules.raw ? strings.raw : strings }, ...values.map(rules.interpolate));
    return rich({ data: { [type]: text, "text/plain": rules.plain(text) }, metadata: {} });
  };
}

/** Escapes, except what a tag of these types made. */
function markup(...types: readonly string[]): (value: unknown) => string {
  return function interpolate(value: unknown): string {
    if (value === null || value === undefined) return "";
    if (Array.isArray(value)) return value.map(interpolate).join("");
    return isRich(value) ? madeText(value, types) : escapeMarkup(String(value));
  };
}

/** Escapes nothing, and takes what a tag of these types made. */
function words(...types: readonly string[]): (value: unknown) => string {
  return function interpolate(value: unknown): string {
    if (Array.isArray(value) && value.some(isRich)) return value.map(interpolate).join("");
    return isRich(value) ? madeText(value, types) : String(value);
  };
}

function madeText(value: Rich, types: readonly string[]): string {
  const bundle = value[BUNDLE];
  const forms = bundle instanceof Promise ? {} : bundle.data;
  const text = types.map((type) => forms[type]).find((form) => typeof form === "string");
  if (typeof text === "string") return text;
  throw new TypeError(
    `Cannot put a value without ${
      types[0]
    } into this template: display it by itself, or pass its text`,
  );
}

function strip(text: string): string {
  const words = text.replace(/<(script|style)\b.*?<\/\1>/gis, "").replace(/<[^>]*>/g, " ");
  return words.replace(/&(amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS[entity] ?? entity)
    .replace(/\s+/g, " ").trim();
}

const CHARACTERS: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

function title(text: string): string {
  const named = /<title[^>]*>(.*?)<\/title>/is.exec(text)?.[1];
  return named === undefined ? "SVG image" : `SVG image: ${strip(named)}`;
}
