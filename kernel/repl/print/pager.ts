/**
 * Long text, a screen at a time.
 *
 * @module
 */

import { paint } from "../draw/theme.ts";
import type { Keyboard } from "../terminal/keyboard.ts";
import type { Screen } from "../terminal/screen.ts";
import { extend, NOTHING } from "./extent.ts";

/** Where to show it, and what turns the page. */
export interface PagerParts {
  readonly screen: Screen;
  readonly keyboard: Keyboard;
}

/**
 * Prints a text; where it is higher than the terminal, any key goes on and `q` stops.
 *
 * @param text what to show
 * @param parts terminal and keyboard
 * @example
 * ```ts
 * import { page, type PagerParts } from "./pager.ts";
 * const show = (parts: PagerParts): Promise<void> => page("a\nb", parts);
 * ```
 */
export async function page(text: string, parts: PagerParts): Promise<void> {
  const { screen, keyboard } = parts;
  let rows = 0;
  for (const line of text.trimEnd().split("\n")) {
    const { columns, rows: height } = screen.size;
    const taken = extend(NOTHING, line, { columns }).rows + 1;
    if (rows > 0 && rows + taken > height - 1) {
      screen.print(paint("-- more: any key, q stops --", "dim"));
      const key = await keyboard.next();
      screen.print("\r\x1b[K");
      if (key === undefined || stops(key.kind === "press" ? key.name : key.text)) return;
      rows = 0;
    }
    screen.print(`${line}\n`);
    rows += taken;
  }
}

function stops(key: string): boolean {
  return key === "q" || key === "Q" || key === "escape" || key === "C-c";
}
