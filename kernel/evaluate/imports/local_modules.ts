/**
 * Local modules and their versions: a module that changed on disk, or that imports one that did,
 * gets a new URL and is evaluated again; the others stay what they are.
 *
 * No source is parsed for this. A resolve hook sees every import while a module loads, and what it
 * saw is the graph that is checked before the next import.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Kept, because what a cell declares by these names hides them from this module, too. */
const { Map, RegExp, Set } = globalThis;

const QUERY = "modulab";

interface LocalModule {
  readonly url: string;
  hash: string;
  /** 1 has no query; each evaluation after a change counts on. */
  version: number;
  /** Imports by URL, with the version that this module was linked to. */
  readonly imports: Map<string, number>;
  /** Number of the check that looked at this module last. */
  checked: number;
}

/**
 * All local modules that cells have imported, directly or through others.
 *
 * @example
 * ```ts
 * import { LocalModules } from "./local_modules.ts";
 * const modules = new LocalModules();
 * const url = modules.current(import.meta.url);
 * console.assert(url === import.meta.url);
 * ```
 */
export class LocalModules {
  readonly #modules = new Map<string, LocalModule>();
  #check = 0;
  #loading = 0;

  /**
   * The URL under which a module has to be imported now. Looks at the files of the module and of
   * all that it imports. To be followed by {@link loaded}.
   *
   * @param url of a local file that exists
   * @returns the same URL, with the version as query from the second version on
   */
  current(url: string): string {
    this.#check++;
    this.#loading++;
    return versioned(this.#refresh(strip(url)));
  }

  /**
   * Ends what {@link current} began.
   *
   * @param outcome `failed` makes all that was looked at load afresh next time: the runtime keeps
   *   failures, even if their reason is gone
   */
  loaded(outcome: "ok" | "failed"): void {
    this.#loading--;
    if (outcome === "ok") return;
    for (const module of this.#modules.values()) {
      if (module.checked === this.#check) module.hash = "";
    }
  }

  /**
   * Notes an import inside a local module. While a cell's import loads, this sees what changed;
   * later, `import()` gives the module that is there.
   *
   * @param parent URL of the importing module, with its version
   * @param url what it imports, a local file that exists
   * @returns the URL to load, with its version; undefined if the parent is not one of ours
   */
  link(parent: string, url: string): string | undefined {
    const importer = this.#modules.get(strip(parent));
    if (importer === undefined) return undefined;
    const loading = this.#loading > 0 && versioned(importer) === parent;
    const module = loading ? this.#refresh(strip(url)) : this.#known(strip(url));
    if (loading) importer.imports.set(module.url, module.version);
    return versioned(module);
  }

  /** Whether a URL belongs to a module that cells have imported. */
  has(url: string): boolean {
    return this.#modules.has(strip(url));
  }

  /** Makes every module load afresh at its next import. */
  forget(): void {
    for (const module of this.#modules.values()) module.hash = "";
  }

  #known(url: string): LocalModule {
    let module = this.#modules.get(url);
    if (module === undefined) {
      module = { url, hash: hashOf(url), version: 1, imports: new Map(), checked: this.#check };
      this.#modules.set(url, module);
    }
    return module;
  }

  /** Brings a module and all that it imports up to date with the files. */
  #refresh(url: string): LocalModule {
    const module = this.#known(url);
    if (module.checked === this.#check) return module;
    const reached = this.#reach(module);
    const stale = new Set<LocalModule>();
    for (const each of reached) {
      const hash = hashOf(each.url);
      if (each.hash !== hash) stale.add(each);
      each.hash = hash;
    }
    // A module is stale if an import of it is; repeated, because imports may form cycles.
    for (let before = -1; before !== stale.size;) {
      before = stale.size;
      for (const each of reached) {
        for (const [imported, version] of each.imports) {
          const target = this.#modules.get(imported);
          if (target && (target.version !== version || stale.has(target))) stale.add(each);
        }
      }
    }
    for (const each of stale) {
      each.version++;
      each.imports.clear();
    }
    return module;
  }

  /** Modules below one, not yet looked at in this check. */
  #reach(module: LocalModule): readonly LocalModule[] {
    const reached = new Set<LocalModule>();
    const visit = [module];
    for (let next = visit.pop(); next !== undefined; next = visit.pop()) {
      if (next.checked === this.#check) continue;
      next.checked = this.#check;
      reached.add(next);
      for (const url of next.imports.keys()) {
        const target = this.#modules.get(url);
        if (target) visit.push(target);
      }
    }
    return [...reached];
  }
}

/**
 * A URL without our version query.
 *
 * @param url of a module
 * @returns the URL of the file
 * @example
 * ```ts
 * import { strip } from "./local_modules.ts";
 * console.assert(strip("file:///a.ts?modulab=2") === "file:///a.ts");
 * ```
 */
export function strip(url: string): string {
  return url.replace(new RegExp(`\\?${QUERY}=\\d+$`), "");
}

function versioned({ url, version }: LocalModule): string {
  return version === 1 ? url : `${url}?${QUERY}=${version}`;
}

function hashOf(url: string): string {
  try {
    return createHash("sha1").update(readFileSync(fileURLToPath(url))).digest("base64");
  } catch {
    return "missing"; // loading it will say so
  }
}
