/** A kernel in a folder of its own, and cells as the tests of commands read them. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKernel } from "../../../kernel/embed.ts";
import type { KernelClient } from "../../../kernel/wire/client.ts";
import type { JsonObject, Message } from "../../../kernel/wire/message.ts";

/** What a cell put out. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  /** Displays and results as forms by MIME type. */
  readonly data: readonly JsonObject[];
  readonly payload: readonly JsonObject[];
  /** `Name: message`, or undefined if the cell ended well. */
  readonly error: string | undefined;
}

/** A kernel and its folder; to be disposed of. */
export interface Rig extends AsyncDisposable {
  readonly client: KernelClient;
  readonly folder: string;
  run(code: string, options?: { readonly onText?: (text: string) => void }): Promise<Ran>;
  write(name: string, text: string): Promise<void>;
}

/** Opens a kernel; the language server only where a test asks it something. */
export async function openRig(
  { languageServer = false }: { readonly languageServer?: boolean } = {},
): Promise<Rig> {
  const folder = await Deno.realPath(await mkdtemp(join(tmpdir(), "modulab-commands-")));
  const kernel = await openKernel({ folder, languageServer });
  const { client } = kernel;
  return {
    client,
    folder,
    write: (name, text) => writeFile(join(folder, name), text),
    run: async (code, { onText } = {}) => {
      const onOutput = (message: Message): void => {
        if (message.header.msg_type === "stream") onText?.(String(message.content.text));
      };
      const { reply, outputs } = await client.execute(code, { onOutput });
      return read(reply, outputs);
    },
    [Symbol.asyncDispose]: async () => {
      await kernel.close();
      await rm(folder, { recursive: true });
    },
  };
}

function read({ content }: Message, outputs: readonly Message[]): Ran {
  const textOf = (name: string): string =>
    outputs.filter(({ header, content }) => header.msg_type === "stream" && content.name === name)
      .map(({ content }) => String(content.text)).join("");
  return {
    stdout: textOf("stdout"),
    stderr: textOf("stderr"),
    data: outputs.flatMap(({ content }) => "data" in content ? [content.data as JsonObject] : []),
    payload: (content.payload ?? []) as readonly JsonObject[],
    error: content.status === "ok" ? undefined : `${content.ename}: ${content.evalue}`,
  };
}
