/**
 * Elements of a document, as Observable Plot and other drawing libraries make them.
 *
 * @module
 */

import type { Formatter } from "./formatter.ts";

/** An element of any implementation of the DOM. */
export interface Element {
  readonly outerHTML: string;
}

/** Elements show as their markup; it is the library's, so it is not escaped. */
export const elementFormatter: Formatter<Element> = {
  name: "element",
  immediate: true,
  accepts: (value): value is Element => "outerHTML" in value && typeof value.outerHTML === "string",
  format({ outerHTML }) {
    const isSvg = /^<svg[\s>]/.test(outerHTML);
    const name = /^<([\w-]+)/.exec(outerHTML)?.[1] ?? "element";
    return {
      data: { [isSvg ? "image/svg+xml" : "text/html"]: outerHTML, "text/plain": `<${name}>` },
      metadata: {},
    };
  },
};
