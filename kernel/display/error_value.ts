/**
 * An error that is a value rather than an event: the result of a cell, an element of a table.
 *
 * @module
 */

const MAX_CAUSES = 8;

/**
 * Describes an error by name and message, then its causes and the errors it gathers, indented.
 * Where it was made is left out: nothing was thrown.
 *
 * @param error the error
 * @returns lines of text
 * @example
 * ```ts
 * import { describeError } from "./error_value.ts";
 * const error = new Error("no model", { cause: new TypeError("no file") });
 * console.assert(describeError(error) === "Error: no model\n  cause: TypeError: no file");
 * ```
 */
export function describeError(error: Error): string {
  return lines(error, new Set()).join("\n");
}

function lines(error: Error, seen: Set<unknown>): string[] {
  seen.add(error);
  const own = [headline(error)];
  const parts: readonly (readonly [string, unknown])[] = [
    ...(error instanceof AggregateError
      ? error.errors.map((each) => ["error", each] as const)
      : []),
    ...(error.cause === undefined ? [] : [["cause", error.cause] as const]),
  ];
  for (const [label, part] of parts) {
    if (seen.size > MAX_CAUSES) return [...own, "  …"];
    if (seen.has(part)) own.push(`  ${label}: (the same error again)`);
    else own.push(...indent(label, part, seen));
  }
  return own;
}

function indent(label: string, part: unknown, seen: Set<unknown>): string[] {
  const [first = "", ...rest] = part instanceof Error
    ? lines(part, seen)
    : [Deno.inspect(part, { depth: 1, iterableLimit: 10 })];
  return [`  ${label}: ${first}`, ...rest.map((line) => `  ${line}`)];
}

function headline(error: Error): string {
  const name = typeof error.name === "string" && error.name !== "" ? error.name : "Error";
  return error.message === "" ? name : `${name}: ${error.message}`;
}
