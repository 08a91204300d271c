/**
 * Inspection: what is under the cursor, which call it stands in, where it is declared.
 *
 * @module
 */

import type { Hover, MarkupContent, SignatureHelp } from "vscode-languageserver-types";
import type { Inspection } from "./assist.ts";
import { inForms } from "./forms.ts";
import type { Question } from "./question.ts";
import { withoutInternals } from "./server_text.ts";
import { askSource, type SourceContext } from "./source_excerpt.ts";
import { positionAt } from "./text_position.ts";

/** Where to look and how closely. */
export interface InspectionOptions extends SourceContext {
  /** The cursor, in UTF-16 units. */
  readonly offset: number;
  /** 1 adds where the thing is declared and its source. */
  readonly level: 0 | 1;
}

/**
 * Asks what is known at an offset of the text at hand.
 *
 * @param question the server and the text it has open
 * @param options where to look and how closely
 * @returns hover and signature in three forms; undefined when nothing is known there
 * @example
 * ```ts
 * import { askInspection } from "./inspection.ts";
 * import { Program } from "./program.ts";
 * import type { Question } from "./question.ts";
 * const ask = (question: Question) =>
 *   askInspection(question, { offset: 0, level: 0, program: new Program(), folder: "/" });
 * ```
 */
export async function askInspection(
  question: Question,
  options: InspectionOptions,
): Promise<Inspection | undefined> {
  const at = await wordAt(question, options.offset);
  const call = await askSignature(question, options.offset);
  const source = at && options.level === 1
    ? await askSource(question, { ...options, offset: at.offset })
    : undefined;
  const parts = [call, at?.markdown, source].filter((part) => part !== undefined && part !== "");
  if (parts.length === 0) return undefined;
  return await inForms(parts.join("\n\n"));
}

/** What the checker calls a declaration that has no name yet, such as a lone `class`. */
const UNNAMED = /^\s*```\w*\n\w+ __missing\b/;

/** The hover at the cursor, or just before it: after a name, or after the bracket of a call. */
async function wordAt(
  question: Question,
  offset: number,
): Promise<{ readonly offset: number; readonly markdown: string } | undefined> {
  const before = question.text.slice(0, offset);
  const offsets = [offset, offset - 1, /\(\s*$/.test(before) ? before.lastIndexOf("(") - 1 : -1];
  for (const candidate of new Set(offsets)) {
    if (candidate < 0) continue;
    const markdown = await askHover(question, candidate);
    if (markdown) return { offset: candidate, markdown };
  }
  return undefined;
}

async function askHover(
  { server, uri, text, signal }: Question,
  offset: number,
): Promise<string | undefined> {
  const hover = await server.request<Hover | null>(
    "textDocument/hover",
    { textDocument: { uri }, position: positionAt(text, offset) },
    { signal },
  );
  if (!hover) return undefined;
  const parts = Array.isArray(hover.contents) ? hover.contents : [hover.contents];
  const markdown = parts.map((part) => typeof part === "string" ? part : part.value).join("\n\n");
  if (UNNAMED.test(markdown)) return undefined;
  return withoutInternals(markdown)
    .replace(/\n(?:import|export) \w+(?: = [\w.]+)?(?=\n```)/g, "")
    .replace(/^```tsx?$/gm, "```typescript").trim();
}

async function askSignature(
  { server, uri, text, signal }: Question,
  offset: number,
): Promise<string | undefined> {
  const help = await server.request<SignatureHelp | null>(
    "textDocument/signatureHelp",
    {
      textDocument: { uri },
      position: positionAt(text, offset),
      context: { triggerKind: 1, isRetrigger: false },
    },
    { signal },
  );
  const signature = help?.signatures[help.activeSignature ?? 0];
  if (!help || !signature) return undefined;
  const active = signature.parameters?.[signature.activeParameter ?? help.activeParameter ?? 0];
  const label = typeof active?.label === "string"
    ? active.label
    : active && signature.label.slice(...active.label);
  const count = help.signatures.length;
  return [
    "```typescript\n" + withoutInternals(signature.label) + "\n```",
    ...(count > 1 ? [`One of ${count} signatures\n`] : []),
    ...(label ? [`Parameter \`${label}\`${prefixed(": ", active?.documentation)}`] : []),
  ].join("\n");
}

function prefixed(prefix: string, documentation: string | MarkupContent | undefined): string {
  const text = typeof documentation === "string" ? documentation : documentation?.value;
  return text?.trim() ? prefix + text.trim() : "";
}
