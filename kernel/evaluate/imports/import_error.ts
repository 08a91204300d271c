/**
 * What is said when an import cannot be had.
 *
 * @module
 */

import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { closest, distance } from "fastest-levenshtein";

/**
 * An import that failed before any code of the module ran.
 *
 * @example
 * ```ts
 * import { ImportError } from "./import_error.ts";
 * const error = new ImportError("./a.ts", "no such file", { suggestions: ["./b.ts"] });
 * console.assert(error.message === `Cannot import "./a.ts": no such file; did you mean "./b.ts"?`);
 * ```
 */
export class ImportError extends TypeError {
  // Private, so that printing the error does not repeat what the message says.
  readonly #specifier: string;
  readonly #suggestions: readonly string[];

  /**
   * @param specifier as the cell wrote it
   * @param reason what is wrong, without a full stop
   * @param options what exists instead, and the error behind this one
   */
  constructor(
    specifier: string,
    reason: string,
    options: ErrorOptions & { readonly suggestions?: readonly string[] } = {},
  ) {
    const { suggestions = [], ...rest } = options;
    const [nearest] = suggestions;
    const hint = nearest === undefined ? "" : `; did you mean ${JSON.stringify(nearest)}?`;
    super(`Cannot import ${JSON.stringify(specifier)}: ${reason}${hint}`, rest);
    this.#specifier = specifier;
    this.#suggestions = suggestions;
  }

  static {
    Object.defineProperty(this.prototype, "name", { value: "ImportError" });
  }

  /** As the cell wrote it. */
  get specifier(): string {
    return this.#specifier;
  }

  /** What exists and looks alike, nearest first. */
  get suggestions(): readonly string[] {
    return this.#suggestions;
  }
}

/**
 * The error for a local file that does not exist.
 *
 * @param specifier as the cell wrote it
 * @param places where it was looked for, and the working folder, to explain a `%cd`
 * @returns an error that names the path and files that look alike
 * @example
 * ```ts
 * import { missingFile } from "./import_error.ts";
 * console.assert(missingFile("./a.ts", { path: "/none/a.ts" }).specifier === "./a.ts");
 * ```
 */
export function missingFile(
  specifier: string,
  { path, workingFolder }: { readonly path: string; readonly workingFolder?: string | undefined },
): ImportError {
  if (!existsSync(dirname(path))) {
    return new ImportError(specifier, `the folder ${dirname(path)} does not exist`);
  }
  const elsewhere = workingFolder !== undefined && specifier.startsWith(".") &&
    existsSync(join(workingFolder, specifier));
  const reason = elsewhere
    ? `there is no file ${path}; imports start at the notebook's folder, not at ${workingFolder}`
    : `there is no file ${path}`;
  const suggestions = alike(path).map((name) => {
    return specifier.slice(0, specifier.length - basename(specifier).length) + name;
  });
  return new ImportError(specifier, reason, { suggestions });
}

/**
 * Checks that a module has the exports a cell takes from it.
 *
 * @param module what was imported
 * @param wanted the exports that must exist, and the specifier as the cell wrote it
 * @throws {ImportError} naming the missing export, those that exist, and the nearest
 * @example
 * ```ts
 * import { requireExports } from "./import_error.ts";
 * requireExports({ a: 1 }, { specifier: "./m.ts", names: ["a"] });
 * ```
 */
export function requireExports(
  module: object,
  { specifier, names }: { readonly specifier: string; readonly names: readonly string[] },
): void {
  const missing = names.find((name) => !(name in module));
  if (missing === undefined) return;
  const existing = Object.keys(module).filter((name) => name !== "module.exports");
  const whole: unknown = Reflect.get(module, "default");
  if (
    whole !== null && (typeof whole === "object" || typeof whole === "function") &&
    missing in whole
  ) {
    throw new ImportError(
      specifier,
      `it has no export ${missing}, but its default export has; write ` +
        `import m from ${JSON.stringify(specifier)} and then m.${missing}`,
    );
  }
  const list = existing.slice(0, 12).join(", ") + (existing.length > 12 ? ", …" : "");
  const near = existing.length === 0 ? undefined : closest(missing, existing);
  const hint = near !== undefined && distance(missing, near) <= 3 ? `; did you mean ${near}?` : "";
  throw new ImportError(
    specifier,
    `it has no export ${missing}; it has ${list === "" ? "none" : list}${hint}`,
  );
}

/** Files beside a missing one: the same name with another ending first, then similar names. */
function alike(path: string): readonly string[] {
  const wanted = basename(path);
  const stem = wanted.slice(0, wanted.length - extname(wanted).length);
  const limit = Math.max(2, wanted.length / 3);
  return readdirSync(dirname(path), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => {
      const sameStem = name.slice(0, name.length - extname(name).length) === stem;
      return { name, far: sameStem ? 0 : distance(name.toLowerCase(), wanted.toLowerCase()) };
    })
    .filter(({ far }) => far <= limit)
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ name }) => name);
}
