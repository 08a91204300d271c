/**
 * Parameters by name: full names, or patterns where `*` stands for any characters.
 *
 * @module
 */

import { UnknownNameError } from "../core/names.ts";

/** A parameter of a node. */
export interface NamedParameter {
  /** The label of the node. */
  readonly node: string;
  /** Its name within the node, such as `hidden.0.bias`. */
  readonly name: string;
}

/**
 * Whether a parameter is meant.
 *
 * @param parameter node and name
 * @param patterns names or patterns; those with a slash are compared with `node/name`
 * @returns true when one of them means it
 * @example
 * ```ts
 * import { isMeant } from "./parameter_patterns.ts";
 * isMeant({ node: "Head", name: "hidden.0.bias" }, ["*.bias"]); // true
 * isMeant({ node: "Head", name: "hidden.0.bias" }, ["Encoder/*"]); // false
 * ```
 */
export function isMeant({ node, name }: NamedParameter, patterns: readonly string[]): boolean {
  return patterns.some((pattern) =>
    expression(pattern).test(pattern.includes("/") ? `${node}/${name}` : name)
  );
}

/**
 * Refuses patterns that mean nothing, which are mostly typing errors.
 *
 * @param patterns names or patterns
 * @param parameters all there are
 * @throws UnknownNameError for the first that means none
 * @example
 * ```ts
 * import { checkPatterns } from "./parameter_patterns.ts";
 * checkPatterns(["*.bias"], [{ node: "Head", name: "output.bias" }]);
 * ```
 */
export function checkPatterns(
  patterns: readonly string[],
  parameters: readonly NamedParameter[],
): void {
  for (const pattern of patterns) {
    if (parameters.some((parameter) => isMeant(parameter, [pattern]))) continue;
    const known = parameters.map(({ node, name }) =>
      pattern.includes("/") ? `${node}/${name}` : name
    );
    throw new UnknownNameError("parameter", pattern, {
      known: [...new Set(known)],
      hint: "* stands for any characters",
    });
  }
}

function expression(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
