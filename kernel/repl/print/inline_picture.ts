/**
 * Pictures inside the terminal, where it can draw them.
 *
 * Sources: iTerm2, "Inline Images Protocol"; kitty, "Terminal graphics protocol".
 *
 * @module
 */

/** A way to send a picture that some terminals understand. */
export type PictureProtocol = "iterm" | "kitty";

const CHUNK = 4096;

/**
 * Tells from the environment how this terminal takes pictures.
 *
 * @param env looks up a variable
 * @returns the protocol, or undefined where pictures can only be named; so inside tmux and screen
 * @example
 * ```ts
 * import { pictureProtocol } from "./inline_picture.ts";
 * console.assert(pictureProtocol((name) => name === "TERM" ? "xterm-kitty" : "") === "kitty");
 * ```
 */
export function pictureProtocol(
  env: (name: string) => string | undefined,
): PictureProtocol | undefined {
  const term = env("TERM") ?? "";
  if (/^(?:tmux|screen)/.test(term) || env("TMUX")) return undefined;
  const program = env("TERM_PROGRAM") ?? "";
  if (program === "iTerm.app" || program === "WezTerm") return "iterm";
  return term === "xterm-kitty" || term === "xterm-ghostty" ? "kitty" : undefined;
}

/**
 * Encodes a picture for a terminal.
 *
 * @param png the picture, base64
 * @param protocol how the terminal takes it
 * @returns text that draws the picture where the cursor is
 * @example
 * ```ts
 * import { inlinePicture } from "./inline_picture.ts";
 * console.assert(inlinePicture("AAAA", "iterm").endsWith("AAAA\x07"));
 * ```
 */
export function inlinePicture(png: string, protocol: PictureProtocol): string {
  if (protocol === "iterm") return `\x1b]1337;File=inline=1:${png}\x07`;
  const chunks = png.match(new RegExp(`.{1,${CHUNK}}`, "g")) ?? [];
  return chunks.map((chunk, index) => {
    const what = index === 0 ? "a=T,f=100," : "";
    return `\x1b_G${what}m=${index < chunks.length - 1 ? 1 : 0};${chunk}\x1b\\`;
  }).join("");
}
