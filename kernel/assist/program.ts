/**
 * The notebook as TypeScript sees it: every cell that ran is a module of its own, and a scope module
 * makes the newest declaration of each name global for the cell that comes next.
 *
 * @module
 */

import { globalNamesOf, resultNamesOf } from "./global_names.ts";
import { type CellName, namesOf } from "./names.ts";

/** All documents of ours are named so, beside the notebook; none of them is on disk. */
export const DOCUMENT_PREFIX = "__modulab_";

/** Name of the document that holds the text at hand. */
export const SCRATCH = "__modulab_next.tsx";

/** Name of the document that holds what is in scope. */
export const SCOPE = "__modulab_scope.ts";

/**
 * So many cells are kept only for the types of others. Where two cells use each other's names, or
 * words of their comments read so, each run needs the one before it, and that the one before.
 */
const MOST_PAST = 250;

interface Cell {
  readonly id: string;
  readonly document: string;
  /** The name under which the scope module imports the cell. */
  readonly alias: string;
  readonly text: string;
  /** Documents it imports names from. */
  readonly needs: ReadonlySet<string>;
  /** Whether it changes global types, and so stays whatever becomes of its names. */
  readonly augments: boolean;
}

interface Binding extends CellName {
  readonly cell: Cell;
}

const AUGMENTS = /\bdeclare\s+(global|module)\b/;

/** The cells that ran, as documents for a language server. */
export class Program {
  readonly #reserved: ReadonlySet<string>;
  #cells: readonly Cell[] = [];
  #scope: ReadonlyMap<string, Binding> = new Map();
  /** Properties of `globalThis` that cells have made or mentioned. */
  #globals: ReadonlySet<string> = new Set();
  #count = 0;

  /**
   * @param reserved names that are global already, so that a cell's name must be imported instead
   */
  constructor(reserved: ReadonlySet<string> = new Set()) {
    this.#reserved = reserved;
  }

  /**
   * Adds a cell; its names hide those of earlier cells. A cell that leaves nothing behind is not
   * kept, and neither is one that nothing refers to any more, or that only others refer to which are
   * past themselves, if it is the oldest of very many.
   *
   * @param id the cell's id
   * @param text the cell's text without command lines
   */
  ran(id: string, text: string): void {
    const names = namesOf(text) ?? [];
    const augments = AUGMENTS.test(text);
    this.#globals = this.#globals.union(globalsOf(text));
    if (names.length === 0 && !augments) return;
    const number = ++this.#count;
    const document = `${DOCUMENT_PREFIX}cell_${number}.tsx`;
    const uses = this.#bindingsUsed(text, names);
    const ours = names.filter(({ exported }) => !exported).map(({ name }) => name);
    const cell: Cell = {
      id,
      document,
      alias: `cell${number}`,
      text: `${text}\n;${importLines(uses)}\nexport { ${ours.join(", ")} };\n`,
      needs: new Set(uses.map((binding) => binding.cell.document)),
      augments,
    };
    const scope = new Map(this.#scope);
    for (const name of names) scope.set(name.name, { ...name, cell });
    this.#scope = scope;
    this.#cells = reachable([...this.#cells, cell], scope);
  }

  /** The program as it is now: cells that run later do not change it. */
  snapshot(): Program {
    const copy = new Program(this.#reserved);
    [copy.#cells, copy.#scope, copy.#count] = [this.#cells, this.#scope, this.#count];
    copy.#globals = this.#globals;
    return copy;
  }

  /** The cells and the scope, by document name. */
  documents(): ReadonlyMap<string, string> {
    const documents = new Map(this.#cells.map(({ document, text }) => [document, text]));
    return documents.set(SCOPE, this.#scopeText());
  }

  /**
   * A text as the next cell: with imports behind it where a global of that name would win, and with
   * declarations of the globals that it makes, and of earlier results.
   *
   * @param text the text without command lines
   * @returns the text, unchanged up to its length
   */
  next(text: string): string {
    const names = namesOf(text) ?? guessNames(text);
    const hidden = this.#bindingsUsed(text, names).filter(({ name }) => this.#reserved.has(name));
    const made = AUGMENTS.test(text)
      ? []
      : this.#undeclared([...globalsOf(text)]).filter((name) => !this.#globals.has(name));
    const lines = [
      ...hidden.length === 0 ? [] : [importLines(hidden)],
      ...made.length === 0 ? [] : ["declare global {", ...made.map(globalLine), "}"],
    ];
    return lines.length === 0 ? text : `${text}\n;${lines.join("\n")}\n`;
  }

  /** How later cells may use a name. */
  kindOf(name: string): CellName["kind"] | undefined {
    return this.#scope.get(name)?.kind;
  }

  /** Whether a cell has declared a name, as a value or a type. */
  declares(name: string): boolean {
    return this.#scope.has(name);
  }

  /** The id of the cell that a document stands for. */
  cellOf(document: string): string | undefined {
    return this.#cells.find((cell) => cell.document === document)?.id;
  }

  #bindingsUsed(text: string, declared: readonly Pick<CellName, "name">[]): readonly Binding[] {
    const own = new Set(declared.map(({ name }) => name));
    return [...identifiersIn(text)].filter((name) => !own.has(name))
      .flatMap((name) => this.#scope.get(name) ?? []);
  }

  #scopeText(): string {
    const bindings = [...this.#scope.values()].filter(({ name }) => !this.#reserved.has(name));
    const cells = new Set(bindings.map(({ cell }) => cell));
    const imports = [...cells].map(({ alias, document }) =>
      `import * as ${alias} from "./${document}";`
    );
    const lines = bindings.map(({ name, kind, cell }) =>
      kind === "let"
        ? `  let ${name}: typeof ${cell.alias}.${name};`
        : `  export import ${name} = ${cell.alias}.${name};`
    );
    const globals = this.#undeclared([...this.#globals]).map(globalLine);
    return [...imports, "export {};", "declare global {", ...lines, ...globals, "}", ""].join("\n");
  }

  /** Those that neither a cell nor the runtime declares, which would be an error there. */
  #undeclared(globals: readonly string[]): readonly string[] {
    const augmented = this.#cells.filter(({ augments }) => augments)
      .map(({ text }) => identifiersIn(text));
    return globals.filter((name) =>
      !this.#reserved.has(name) && !this.#scope.has(name) &&
      !augmented.some((words) => words.has(name))
    );
  }
}

/**
 * Every word of a text that could be an identifier; too many only cost an unused import.
 *
 * @param text any text
 * @returns words
 * @example
 * ```ts
 * import { identifiersIn } from "./program.ts";
 * console.assert(identifiersIn("a.b + 1").has("b"));
 * ```
 */
export function identifiersIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
}

/**
 * What an unfinished text seems to declare.
 *
 * @param text any text
 * @returns words behind the keyword of a declaration
 * @example
 * ```ts
 * import { guessNames } from "./program.ts";
 * console.assert(guessNames("const a = b.")[0]?.name === "a");
 * ```
 */
export function guessNames(text: string): readonly { readonly name: string }[] {
  const declared = text.matchAll(
    /\b(?:const|let|var|class|function\*?|enum|namespace|type|interface|import)\s+([^=;(]*)/g,
  );
  return [...declared].flatMap(([, names = ""]) => [...identifiersIn(names)])
    .map((name) => ({ name }));
}

function globalsOf(text: string): ReadonlySet<string> {
  return new Set([...globalNamesOf(text), ...resultNamesOf(text)]);
}

/** Of what type it is, only the session knows. */
function globalLine(name: string): string {
  return `  var ${name}: any;`;
}

/** A variable is declared with the type that it has there, because nothing imported can be assigned. */
function importLines(bindings: readonly Binding[]): string {
  const variables = bindings.filter(({ kind }) => kind === "let");
  const others = bindings.filter(({ kind }) => kind !== "let");
  const byDocument = Map.groupBy(others, ({ cell }) => cell.document);
  const imports = [...byDocument].map(([document, members]) =>
    `import { ${members.map(({ name }) => name).join(", ")} } from "./${document}";`
  );
  const declarations = variables.map(({ name, cell }) =>
    `\ndeclare let ${name}: typeof import("./${cell.document}").${name};`
  );
  return [...imports, ...declarations].join("");
}

function reachable(
  cells: readonly Cell[],
  scope: ReadonlyMap<string, Binding>,
): readonly Cell[] {
  const byDocument = new Map(cells.map((cell) => [cell.document, cell]));
  const augmenting = cells.filter(({ augments }) => augments);
  // Of one that ran again as it was, the newest says all.
  const kept = new Set(new Map(augmenting.map((cell) => [cell.text, cell])).values());
  for (const { cell } of scope.values()) kept.add(cell);
  const present = new Set(kept);
  // A set's iteration also visits what is added meanwhile.
  for (const cell of kept) {
    for (const document of cell.needs) {
      const needed = byDocument.get(document);
      if (needed) kept.add(needed);
    }
  }
  const past = cells.filter((cell) => kept.has(cell) && !present.has(cell));
  for (const cell of past.slice(0, -MOST_PAST)) kept.delete(cell);
  return cells.filter((cell) => kept.has(cell));
}
