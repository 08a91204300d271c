/**
 * What is known of the name under the cursor: what the types say, and what the live value says.
 *
 * @module
 */

import type { Inspection } from "../assist/assist.ts";
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
  return await kernel.assist?.inspect(at.code, at.offset, { level: at.level });
}
