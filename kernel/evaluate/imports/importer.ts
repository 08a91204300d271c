/**
 * Imports of cells, in the session: relative to the notebook's folder, with the names of its
 * `deno.json`, and with local modules loaded afresh when they change.
 *
 * @module
 */

import { registerHooks } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import product from "../../../deno.json" with { type: "json" };
import { ImportError, requireExports } from "./import_error.ts";
import { type ImportMap, lookUp, readImportMap } from "./import_map.ts";
import { LocalModules, strip } from "./local_modules.ts";
import { resolve, type Target } from "./resolve.ts";

/** Where imports start. */
export interface ImporterOptions {
  /** The notebook's folder, an absolute path. */
  readonly folder: string;
}

/** Loads modules for cells. */
export interface Importer {
  /**
   * Imports a module.
   *
   * @param specifier as the cell wrote it
   * @param options attributes of the import
   * @param names exports that must exist
   * @returns the module's namespace
   */
  import(
    specifier: string,
    options?: ImportCallOptions,
    names?: readonly string[],
  ): Promise<unknown>;
  /** Makes every local module load afresh at its next import. */
  reload(): void;
  /** What `import.meta` is in a cell: that of a module in the notebook's folder. */
  readonly meta: ImportMeta;
}

const ROOT = new URL("../../../", import.meta.url).href;
const PRODUCT: ImportMap = { entries: product.imports, files: ["deno.json"] };

/**
 * Makes the importer of a session.
 *
 * @param options the notebook's folder
 * @returns the importer
 * @example
 * ```ts
 * import { createImporter } from "./importer.ts";
 * const importer = createImporter({ folder: "/" });
 * const path = await importer.import("node:path");
 * ```
 */
export function createImporter(options: ImporterOptions): Importer {
  const cell = pathToFileURL(join(options.folder, "cell.ts")).href;
  const modules = new LocalModules();
  const find = (specifier: string): Target => resolveFrom(specifier, cell);
  // Hooks slow every import down a little, so they wait for the first local module.
  let hooked = false;
  const load = async (target: Target, attributes?: ImportCallOptions): Promise<object> => {
    if (target.kind === "passed") return await import(target.specifier, attributes);
    if (!hooked) hook(modules);
    hooked = true;
    const url = modules.current(target.url);
    let outcome: "ok" | "failed" = "failed";
    try {
      const module: object = await import(url, attributes ?? attributesOf(target.url));
      outcome = "ok";
      return module;
    } finally {
      modules.loaded(outcome);
    }
  };
  return {
    import: async (specifier, attributes, names = []) => {
      const module = await load(find(`${specifier}`), attributes).catch((error) => {
        throw explain(specifier, error);
      });
      requireExports(module, { specifier, names });
      return module;
    },
    reload: () => modules.forget(),
    meta: createMeta(cell, find),
  };
}

/** Resolves with the names of the importing file's own folder. */
function resolveFrom(specifier: string, parent: string): Target {
  const folder = dirname(fileURLToPath(parent));
  return resolve(specifier, {
    parent,
    readMap: () => readImportMap(folder),
    product: PRODUCT,
    workingFolder: Deno.cwd(),
  });
}

function hook(modules: LocalModules): void {
  registerHooks({
    resolve: (specifier, context, next) => {
      const parent = context.parentURL;
      if (parent === undefined || !modules.has(parent)) {
        return next(parent?.startsWith(ROOT) ? packageOf(specifier) : specifier, context);
      }
      const target = resolveFrom(specifier, strip(parent));
      if (target.kind === "passed") return next(packageOf(target.specifier), context);
      return next(modules.link(parent, target.url) ?? target.url, context);
    },
  });
}

/**
 * Where a hook is set, the runtime takes a name of ours for a file beside the importing one, unless
 * it has loaded the package already: so it gets `npm:vega@6.4.0` for `vega`.
 */
function packageOf(specifier: string): string {
  return lookUp(PRODUCT, specifier) === undefined ? specifier : import.meta.resolve(specifier);
}

function attributesOf(url: string): ImportCallOptions | undefined {
  return url.endsWith(".json") ? { with: { type: "json" } } : undefined;
}

function createMeta(cell: string, find: (specifier: string) => Target): ImportMeta {
  return {
    url: cell,
    filename: fileURLToPath(cell),
    dirname: dirname(fileURLToPath(cell)),
    main: true,
    resolve: (specifier: string) => {
      const target = find(specifier);
      return target.kind === "local" ? target.url : import.meta.resolve(target.specifier);
    },
  } as ImportMeta;
}

/** One clear message in place of the runtime's chain of causes. */
function explain(specifier: string, error: unknown): unknown {
  if (error instanceof SyntaxError && specifier.endsWith(".json")) {
    return new ImportError(specifier, `it is not JSON: ${error.message}`);
  }
  const isOurs = error instanceof ImportError || !(error instanceof TypeError);
  if (isOurs || Reflect.get(error, "code") !== "ERR_MODULE_NOT_FOUND") return error;
  const text = error.message
    // deno-lint-ignore no-control-regex -- colours of the terminal
    .replace(/\x1b\[[0-9;]*m/g, "")
    .replace(/^\[ERR_MODULE_NOT_FOUND\] /, "")
    .replace(/\?modulab=\d+/g, "");
  const [first = "", ...rest] = text.split("\n");
  const network = rest.findLast((line) => /^\s+\d+: /.test(line))?.replace(/^\s+\d+: /, ": ");
  const reason = network === undefined
    ? [first.replace(/\.$/, ""), ...rest].join("\n")
    : first.replace(/\.$/, "") + network;
  return new ImportError(specifier, reason);
}
