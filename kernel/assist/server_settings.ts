/**
 * How `deno lsp` is started and set: chosen by measurement, see the README beside this file.
 *
 * @module
 */

/** Keeps the server's memory small; costs about 0.2 s at the start and 2 ms per answer. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  DENO_V8_FLAGS: "--optimize-for-size,--max-semi-space-size=1",
  DENO_NO_UPDATE_CHECK: "1",
  MALLOC_ARENA_MAX: "1",
  NO_COLOR: "1",
};

/** What we tell the server that we understand. */
export const CAPABILITIES = {
  workspace: { configuration: true, workspaceFolders: true },
  textDocument: {
    completion: {
      completionItem: { snippetSupport: false, documentationFormat: ["markdown"] },
    },
    hover: { contentFormat: ["markdown"] },
    signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
    definition: { linkSupport: true },
    diagnostic: {},
  },
} as const;

/** The sections `typescript` and `javascript`: names that need an import first are no completions. */
export const LANGUAGE_SETTINGS = { suggest: { autoImports: false } } as const;

/**
 * The settings that the server asks for.
 *
 * @param config path of the configuration file it is to use
 * @returns the section `deno`
 * @example
 * ```ts
 * import { serverSettings } from "./server_settings.ts";
 * console.assert(serverSettings("/tmp/deno.json").enable === true);
 * ```
 */
export function serverSettings(config: string): Readonly<Record<string, unknown>> {
  return {
    enable: true,
    config,
    lint: false,
    cacheOnSave: false,
    documentPreloadLimit: 0,
    codeLens: { implementations: false, references: false, test: false },
    inlayHints: {},
    suggest: { imports: { autoDiscover: false, hosts: {} }, completeFunctionCalls: false },
  };
}
