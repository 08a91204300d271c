/**
 * Scopes of a program, as far as the compiler needs them: which names a scope declares, and to
 * which scope a mention of a name belongs.
 *
 * @module
 */

/**
 * One scope and the names declared in it.
 *
 * @example
 * ```ts
 * import { Scope } from "./scope.ts";
 * const top = new Scope();
 * top.declare("x");
 * console.assert(new Scope(top).find("x") === top);
 * ```
 */
export class Scope {
  readonly #names = new Set<string>();
  readonly #parent: Scope | undefined;
  /** The scope that receives `var`: a function, a static block or the program. */
  readonly variables: Scope;

  /**
   * @param parent the scope around it; absent for the program
   * @param kind whether `var` stays inside (`function`) or goes on to the parent (`block`)
   */
  constructor(parent?: Scope, kind: "function" | "block" = "block") {
    this.#parent = parent;
    this.variables = kind === "function" || parent === undefined ? this : parent.variables;
  }

  /** The names declared here, in order of declaration. */
  get names(): ReadonlySet<string> {
    return this.#names;
  }

  /**
   * Adds a name.
   *
   * @param name the identifier
   * @example
   * ```ts
   * import { Scope } from "./scope.ts";
   * const scope = new Scope();
   * scope.declare("x");
   * console.assert(scope.names.has("x"));
   * ```
   */
  declare(name: string): void {
    this.#names.add(name);
  }

  /**
   * The innermost scope that declares a name.
   *
   * @param name the identifier
   * @returns the scope, or undefined if the name is free
   * @example
   * ```ts
   * import { Scope } from "./scope.ts";
   * console.assert(new Scope().find("x") === undefined);
   * ```
   */
  find(name: string): Scope | undefined {
    // deno-lint-ignore no-this-alias -- a walk up the chain starts here
    let scope: Scope | undefined = this;
    while (scope !== undefined && !scope.#names.has(name)) scope = scope.#parent;
    return scope;
  }
}
