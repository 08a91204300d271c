/**
 * `%%html`, `%%md`, `%%svg`, `%%mermaid`: the cell's text, displayed.
 *
 * @module
 */

import type { Command } from "./command.ts";
import { CommandError } from "./command_error.ts";

/** Displays the body as a page, a text or a picture. */
export function markup(language: "html" | "md" | "svg"): Command {
  return ({ name, body = "" }, { screen, markup }) => {
    requireText(name, body);
    screen.display(markup[language](body));
  };
}

/** Displays the body as a diagram; frontends without Mermaid may know its fence in Markdown. */
export const mermaid: Command = ({ name, body = "" }, { screen }) => {
  requireText(name, body);
  const text = body.trim();
  const data = {
    "text/vnd.mermaid": text,
    "text/markdown": `\`\`\`mermaid\n${text}\n\`\`\``,
    "text/plain": text,
  };
  screen.display({ data, metadata: {} });
};

function requireText(name: string, body: string): void {
  if (body.trim() !== "") return;
  throw new CommandError(`Cannot display nothing: write the text below %%${name}`);
}
