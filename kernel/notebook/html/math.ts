/**
 * TeX → MathML, which browsers draw without scripts or fonts of ours.
 *
 * @module
 */

import temml from "temml";
import type { MarkedExtension, TokenizerAndRendererExtension } from "marked";
import { escapeMarkup } from "../../../lib/core/markup.ts";

/**
 * Renders a formula.
 *
 * @param tex the formula, without dollars
 * @param options whether it stands on a line of its own
 * @returns MathML; the TeX itself when it cannot be read
 * @example
 * ```ts
 * import { renderMath } from "./math.ts";
 * console.assert(renderMath("x^2").startsWith("<math"));
 * ```
 */
export function renderMath(
  tex: string,
  options: { readonly displayMode?: boolean } = {},
): string {
  const { displayMode = false } = options;
  try {
    return temml.renderToString(tex, { displayMode, throwOnError: true, trust: false });
  } catch {
    return `<code class="tex">${escapeMarkup(tex)}</code>`;
  }
}

/**
 * Teaches a Markdown reader `$…$`, `$$…$$`, `\(…\)` and `\[…\]`.
 *
 * @returns an extension of `marked`
 * @example
 * ```ts
 * import { Marked } from "marked";
 * import { mathExtension } from "./math.ts";
 * const html = await new Marked(mathExtension()).parse("$a$");
 * console.assert(html.includes("<math"));
 * ```
 */
export function mathExtension(): MarkedExtension {
  return { extensions: [displayed(), inline()] };
}

function displayed(): TokenizerAndRendererExtension {
  const pattern = /^(?:\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\])/;
  return {
    name: "displayedMath",
    level: "inline",
    start: (text) => text.match(/\$\$|\\\[/)?.index,
    tokenizer(text) {
      const match = pattern.exec(text);
      if (!match) return undefined;
      return { type: "displayedMath", raw: match[0], tex: match[1] ?? match[2] };
    },
    renderer: ({ tex }) => renderMath(String(tex), { displayMode: true }),
  };
}

function inline(): TokenizerAndRendererExtension {
  // Pandoc's rule: no space inside the dollars, no digit behind, so that "$5 and $6" is money.
  const pattern = /^(?:\$(?![\s$])((?:\\.|[^\\$])+?)(?<!\s)\$(?!\d)|\\\(([\s\S]+?)\\\))/;
  return {
    name: "inlineMath",
    level: "inline",
    start: (text) => text.match(/\$|\\\(/)?.index,
    tokenizer(text) {
      const match = pattern.exec(text);
      if (!match) return undefined;
      return { type: "inlineMath", raw: match[0], tex: match[1] ?? match[2] };
    },
    renderer: ({ tex }) => renderMath(String(tex)),
  };
}
