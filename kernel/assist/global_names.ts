/**
 * Names that are properties of `globalThis`: those that a cell makes, and those of earlier results.
 *
 * @module
 */

import {
  type Argument,
  type AssignmentTarget,
  type CallExpression,
  type Expression,
  type Node,
  parseSync,
  Visitor,
} from "oxc-parser";

/**
 * Names that a text assigns as properties of `globalThis`: `globalThis.x = 1`, also by a literal key or
 * in a pattern, `Object.assign(globalThis, { x })` and `Object.defineProperty(globalThis, "x", …)`.
 *
 * @param text a cell without command lines
 * @returns names that can stand alone, in source order; none when the text does not parse
 * @example
 * ```ts
 * import { globalNamesOf } from "./global_names.ts";
 * console.assert(globalNamesOf("globalThis.x = 1; globalThis.y").join() === "x");
 * ```
 */
export function globalNamesOf(text: string): readonly string[] {
  if (!text.includes("globalThis")) return [];
  const { program, errors } = parseSync("cell.tsx", text, { lang: "tsx", sourceType: "module" });
  if (errors.length > 0) return [];
  const names = new Set<string>();
  const add = (name: string | undefined): void => {
    if (name !== undefined && standsAlone(name)) names.add(name);
  };
  new Visitor({
    AssignmentExpression: ({ left }) => targetsOf(left).map(propertyOfGlobal).forEach(add),
    CallExpression: (call) => givenBy(call).forEach(add),
  }).visit(program);
  return [...names];
}

/**
 * Names of earlier results, such as `_7` for `Out[7]`, that a text mentions.
 *
 * @param text any text
 * @returns names
 * @example
 * ```ts
 * import { resultNamesOf } from "./global_names.ts";
 * console.assert(resultNamesOf("_12 + a._3").join() === "_12");
 * ```
 */
export function resultNamesOf(text: string): readonly string[] {
  return [...new Set(text.match(/(?<![\w$.])_[1-9]\d*(?![\w$])/g))];
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** A word such as `class` is a good property and no variable. */
function standsAlone(name: string): boolean {
  if (!IDENTIFIER.test(name)) return false;
  const { errors } = parseSync("name.ts", `var ${name};`, { sourceType: "module" });
  return errors.length === 0;
}

/** What is assigned to: one target, or those of a pattern. */
function targetsOf(left: AssignmentTarget | Node): readonly Node[] {
  switch (left.type) {
    case "ArrayPattern":
      return left.elements.flatMap((element) => element === null ? [] : targetsOf(element));
    case "ObjectPattern":
      return left.properties.flatMap((property) =>
        targetsOf(property.type === "Property" ? property.value : property.argument)
      );
    case "AssignmentPattern":
      return targetsOf(left.left);
    case "RestElement":
      return targetsOf(left.argument);
    default:
      return [left];
  }
}

function propertyOfGlobal(node: Node): string | undefined {
  if (node.type !== "MemberExpression" || !isGlobal(node.object)) return undefined;
  if (!node.computed) return node.property.type === "Identifier" ? node.property.name : undefined;
  return textOf(node.property);
}

/** Also `(globalThis as any)`. */
function isGlobal(node: Node): boolean {
  switch (node.type) {
    case "Identifier":
      return node.name === "globalThis";
    case "ParenthesizedExpression":
    case "TSAsExpression":
      return isGlobal(node.expression);
    default:
      return false;
  }
}

function givenBy({ callee, arguments: [target, what] }: CallExpression): readonly string[] {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return [];
  if (callee.object.type !== "Identifier" || callee.object.name !== "Object") return [];
  if (target === undefined || what === undefined || !isGlobal(target)) return [];
  if (callee.property.name === "assign") return keysOf(what);
  const name = callee.property.name === "defineProperty" ? textOf(what) : undefined;
  return name === undefined ? [] : [name];
}

function keysOf(object: Argument): readonly string[] {
  if (object.type !== "ObjectExpression") return [];
  return object.properties.flatMap((property) => {
    if (property.type !== "Property") return [];
    const { key, computed } = property;
    return !computed && key.type === "Identifier" ? [key.name] : textOf(key) ?? [];
  });
}

function textOf(node: Expression | Node): string | undefined {
  return node.type === "Literal" && typeof node.value === "string" ? node.value : undefined;
}
