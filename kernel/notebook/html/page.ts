/**
 * The page around the cells: one file that runs no script and asks the network for nothing.
 *
 * @module
 */

import { escapeMarkup } from "../../../lib/core/markup.ts";
import type { Heading } from "./markdown.ts";
import { STYLE } from "./style.ts";

/** What a page is made of. */
export interface Page {
  /** Plain text. */
  readonly title: string;
  readonly headings: readonly Heading[];
  /** Safe HTML of each cell. */
  readonly cells: readonly string[];
}

/** Should anything slip through the sanitizer, the browser still neither runs nor loads it. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * Puts cells into a page.
 *
 * @param page title, headings and cells
 * @returns the text of an HTML file
 * @example
 * ```ts
 * import { renderPage } from "./page.ts";
 * const html = renderPage({ title: "a", headings: [], cells: ["<p>b</p>"] });
 * console.assert(html.startsWith("<!doctype html>"));
 * ```
 */
export function renderPage({ title, headings, cells }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="modulab">
<title>${escapeMarkup(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the notebook</a>
${renderContents(headings)}<main id="content">
${cells.filter((cell) => cell !== "").join("\n")}
</main>
<footer>Made by modulab from a Jupyter notebook.</footer>
</body>
</html>
`;
}

function renderContents(headings: readonly Heading[]): string {
  const listed = headings.filter(({ depth }) => depth <= 3);
  if (listed.length < 2) return "";
  const items = listed.map(({ id, depth, html }) =>
    `<li class="level-${depth}"><a href="#${id}">${html}</a></li>`
  );
  return `<nav aria-label="Contents">\n<ul>\n${items.join("\n")}\n</ul>\n</nav>\n`;
}
