/**
 * Which functions TSX becomes calls of: what a cell says in a comment, or what its folder says in
 * `compilerOptions` of its `deno.json`.
 *
 * Source: https://docs.deno.com/runtime/reference/jsx/
 *
 * @module
 */

import type { JsxOptions } from "oxc-transform";

/** What a folder says of TSX. */
export interface JsxSettings {
  /** `automatic` imports functions from `importSource`, `classic` calls `factory`. */
  readonly runtime: "automatic" | "classic";
  /** A package or URL, below which lies `jsx-runtime`; default `react`. */
  readonly importSource?: string;
  /** Whether `jsx-dev-runtime` is meant, which is told the place of each element. */
  readonly development?: boolean;
  /** Default `React.createElement`. */
  readonly factory?: string;
  /** Default `React.Fragment`. */
  readonly fragment?: string;
}

/**
 * Reads the settings of a folder as Deno does. `precompile` is taken for `react-jsx`, which shows the same.
 *
 * @param options `compilerOptions` of a configuration file
 * @param file URL of that file
 * @returns the settings, or undefined if it says nothing of TSX
 * @example
 * ```ts
 * import { jsxSettings } from "./jsx.ts";
 * const settings = jsxSettings({ jsx: "react", jsxFactory: "h" }, "file:///deno.json");
 * console.assert(settings?.runtime === "classic" && settings.factory === "h");
 * ```
 */
export function jsxSettings(
  options: Readonly<Record<string, unknown>>,
  file: string,
): JsxSettings | undefined {
  const { jsx, jsxImportSource: source, jsxFactory: factory, jsxFragmentFactory: fragment } =
    options;
  const named = {
    ...(typeof factory === "string" ? { factory } : {}),
    ...(typeof fragment === "string" ? { fragment } : {}),
  };
  const hasFactory = Object.keys(named).length > 0;
  if (jsx === "react" || (jsx === undefined && source === undefined && hasFactory)) {
    return { runtime: "classic", ...named };
  }
  if (jsx === undefined && source === undefined) return undefined;
  return {
    runtime: "automatic",
    development: jsx === "react-jsxdev",
    ...(typeof source === "string" ? { importSource: absolute(source, file) } : {}),
  };
}

function absolute(source: string, file: string): string {
  return /^\.{0,2}\//.test(source) ? new URL(source, file).href : source;
}

/**
 * Whether a text may hold TSX, for which its folder's settings are needed.
 *
 * @param text TypeScript or TSX
 * @returns false if it holds none for sure
 * @example
 * ```ts
 * import { mayHoldTsx } from "./jsx.ts";
 * console.assert(mayHoldTsx("<br />") && mayHoldTsx("<b>1</b>") && !mayHoldTsx("1 < 2 && 3 > 2"));
 * ```
 */
export function mayHoldTsx(text: string): boolean {
  return /<\s*\/|\/\s*>/.test(text);
}

/** Names a package, and functions of the cell's own, such as `h` and `Fragment`. */
const SOURCE = /@jsxImportSource\s+([^\s*]+)/;
const FACTORY = /@jsx\s+([\w$.]+)/;
const FRAGMENT = /@jsxFrag\s+([\w$.]+)/;

/**
 * What the transformer is told. A comment counts wherever it stands: a cell is rarely TSX from its first
 * line on.
 *
 * @param text TypeScript or TSX
 * @param settings what its folder says; default the automatic runtime of React
 * @returns options of the transformer
 * @example
 * ```ts
 * import { jsxOptions } from "./jsx.ts";
 * const { importSource } = jsxOptions("const a = 1;\n// @jsxImportSource npm:preact");
 * console.assert(importSource === "npm:preact");
 * ```
 */
export function jsxOptions(
  text: string,
  settings: JsxSettings = { runtime: "automatic" },
): JsxOptions {
  const own = { source: SOURCE.exec(text)?.[1], factory: FACTORY.exec(text)?.[1] };
  const runtime = own.factory !== undefined
    ? "classic"
    : own.source !== undefined
    ? "automatic"
    : settings.runtime;
  if (runtime === "automatic") {
    const importSource = own.source ?? settings.importSource;
    const { development = false } = settings;
    return { runtime, development, ...(importSource === undefined ? {} : { importSource }) };
  }
  const pragma = own.factory ?? settings.factory;
  const pragmaFrag = FRAGMENT.exec(text)?.[1] ?? settings.fragment;
  return {
    runtime,
    ...(pragma === undefined ? {} : { pragma }),
    ...(pragmaFrag === undefined ? {} : { pragmaFrag }),
  };
}
