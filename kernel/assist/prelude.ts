/**
 * What a session has in scope without an import, told to the type checker as global declarations.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { findConfiguration, type ImportMap } from "./configuration.ts";
import { exportedNames, passedOn } from "./exported_names.ts";
import { moduleName } from "./flat_declarations.ts";
import { DECLARATIONS, type Library, sessionLibrary } from "./session_library.ts";

/** Global names whose types are read only when a cell mentions one of them. */
export interface LazyNames {
  readonly names: readonly string[];
  /** Text of a module whose `declare global` declares the names. */
  readonly text: string;
}

/** Global declarations for the cells of a notebook. */
export interface Prelude {
  /** Text of a module whose `declare global` says what is always in scope. */
  readonly declarations: string;
  /** Names that bring many types with them. */
  readonly lazy: readonly LazyNames[];
  /** All names that are declared, the lazy ones included. */
  readonly names: readonly string[];
  /** What makes our own modules resolve from any folder. */
  readonly imports: ImportMap;
  /** The library that lazy names come from, unless the server is to read its sources. */
  readonly library?: Library;
}

/** The functions and values that the session process puts into its global scope. */
const SESSION = `
interface Rich { readonly data: Record<string, unknown>; readonly metadata: Record<string, unknown> }
interface DisplayHandle {
  readonly id: string;
  /** Replaces what the display shows, wherever it is shown. */
  update(value: unknown, options?: { readonly raw?: boolean }): Promise<void>;
}
interface DisplayFunction {
  /** Shows a value in the best form it has; the handle changes what is shown later. */
  (value: unknown, options?: {
    /** Names the display for later updates. */
    readonly id?: string;
    /** Replaces every display of this id instead of adding one. */
    readonly update?: boolean;
    /** Takes the value as a finished MIME bundle. */
    readonly raw?: boolean;
  }): Promise<DisplayHandle> & DisplayHandle;
  /** Clears the output of the cell. */
  clear(options?: { readonly wait?: boolean }): void;
  /** Resolves when everything displayed so far is sent. */
  pending(): Promise<void>;
  /** The formatters that are asked, first to last. */
  readonly formatters: any[];
}
interface Tag {
  (strings: TemplateStringsArray, ...values: readonly unknown[]): Rich;
  (text: string): Rich;
}
interface ImageTag {
  (strings: TemplateStringsArray, ...values: readonly unknown[]): Rich;
  (source: Uint8Array | string | URL, options?: { readonly alt?: string }): Rich;
}
declare global {
  const display: DisplayFunction;
  /** HTML; interpolated values are escaped. */
  const html: Tag;
  /** Markdown. */
  const md: Tag;
  /** An SVG picture. */
  const svg: Tag;
  /** LaTeX mathematics. */
  const latex: Tag;
  /** A collapsible JSON tree. */
  function json(value: unknown): Rich;
  /** A picture from its bytes, a path or a URL; as a tag, from a path or a URL. */
  const image: ImageTag;
  /** Rows as a table: objects with the same kind of properties, or a table of Arrow. */
  function table(rows: Iterable<object> | object, options?: { readonly title?: string; readonly columns?: readonly string[] }): Rich;
  /** Clears the output of the cell; with \`wait\` only when the next output arrives. */
  function clearOutput(options?: { readonly wait?: boolean }): void;
  /** Asks the user for a line of text. */
  function input(question?: string, options?: { readonly password?: boolean }): Promise<string>;
  /** Aborted when the running cell is interrupted. */
  function cellSignal(): AbortSignal | undefined;
  /** Channels between the session and widgets in the frontend. */
  const comms: any;
  /** The texts of the cells, by execution count. */
  const In: Record<number, string>;
  /** The results of the cells, by execution count. */
  const Out: Record<number, any>;
  /** The last result. */
  let _: any;
  /** The last but one result. */
  let __: any;
  /** The result before the last but one. */
  let ___: any;
}
`;

const SESSION_NAMES = [...SESSION.matchAll(/^ {2}(?:const|let|function) (\w+)/gm)]
  .map(([, name = ""]) => name);

/**
 * The prelude of a modulab session: display functions, `In` and `Out`, `tf`, all of `modulab`.
 *
 * @param root URL of modulab's folder, with a slash at the end; default the one this file is in
 * @returns the declarations
 * @example
 * ```ts
 * import { sessionPrelude } from "./prelude.ts";
 * const { names } = await sessionPrelude();
 * console.assert(names.includes("display") && names.includes("tf"));
 * ```
 */
export async function sessionPrelude(
  root: URL = new URL("../../", import.meta.url),
): Promise<Prelude> {
  const entry = new URL("lib/mod.ts", root);
  const [configuration, stages] = await Promise.all([
    findConfiguration(fileURLToPath(root)),
    stagesOf(entry, root),
  ]);
  const imports = configuration?.imports ?? {};
  const lazy = [
    ...stages,
    {
      names: ["tf"],
      text: lazyModule(new URL("lib/tf.ts", root).href, ["tf = whole"]),
    },
  ];
  return {
    declarations: `export {};\n${SESSION}`,
    lazy,
    names: [...SESSION_NAMES, ...lazy.flatMap((group) => group.names)],
    imports: {
      imports: {
        modulab: entry.href,
        "modulab/widgets": new URL("widgets/mod.ts", root).href,
      },
      scopes: { [root.href]: imports },
    },
    library: sessionLibrary(root, imports),
  };
}

/** Each stage for itself: a cell that looks at data brings no names of experiments into the program. */
async function stagesOf(entry: URL, root: URL): Promise<readonly LazyNames[]> {
  const modules = await passedOn(entry);
  const exported = await Promise.all(modules.map((url) => exportedNames(url)));
  const taken = new Set(SESSION_NAMES);
  return modules.map((url, index) => {
    const names = [...exported[index]?.difference(taken) ?? []];
    for (const name of names) taken.add(name);
    const aliases = names.map((name) => `${name} = whole.${name}`);
    const text = lazyModule(moduleName(url.href, root), aliases);
    return { names, text: `import "${DECLARATIONS}";\n${text}` };
  });
}

function lazyModule(specifier: string, aliases: readonly string[]): string {
  const lines = aliases.map((alias) => `  export import ${alias};`);
  return [`import * as whole from "${specifier}";`, "declare global {", ...lines, "}", ""].join(
    "\n",
  );
}
