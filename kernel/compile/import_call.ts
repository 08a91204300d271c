/**
 * Static imports and re-exports as calls of the import hook.
 *
 * @module
 */

import type {
  ExportAllDeclaration,
  ExportNamedDeclaration,
  ImportDeclaration,
  ImportSpecifier,
} from "oxc-parser";
import { HOOKS } from "./hooks.ts";

/**
 * What stands in place of a static import.
 *
 * @param node the declaration
 * @param mentioned names which the cell uses as values; of these the hook checks that they exist.
 *   The others may be types.
 * @returns one statement that declares the same names
 * @example
 * ```ts
 * import { type ImportDeclaration, parseSync } from "oxc-parser";
 * import { importStatement } from "./import_call.ts";
 * const [node] = parseSync("a.js", `import { a as b } from "m"`).program.body;
 * const text = importStatement(node as ImportDeclaration, new Set());
 * console.assert(text.startsWith("let { a: b } = "));
 * ```
 */
export function importStatement(node: ImportDeclaration, mentioned: ReadonlySet<string>): string {
  const named: string[] = [];
  const checked: string[] = [];
  let namespace: string | undefined;
  for (const specifier of node.specifiers) {
    const local = specifier.local.name;
    if (specifier.type === "ImportNamespaceSpecifier") {
      namespace = local;
      continue;
    }
    const name = specifier.type === "ImportDefaultSpecifier" ? "default" : importedName(specifier);
    const key = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
    named.push(key === local ? local : `${key}: ${local}`);
    if (mentioned.has(local)) checked.push(name);
  }
  const call = importCall(node, checked);
  const pattern = `{ ${named.join(", ")} }`;
  if (namespace !== undefined) {
    return `let ${namespace} = ${call}${named.length > 0 ? `, ${pattern} = ${namespace}` : ""};`;
  }
  return named.length > 0 ? `let ${pattern} = ${call};` : `${call};`;
}

/**
 * The awaited call of the import hook for any declaration that has a source.
 *
 * @param node an import, or an export from another module
 * @param names exports that must exist
 * @returns an expression
 * @example
 * ```ts
 * import { type ImportDeclaration, parseSync } from "oxc-parser";
 * import { importCall } from "./import_call.ts";
 * const [node] = parseSync("a.js", `import "m"`).program.body;
 * const call = importCall(node as ImportDeclaration);
 * console.assert(call === `__modulab.guard(await __modulab.import("m"))`);
 * ```
 */
export function importCall(
  node: ImportDeclaration | ExportNamedDeclaration | ExportAllDeclaration,
  names: readonly string[] = [],
): string {
  const attributes = node.attributes.map(({ key, value }) => {
    const name = key.type === "Identifier" ? key.name : key.value;
    return `${JSON.stringify(name)}: ${JSON.stringify(value.value)}`;
  });
  const args = [JSON.stringify(node.source?.value ?? "")];
  if (attributes.length > 0) args.push(`{ with: { ${attributes.join(", ")} } }`);
  else if (names.length > 0) args.push("undefined");
  if (names.length > 0) args.push(JSON.stringify(names));
  return `${HOOKS}.guard(await ${HOOKS}.import(${args.join(", ")}))`;
}

function importedName({ imported }: ImportSpecifier): string {
  return imported.type === "Literal" ? imported.value : imported.name;
}
