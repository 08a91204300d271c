/**
 * The language server of a kernel's notebook.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import product from "../deno.json" with { type: "json" };
import type { Assist } from "./assist/assist.ts";
import { startLanguageServer } from "./assist/start_language_server.ts";
import { eraseCommands } from "./compile/commands.ts";
import { encloseObject } from "./compile/object_literal.ts";
import { bareNames } from "./evaluate/imports/runtime_map.ts";

/**
 * The first cells have the processor for themselves: the language server takes two seconds of it to
 * start. Who asks for a completion before starts it.
 */
const START_MS = 1500;

/**
 * Prepares a language server that knows the commands of cells, and their imports as sessions do.
 *
 * @param folder the notebook's folder, absolute
 * @param options whether it only starts for who asks it and waits; default false
 * @returns what starts it
 */
export function languageServer(
  folder: string,
  { onlyAsked = false }: { readonly onlyAsked?: boolean } = {},
): () => Assist {
  const { imports } = product;
  const config = fileURLToPath(new URL("../deno.json", import.meta.url));
  const names = () => bareNames(folder, { config, imports });
  const options = {
    folder,
    names,
    blankCommands: eraseCommands,
    encloseObject,
    startAfter: onlyAsked ? Infinity : START_MS,
  };
  return () => startLanguageServer(options);
}
