/**
 * Markdown as plain text and as safe HTML.
 *
 * @module
 */

import { Marked, type Token, type Tokens } from "marked";
import { escapeMarkup } from "../../lib/core/markup.ts";

/**
 * Markdown as text without markup.
 *
 * @param markdown of any origin
 * @returns lines joined with LF
 * @example
 * ```ts
 * import { toPlain } from "./markup.ts";
 * console.assert(toPlain("**Adds** `a`") === "Adds a");
 * ```
 */
export function toPlain(markdown: string): string {
  return SAFE.lexer(markdown).map(plainBlock).filter((block) => block !== "").join("\n\n");
}

/**
 * Markdown as HTML that runs nothing: raw HTML is shown as text, links lead to the web only.
 *
 * @param markdown of any origin
 * @returns HTML
 * @example
 * ```ts
 * import { toHtml } from "./markup.ts";
 * console.assert(!toHtml("<script>alert(1)</script>").includes("<script"));
 * ```
 */
export function toHtml(markdown: string): string {
  return SAFE.parse(markdown, { async: false });
}

/** Raw HTML is not recognised and so is text, which Marked escapes; links and pictures are ours. */
const SAFE: Marked = new Marked({
  gfm: true,
  tokenizer: { html: () => undefined, tag: () => undefined },
  renderer: {
    image: ({ text, title }): string => escapeMarkup(text || title || ""),
    link({ href, tokens }): string {
      const label = this.parser.parseInline(tokens);
      return /^https?:/i.test(href) ? `<a href="${escapeMarkup(href)}">${label}</a>` : label;
    },
  },
});

function plainBlock(token: Token): string {
  switch (token.type) {
    case "space":
    case "hr":
      return "";
    case "list":
      return (token as Tokens.List).items
        .map((item) => `- ${item.tokens.map(plainBlock).join("\n").replaceAll("\n", "\n  ")}`)
        .join("\n");
    case "blockquote":
      return (token as Tokens.Blockquote).tokens.map(plainBlock).join("\n");
    case "table": {
      const { header, rows } = token as Tokens.Table;
      return [header, ...rows].map((row) => row.map(({ tokens }) => plainInline(tokens)).join("\t"))
        .join("\n");
    }
    default:
      return plainInline([token]).trimEnd();
  }
}

function plainInline(tokens: readonly Token[]): string {
  return tokens.map((token) => {
    if (token.type === "br") return "\n";
    if ("tokens" in token && token.tokens) return plainInline(token.tokens);
    return "text" in token ? decode(String(token["text"])) : "";
  }).join("");
}

/** Marked leaves the entities of Markdown in its tokens. */
function decode(text: string): string {
  const names: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };
  return text.replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => names[name] ?? "'");
}
