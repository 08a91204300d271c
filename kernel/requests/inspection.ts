/**
 * What is known of the name under the cursor: what the types say, and what the live value says.
 *
 * @module
 */

import type { Inspection } from "../assist/assist.ts";
import { liveTarget } from "../assist/live.ts";
import { toHtml, toPlain } from "../assist/markup.ts";
import type { Portrait } from "../evaluate/session/look/portrait.ts";
import type { KernelState } from "./kernel_state.ts";

/**
 * Inspects a place in a text.
 *
 * @param kernel has the language server
 * @param at the text, a UTF-16 offset and the level of detail
 * @returns plain text, Markdown and HTML, or undefined if nothing is known
 */
export async function inspectAt(
  kernel: KernelState,
  at: { readonly code: string; readonly offset: number; readonly level: 0 | 1 },
): Promise<Inspection | undefined> {
  const { code, offset, level } = at;
  const [known, portrait] = await Promise.all([
    kernel.assist?.inspect(code, offset, { level }).catch(() => undefined),
    portrayAt(kernel, at),
  ]);
  const live = portrait && writePortrait(portrait, { level, isTold: known !== undefined });
  if (live === undefined) return known;
  const markdown = known ? `${known.markdown}\n\n${live}` : live;
  return { markdown, plain: toPlain(markdown), html: toHtml(markdown) };
}

/**
 * The static type of an expression.
 *
 * @param kernel has the language server
 * @param expression TypeScript
 * @returns the type as TypeScript writes it, or undefined if there is none to tell
 */
export async function typeOf(
  kernel: KernelState,
  expression: string,
): Promise<string | undefined> {
  const head = "const typed";
  const code = `${head} = (${expression}\n);`;
  const found = await kernel.assist?.inspect(code, head.length - 1, { level: 0 });
  return /const typed: ([^]*?)\s*(?:\n\n[^]*)?$/.exec(found?.plain ?? "")?.[1];
}

/** Names, members and indices before and under the cursor are looked at; calls are never made. */
async function portrayAt(
  kernel: KernelState,
  { code, offset, level }: {
    readonly code: string;
    readonly offset: number;
    readonly level: 0 | 1;
  },
): Promise<Portrait | undefined> {
  const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset))?.[0] ?? "";
  const before = `${code.slice(0, offset)}${rest}`.replace(/\(\s*$/, "");
  const expression = liveTarget(`${before}.`, before.length + 1)?.expression;
  if (expression === undefined) return undefined;
  return await kernel.keeper.up?.look<Portrait>(expression, "portray", [level]);
}

function writePortrait(
  { type, size, preview, columns, source }: Portrait,
  { level, isTold }: { readonly level: 0 | 1; readonly isTold: boolean },
): string | undefined {
  const isCode = type === "function" || type === "class";
  if (isCode && isTold && level === 0) return undefined;
  const heading = `Value: **${type}**${size === "" ? "" : `, ${size}`}`;
  if (columns) {
    return [heading, columns.map(({ name, type }) => `- \`${name}\`: ${type}`).join("\n")]
      .join("\n\n");
  }
  return `${heading}\n\n\`\`\`typescript\n${source ?? preview}\n\`\`\``;
}
