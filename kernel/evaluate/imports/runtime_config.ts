/**
 * The configuration file that a session's runtime is started with, where the notebook's folder says
 * what TSX becomes: local modules heed that only if it stands in the runtime's own configuration.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { readCompilerOptions } from "./import_map.ts";
import { bareNames, type Product, runtimeMap } from "./runtime_map.ts";

/** This program, with the settings that its own modules are compiled and loaded by. */
export interface ConfiguredProduct extends Product {
  readonly settings: Readonly<Record<string, unknown>> & {
    readonly compilerOptions: Readonly<Record<string, unknown>>;
  };
}

/** Kinds of TSX that import their functions, by the name that the runtime knows. */
const AUTOMATIC: ReadonlySet<unknown> = new Set(["react-jsx", "react-jsxdev", "precompile"]);

/**
 * Joins what a notebook's folder says of TSX, and its names, with the settings of this program. The names
 * stand in it as well, for the runtime fails on a file that names JSX if it gets them separately.
 *
 * @param folder the notebook's folder, absolute
 * @param product this program
 * @returns the content of the file; undefined where the folder says nothing of TSX
 * @example
 * ```ts
 * import { runtimeConfig } from "./runtime_config.ts";
 * const settings = { compilerOptions: {} };
 * const product = { config: "/modulab/deno.json", imports: {}, settings };
 * console.assert(runtimeConfig("/", product) === undefined);
 * ```
 */
export function runtimeConfig(
  folder: string,
  product: ConfiguredProduct,
): Readonly<Record<string, unknown>> | undefined {
  const found = readCompilerOptions(folder);
  if (found === undefined || fileURLToPath(found.file) === product.config) return undefined;
  const jsx = jsxOptions(found.options, found.file);
  if (Object.keys(jsx).length === 0) return undefined;
  const { settings, ...rest } = product;
  return {
    ...settings,
    ...runtimeMap(folder, rest) ?? { imports: bareNames(folder, rest) },
    compilerOptions: { ...settings.compilerOptions, ...jsx },
  };
}

/** Read as those of cells are, and so that the runtime takes them: it starts with no others. */
function jsxOptions(
  options: Readonly<Record<string, unknown>>,
  file: string,
): Readonly<Record<string, string>> {
  const { jsx, jsxImportSource: source, jsxFactory: factory, jsxFragmentFactory: fragment } =
    options;
  const named = {
    ...(typeof factory === "string" ? { jsxFactory: factory } : {}),
    ...(typeof fragment === "string" ? { jsxFragmentFactory: fragment } : {}),
  };
  if (jsx === "react") return { jsx, ...named };
  if (jsx === undefined && source === undefined) return named;
  const kind = AUTOMATIC.has(jsx) ? String(jsx) : "react-jsx";
  return {
    jsx: kind,
    ...(typeof source === "string" ? { jsxImportSource: absolute(source, file) } : {}),
  };
}

function absolute(source: string, file: string): string {
  return /^\.{0,2}\//.test(source) ? new URL(source, file).href : source;
}
