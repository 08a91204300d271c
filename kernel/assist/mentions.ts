/**
 * What a text speaks of that it does not declare itself: which types the server must know to
 * understand it. Types of large libraries are read for names only that a cell really uses, not for
 * the words of its comments, texts and properties.
 *
 * @module
 */

import { type Node, parseSync, visitorKeys } from "oxc-parser";
import { patternNames } from "./names.ts";
import { guessNames, identifiersIn } from "./program.ts";

/** What a text needs to be understood. */
export interface Mentions {
  /** Names of values and types that the text uses and nowhere declares. */
  readonly names: ReadonlySet<string>;
  /** Names behind a dot. */
  readonly members: ReadonlySet<string>;
  /** Whether it imports anything. */
  readonly imports: boolean;
}

/**
 * Reads what a text mentions.
 *
 * @param text a cell without command lines; one that does not parse is read word by word
 * @returns names, members, and whether it imports
 * @example
 * ```ts
 * import { mentionsOf } from "./mentions.ts";
 * const { names } = mentionsOf("const f1 = (a: Tensor) => a.shape; // two and three");
 * console.assert([...names].join() === "Tensor");
 * ```
 */
export function mentionsOf(text: string): Mentions {
  const { program, errors } = parseSync("cell.tsx", text, { lang: "tsx", sourceType: "module" });
  return errors.length > 0 ? readWords(text) : readTree(program);
}

/** Children that are words, but name nothing outside of their own node. */
const OWN_WORDS: Readonly<Record<string, readonly string[]>> = {
  BreakStatement: ["label"],
  ContinueStatement: ["label"],
  ExportSpecifier: ["exported"],
  ImportDeclaration: ["specifiers"],
  JSXAttribute: ["name"],
  LabeledStatement: ["label"],
  MetaProperty: ["meta", "property"],
  TSEnumMember: ["id"],
  TSImportType: ["qualifier"],
  TSNamedTupleMember: ["label"],
  TSQualifiedName: ["right"],
};

/** Nodes whose key is a word unless it is computed. */
const KEYED = new Set([
  "AccessorProperty",
  "MethodDefinition",
  "Property",
  "PropertyDefinition",
  "TSAbstractAccessorProperty",
  "TSAbstractMethodDefinition",
  "TSAbstractPropertyDefinition",
  "TSMethodSignature",
  "TSPropertySignature",
]);

const IMPORTS = new Set([
  "ExportAllDeclaration",
  "ImportDeclaration",
  "ImportExpression",
  "TSExternalModuleReference",
  "TSImportType",
]);

/** The walk keeps its own stack: a chain of ten thousand terms does not exhaust V8's. */
function readTree(program: Node): Mentions {
  const names = new Set<string>();
  const members = new Set<string>();
  const declared = new Set<string>();
  let imports = false;
  const stack: Node[] = [program];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "Identifier" || node.type === "JSXIdentifier") names.add(node.name);
    imports ||= IMPORTS.has(node.type) ||
      (node.type === "ExportNamedDeclaration" && node.source !== null);
    if (node.type === "MemberExpression" && node.property.type === "Identifier") {
      members.add(node.property.name);
    }
    for (const name of namesDeclaredBy(node)) declared.add(name);
    stack.push(...childrenOf(node));
  }
  return { names: names.difference(declared), members, imports };
}

function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    if (isOwnWord(node, key)) continue;
    const child = (node as unknown as Record<string, Node | (Node | null)[] | null>)[key];
    if (Array.isArray(child)) { for (const item of child) if (item) children.push(item); }
    else if (child) children.push(child);
  }
  return children;
}

function isOwnWord(node: Node, key: string): boolean {
  const computed = "computed" in node && node.computed;
  if (key === "property" && /^(JSX)?MemberExpression$/.test(node.type)) return !computed;
  if (key === "key" && KEYED.has(node.type)) return !computed;
  return OWN_WORDS[node.type]?.includes(key) ?? false;
}

function namesDeclaredBy(node: Node): readonly string[] {
  const patterns: Node[] = [];
  if ("params" in node && Array.isArray(node.params)) patterns.push(...node.params as Node[]);
  if ("param" in node && node.param) patterns.push(node.param as Node);
  if ("id" in node && node.id) patterns.push(node.id as Node);
  if (node.type === "ImportDeclaration") patterns.push(...node.specifiers.map((one) => one.local));
  if (node.type === "TSTypeParameter") patterns.push(node.name);
  if (node.type === "TSParameterProperty") patterns.push(node.parameter);
  return patterns.flatMap(patternNames);
}

/** Comments and texts; what stands in the holes of a template is code. */
const NO_CODE = /\/\/.*|\/\*[^]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?/g;
const COMMENT = /^\/[/*]/;
const MEMBER = /(?<!\.\.)\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu;

/** An unfinished text: too many names only cost time and memory. */
function readWords(text: string): Mentions {
  const code = text.replace(NO_CODE, (found) => COMMENT.test(found) ? " " : '""');
  const members = [...code.matchAll(MEMBER)].map(([, name = ""]) => name);
  const words = identifiersIn(code.replace(MEMBER, " "));
  const declared = new Set(guessNames(code).map(({ name }) => name));
  return {
    names: words.difference(declared),
    members: new Set(members),
    imports: words.has("import"),
  };
}
