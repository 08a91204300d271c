/**
 * Fetching of packages that cells import: the server knows the types only of what is in the cache.
 *
 * @module
 */

import type { ServerProcess } from "./server_process.ts";

/** The server, and the document that imports. */
export interface Importer {
  readonly server: ServerProcess;
  readonly uri: string;
}

/** Asks the server to fetch what it lacks, each package once. */
export class PackageCache {
  readonly #download: (specifier: string) => Promise<boolean>;
  readonly #fetching: Set<string> = new Set();
  readonly #tried: Set<string> = new Set();

  /** @param download brings a package of npm into the cache; whether it is there now */
  constructor(download: (specifier: string) => Promise<boolean>) {
    this.#download = download;
  }

  /**
   * Fetches a package in the background unless that was tried before.
   *
   * @param specifier such as `npm:d3-array`
   * @param importer who asks
   * @returns whether it is on its way, so that its absence is no news
   */
  fetch(specifier: string, importer: Importer): boolean {
    if (this.#tried.has(specifier)) return this.#fetching.has(specifier);
    this.#tried.add(specifier);
    this.#fetching.add(specifier);
    void this.#fetch(specifier, importer)
      .catch(() => this.#tried.delete(specifier))
      .finally(() => this.#fetching.delete(specifier));
    return true;
  }

  /** A server that is asked for a package of npm that does not exist loses the types of others. */
  async #fetch(specifier: string, { server, uri }: Importer): Promise<void> {
    if (specifier.startsWith("npm:") && !await this.#download(specifier)) return;
    const question = { command: "deno.cache", arguments: [[specifier], uri] };
    await server.request("workspace/executeCommand", question);
  }

  /** Whether the package was asked for already. */
  has(specifier: string): boolean {
    return this.#tried.has(specifier);
  }
}

/**
 * The packages and web modules that a text imports.
 *
 * @param text a cell
 * @returns specifiers as written
 * @example
 * ```ts
 * import { remoteSpecifiers } from "./package_cache.ts";
 * console.assert(remoteSpecifiers('import "npm:d3"')[0] === "npm:d3");
 * ```
 */
export function remoteSpecifiers(text: string): readonly string[] {
  const found = text.matchAll(
    /\b(?:from|import)\s*\(?\s*(["'`])((?:npm|jsr|https?):[^"'`\s]+)\1/g,
  );
  return [...new Set([...found].map(([, , specifier = ""]) => specifier))];
}
