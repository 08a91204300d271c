/**
 * Parameters of a run: values from outside that a notebook's `parameters` cell has defaults for.
 *
 * Source: papermill 2.6, "Parameterize" (the tags, and where the new cell stands).
 *
 * @module
 */

import { parseSync } from "oxc-parser";
import { parseJson } from "./json.ts";
import { type Cell, cellTags, type CodeCell, freeId, type Notebook } from "./nbformat.ts";

/** Values by name; each a JSON value. */
export type Parameters = Readonly<Record<string, unknown>>;

/** A notebook with its parameters set. */
export interface Parameterised {
  readonly notebook: Notebook;
  /** One sentence for each name the notebook does not declare. */
  readonly warnings: readonly string[];
}

const NAME_REGEXP = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Reads one `name=value`: the value is JSON, or else the text itself.
 *
 * @param text what stands after `--param`
 * @returns name and value
 * @throws {SyntaxError} when there is no `=`, or the name is none TypeScript could declare
 * @example
 * ```ts
 * import { parseParameter } from "./parameters.ts";
 * console.assert(parseParameter("epochs=20")[1] === 20);
 * console.assert(parseParameter("species=Gentoo")[1] === "Gentoo");
 * ```
 */
export function parseParameter(text: string): readonly [name: string, value: unknown] {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals)).trim();
  if (equals < 0 || !isName(name)) {
    throw new SyntaxError(
      `Cannot read parameter ${JSON.stringify(text)}: write NAME=VALUE, where NAME is a ` +
        `TypeScript name, such as --param epochs=20`,
    );
  }
  return [name, parseValue(text.slice(equals + 1))];
}

/** Words such as `class` and `await` look like names, and no cell can declare them. */
function isName(text: string): boolean {
  return NAME_REGEXP.test(text) &&
    parseSync("name.ts", `const ${text} = 0;`, { sourceType: "module" }).errors.length === 0;
}

/** Numbers keep their spelling: `1e400` is infinite, which JSON would write back as null. */
function parseValue(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/**
 * Puts a cell tagged `injected-parameters` behind the `parameters` cell, or at the top; one that an
 * earlier run put there is replaced.
 *
 * @param notebook the notebook
 * @param parameters values by name; with none, the notebook stays as it is
 * @returns the notebook to run, and warnings about names it does not declare
 * @example
 * ```ts
 * import { injectParameters } from "./parameters.ts";
 * const empty = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] } as const;
 * console.assert(injectParameters(empty, { a: 1 }).notebook.cells.length === 1);
 * ```
 */
export function injectParameters(notebook: Notebook, parameters: Parameters): Parameterised {
  if (Object.keys(parameters).length === 0) return { notebook, warnings: [] };
  const cells = notebook.cells.filter((cell) => !cellTags(cell).includes("injected-parameters"));
  const at = cells.findIndex((cell) => cellTags(cell).includes("parameters"));
  const declared = declarations(cells[at]);
  const injected: CodeCell = {
    cell_type: "code",
    execution_count: null,
    id: freeId("injected-parameters", new Set(cells.map((cell) => cell.id))),
    metadata: { tags: ["injected-parameters"] },
    outputs: [],
    source: ["// Parameters", ...assignments(parameters, declared)].join("\n"),
  };
  return {
    notebook: { ...notebook, cells: [...cells.slice(0, at + 1), injected, ...cells.slice(at + 1)] },
    warnings: Object.keys(parameters).filter((name) => !declared.has(name)).map((name) =>
      at < 0
        ? `Parameter ${name} is set at the top: no cell is tagged "parameters"`
        : `Parameter ${name} is unknown: the "parameters" cell declares ` +
          `${[...declared.keys()].join(", ") || "nothing"}`
    ),
  };
}

function assignments(
  parameters: Parameters,
  declared: ReadonlyMap<string, string>,
): readonly string[] {
  return Object.entries(parameters).map(([name, value]) =>
    `${declared.get(name) ?? "const"} ${name} = ${JSON.stringify(value)};`
  );
}

/** The top-level variables of a cell, each with the `const` or `let` it was declared by. */
function declarations(cell: Cell | undefined): ReadonlyMap<string, string> {
  const kinds = new Map<string, string>();
  if (cell === undefined) return kinds;
  for (const statement of parseSync("parameters.ts", cell.source).program.body) {
    if (statement.type !== "VariableDeclaration") continue;
    for (const { id } of statement.declarations) {
      if (id.type === "Identifier") kinds.set(id.name, statement.kind === "let" ? "let" : "const");
    }
  }
  return kinds;
}
