/**
 * What the server says, as Markdown without our own names in it, as plain text and as safe HTML.
 *
 * @module
 */

import { Marked, type Token, type Tokens } from "marked";
import { escapeMarkup } from "../../lib/core/markup.ts";

/**
 * Takes the names of our documents, and links that lead nowhere but within the server, out of a type
 * or a message.
 *
 * @param text such as `import("file:///…/__modulab_cell_3").User`
 * @returns such as `User`
 * @example
 * ```ts
 * import { withoutInternals } from "./markup.ts";
 * console.assert(withoutInternals('import("file:///a/__modulab_cell_3").User') === "User");
 * ```
 */
export function withoutInternals(text: string): string {
  return text
    .replace(/import\("(?:modulab:|[^"]*__modulab_)[^"]*"\)\./g, "")
    .replace(/typeof import\("[^"]*__modulab_[^"]*"\)/g, "module")
    .replace(/"modulab:(?=[^"\n]*")/g, '"')
    .replace(/\bglobalThis\.(?=\w+: )/g, "")
    .replace(/\[([^\]\n]*)\]\((?:deno:|[^)\s]*__modulab_)[^)\s]*\)/g, "$1")
    .replace(/^(```\w*\n)?\(alias\) /gm, "$1");
}

/**
 * First paragraph of a documentation.
 *
 * @param markdown the whole
 * @returns the part before the first empty line or tag
 * @example
 * ```ts
 * import { summary } from "./markup.ts";
 * console.assert(summary("Adds.\n\n*@param* a").startsWith("Adds."));
 * ```
 */
export function summary(markdown: string): string {
  return markdown.trim().split(/\n\s*\n|\n(?=\*@)/)[0] ?? "";
}

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
