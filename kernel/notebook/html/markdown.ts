/**
 * Markdown → safe HTML, with headings that can be linked to.
 *
 * @module
 */

import { Marked } from "marked";
import { escapeMarkup } from "../../../lib/core/markup.ts";
import { highlight } from "./highlight.ts";
import { mathExtension } from "./math.ts";
import { sanitize } from "./sanitize.ts";

/** A heading, as a table of contents lists it. */
export interface Heading {
  readonly id: string;
  /** 1 to 6. */
  readonly depth: number;
  /** Its words as safe HTML. */
  readonly html: string;
}

/** What Markdown of one page shares. */
export interface MarkdownOptions {
  /** The data URL of a picture the text names; absent or undefined keeps the picture's words. */
  readonly picture?: (href: string) => Promise<string | undefined>;
}

/** Renders the Markdown of one page and gathers its headings. */
export class MarkdownRenderer {
  readonly #headings: Heading[] = [];
  readonly #ids = new Set<string>();

  /** All headings rendered so far, in order. */
  get headings(): readonly Heading[] {
    return this.#headings;
  }

  /**
   * Renders one text.
   *
   * @param markdown GitHub-flavoured Markdown with TeX formulas
   * @param options where its pictures come from
   * @returns safe HTML
   */
  async render(markdown: string, options: MarkdownOptions = {}): Promise<string> {
    const addHeading = this.#addHeading.bind(this);
    const marked = new Marked(mathExtension(), {
      gfm: true,
      async: true,
      walkTokens: async (token) => {
        if (token.type === "image") token["href"] = await options.picture?.(token["href"]) ?? "";
        if (token.type === "html") token["text"] = await withPictures(token["text"], options);
      },
      renderer: {
        heading({ tokens, depth }) {
          const html = this.parser.parseInline(tokens);
          return `<h${depth} id="${addHeading(html, depth)}">${html}</h${depth}>\n`;
        },
        code: ({ text, lang }) =>
          `<pre><code>${highlight(text, lang?.split(/\s/)[0] || "text")}</code></pre>\n`,
        checkbox: ({ checked }) => checked ? "☑ " : "☐ ",
        image: ({ href, text }) =>
          href === ""
            ? escapeMarkup(text)
            : `<img src="${escapeMarkup(href)}" alt="${escapeMarkup(text)}">`,
      },
    });
    return sanitize(await marked.parse(markdown));
  }

  #addHeading(html: string, depth: number): string {
    const words = html.replace(/<[^>]*>|&[a-z#0-9]+;/gi, "").toLowerCase().match(/[\p{L}\p{N}]+/gu);
    const slug = words?.join("-") ?? "section";
    let id = slug;
    for (let suffix = 2; this.#ids.has(id); suffix++) id = `${slug}-${suffix}`;
    this.#ids.add(id);
    // A heading may hold a link, and a table of contents cannot hold it inside its own.
    this.#headings.push({ id, depth, html: sanitize(html.replace(/<\/?a\b[^>]*>/gi, "")) });
    return id;
  }
}

const SOURCE_REGEXP = /(<img\b[^<>]*?\ssrc\s*=\s*)(?:"([^"]*)"|'([^']*)')/gi;

/** Pictures that stand as tags between the Markdown, mostly for the sake of a width. */
async function withPictures(html: string, { picture }: MarkdownOptions): Promise<string> {
  const parts: string[] = [];
  let done = 0;
  for (const match of html.matchAll(SOURCE_REGEXP)) {
    const [whole, start = "", double, single] = match;
    const href = (double ?? single ?? "").replaceAll("&amp;", "&");
    const url = await picture?.(href);
    if (url === undefined) continue;
    parts.push(html.slice(done, match.index), `${start}"${escapeMarkup(url)}"`);
    done = match.index + whole.length;
  }
  return parts.join("") + html.slice(done);
}
