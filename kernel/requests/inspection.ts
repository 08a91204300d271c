/**
 * What is known of the name under the cursor: what the types say, and what the live value says.
 *
 * @module
 */

import type { Inspection } from "../assist/assist.ts";
import type { TypeAnswer } from "../commands/command.ts";
import { inForms } from "../assist/forms.ts";
import { liveTarget } from "../assist/live.ts";
import { askedExpression } from "../compile/complete_command.ts";
import { tooDeep } from "../compile/nesting.ts";
import type { Portrait } from "../evaluate/session/look/portrait.ts";
import { within } from "../evaluate/within.ts";
import type { KernelState } from "./kernel_state.ts";

/** How long an inspection takes at most, as with a language server that is still starting. */
const COLD_MS = 4000;
/** How long it waits for that if the session has a value that says enough: data, and no function. */
const KNOWN_MS = 400;

/** What is asked about. */
interface Place {
  readonly code: string;
  /** In UTF-16 units. */
  readonly offset: number;
  /** 1 asks for sources too. */
  readonly level: 0 | 1;
}

/** What an inspection has found. */
export interface Finding {
  /** Plain text, Markdown and HTML; undefined if nothing is known. */
  readonly inspection: Inspection | undefined;
  /** Whether the types were too late to be heard: who asks again may hear more. */
  readonly provisional: boolean;
}

/**
 * Inspects a place in a text.
 *
 * @param kernel has the language server
 * @param place the text, a UTF-16 offset and the level of detail
 * @returns what is known by then
 */
export async function inspectAt(kernel: KernelState, place: Place): Promise<Finding> {
  const deadline = performance.now() + COLD_MS;
  const at = { ...place, code: askedExpression(place.code, place.offset) };
  const withdrawal = new AbortController();
  const asked = askAssist(kernel, { ...at, signal: withdrawal.signal });
  const portrait = await portrayAt(kernel, at);
  const enough = portrait !== undefined && !isCode(portrait) && !kernel.assistWarm;
  const answer = await within(
    enough ? KNOWN_MS : deadline - performance.now(),
    asked.then((known) => ({ known })),
  );
  withdrawal.abort();
  return { inspection: await join(answer?.known, portrait), provisional: answer === undefined };
}

async function join(
  known: Inspection | undefined,
  portrait: Portrait | undefined,
): Promise<Inspection | undefined> {
  // A name that the types do not know either: all they say of it is `any`.
  if (!portrait && known?.plain.trim() === "any") return undefined;
  const live = portrait && writePortrait(portrait, { isTold: known !== undefined });
  if (live === undefined) return known;
  return await inForms(known ? `${known.markdown}\n\n${live}` : live);
}

/**
 * The static type of an expression.
 *
 * @param kernel has the language server
 * @param expression TypeScript
 * @returns the type as TypeScript writes it, or what is wrong with the expression
 */
export async function typeOf({ assist }: KernelState, expression: string): Promise<TypeAnswer> {
  if (!assist) return { problem: "there is no language server" };
  const head = "const typed";
  const code = `${head} = (${expression}\n);`;
  const deep = tooDeep(code);
  if (deep) return { problem: deep.message };
  const [error] = (await assist.diagnose(code)).filter(({ severity }) => severity === "error");
  if (error) return { problem: error.message };
  const found = await assist.inspect(code, head.length - 1, { level: 0 });
  const type = /const typed: ([^]*?)\s*(?:\n\n[^]*)?$/.exec(found?.plain ?? "")?.[1];
  return type === undefined ? { problem: "the language server does not tell" } : { type };
}

async function askAssist(
  { assist }: KernelState,
  { code, offset, level, signal }: Place & { readonly signal: AbortSignal },
): Promise<Inspection | undefined> {
  // The language server's text is parsed here, which would end the kernel.
  if (tooDeep(code) !== undefined) return undefined;
  try {
    return await assist?.inspect(code, offset, { level, signal });
  } catch {
    return undefined; // what the value says is still worth showing
  }
}

/** Names, members and indices before and under the cursor are looked at; calls are never made. */
async function portrayAt(
  kernel: KernelState,
  { code, offset, level }: Place,
): Promise<Portrait | undefined> {
  const rest = /^[\p{ID_Continue}$]*/u.exec(code.slice(offset))?.[0] ?? "";
  const before = `${code.slice(0, offset)}${rest}`.replace(/\(\s*$/, "");
  const expression = liveTarget(`${before}.`, before.length + 1)?.expression;
  if (expression === undefined) return undefined;
  return await kernel.keeper.up?.host.look<Portrait>(expression, "portray", [level]);
}

function isCode({ type }: Portrait): boolean {
  return type === "function" || type === "class";
}

function writePortrait(
  portrait: Portrait,
  { isTold }: { readonly isTold: boolean },
): string | undefined {
  const { type, size, preview, columns, source } = portrait;
  // The cell's own text, which the types lead to, reads better than what was made of it.
  if (isCode(portrait) && isTold) return undefined;
  const heading = `Value: **${type}**${size === "" ? "" : `, ${size}`}`;
  if (columns) {
    return [heading, columns.map(({ name, type }) => `- \`${name}\`: ${type}`).join("\n")]
      .join("\n\n");
  }
  const text = source ?? preview;
  return text === "" ? heading : `${heading}\n\n\`\`\`typescript\n${text}\n\`\`\``;
}
