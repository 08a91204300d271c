/**
 * The REPL: a kernel's client and a terminal, brought together.
 *
 * @module
 */

import type { KernelClient } from "../wire/client.ts";
import type { Message } from "../wire/message.ts";
import { interact } from "./interactive.ts";
import { asObject } from "./json.ts";
import { converse } from "./plain.ts";
import { pictureProtocol } from "./print/inline_picture.ts";
import { colourless } from "./terminal/colourless.ts";
import {
  type ReplInput,
  type ReplOutput,
  systemInterrupts,
  systemOutput,
  systemTerminations,
} from "./terminal/terminal.ts";

/** What may differ between REPLs; the streams and the environment are by default this process's. */
export interface ReplOptions {
  /** The kernel's client; whoever made it closes it. */
  readonly client: KernelClient;
  readonly input?: ReplInput;
  readonly output?: ReplOutput;
  /** Where standard error of cells goes where the input is not edited. */
  readonly errors?: ReplOutput;
  /** Whether to do without editor and escape codes; default false, save where there is no terminal. */
  readonly plain?: boolean;
  /** Looks up `NO_COLOR`, `TERM` and which terminal it is. */
  readonly env?: (name: string) => string | undefined;
  /** Calls the listener at each `Ctrl-C` that the terminal does not hand over as a key. */
  readonly onInterrupt?: (listener: () => void) => () => void;
  /** Calls the listener with an exit code when the process is told to end. */
  readonly onTermination?: (listener: (exitCode: number) => void) => () => void;
}

/**
 * Talks with a kernel until the user leaves or the input ends.
 *
 * @param options the client, and streams if they are not this process's own
 * @returns the exit code: 0; from a pipe 1 if the last cell failed; 129 or 143 if a signal ended it
 * @throws {Error} whatever the client throws when the kernel cannot be reached
 * @example
 * ```ts
 * import type { KernelClient } from "../wire/client.ts";
 * import { startRepl } from "./repl.ts";
 * const run = (client: KernelClient): Promise<number> => startRepl({ client, plain: true });
 * ```
 */
export async function startRepl(options: ReplOptions): Promise<number> {
  const { promise: terminated, resolve } = Promise.withResolvers<number>();
  const stop = (options.onTermination ?? systemTerminations)(resolve);
  try {
    return await talk({ ...options, terminated });
  } finally {
    stop();
  }
}

async function talk(
  options: ReplOptions & { readonly terminated: Promise<number> },
): Promise<number> {
  const { client, terminated, input = Deno.stdin, output = systemOutput() } = options;
  const env = options.env ?? ((name) => Deno.env.get(name));
  const onInterrupt = options.onInterrupt ?? systemInterrupts;
  const banner = greeting(await client.ready());
  const bare = options.plain || env("TERM") === "dumb";
  if (bare || !input.isTerminal() || !output.isTerminal()) {
    const errors = options.errors ?? systemOutput(Deno.stderr);
    return await converse({ client, input, output, errors, banner, onInterrupt, terminated });
  }
  // Any value but the empty one, see no-color.org.
  const shown = env("NO_COLOR") ? colourless(output) : output;
  const pictures = pictureProtocol(env);
  return await interact({
    client,
    input,
    output: shown,
    banner,
    pictures,
    onInterrupt,
    terminated,
  });
}

function greeting(info: Message): string {
  const { implementation, implementation_version: version, language_info } = info.content;
  const language = asObject(language_info);
  return [
    `${implementation ?? "kernel"} ${version ?? ""}`.trim(),
    `${language["name"] === "typescript" ? "TypeScript" : language["name"] ?? ""} ${
      language["version"] ?? ""
    }`.trim(),
    "%help lists the commands, Ctrl-D leaves",
  ].filter((part) => part !== "").join(" · ");
}
