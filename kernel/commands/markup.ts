/**
 * `%%html`, `%%md`, `%%svg`, `%%mermaid`: the cell's text, displayed.
 *
 * @module
 */

import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError } from "./command_error.ts";

/** Displays the body as HTML. */
export const html: CommandRule = {
  run: (call, { screen, markup }) => screen.display(markup.html(textOf(call))),
};

/** Displays the body as Markdown. */
export const md: CommandRule = {
  run: (call, { screen, markup }) => screen.display(markup.md(textOf(call))),
};

/** Displays the body as a picture. */
export const svg: CommandRule = {
  run: (call, { screen, markup }) => screen.display(markup.svg(textOf(call))),
};

/** Displays the body as a diagram. */
export const mermaid: CommandRule = { run: drawDiagram };

function drawDiagram(call: CommandCall, { screen }: CommandContext): void {
  const text = textOf(call).trim();
  // Some frontends know diagrams only as fences of Markdown.
  const fence = `\`\`\`mermaid\n${text}\n\`\`\``;
  const data = { "text/vnd.mermaid": text, "text/markdown": fence, "text/plain": text };
  screen.display({ data, metadata: {} });
}

function textOf({ name, body = "" }: CommandCall): string {
  if (body.trim() !== "") return body;
  throw new CommandError(`Cannot display nothing: write the text below %%${name}`);
}
