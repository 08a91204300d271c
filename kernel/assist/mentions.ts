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

/** Nodes within which `const`, `let`, classes, functions and parameters of types stay. */
const BLOCKS = new Set([
  "BlockStatement",
  "CatchClause",
  "ForInStatement",
  "ForOfStatement",
  "ForStatement",
  "StaticBlock",
  "SwitchStatement",
  "TSConditionalType",
  "TSMappedType",
  "TSModuleBlock",
]);

/** Blocks that keep `var`, too, as everything with parameters does. */
const BODIES = new Set(["StaticBlock", "TSModuleBlock"]);

/** What is declared between the brackets of a block or a function, and around it. */
interface Scope {
  readonly names: Set<string>;
  readonly around?: Scope;
  /** The scope that receives `var`. */
  readonly variables?: Scope;
}

/** The walk keeps its own stack: a chain of ten thousand terms does not exhaust V8's. */
function readTree(program: Node): Mentions {
  const mentioned: { readonly name: string; readonly scope: Scope }[] = [];
  const members = new Set<string>();
  let imports = false;
  const stack: { readonly node: Node; readonly around: Scope }[] = [
    { node: program, around: { names: new Set() } },
  ];
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { node, around } = step;
    const scope = opensScope(node) ? within(node, around) : around;
    if (node.type === "Identifier" || node.type === "JSXIdentifier") {
      mentioned.push({ name: node.name, scope });
    }
    imports ||= IMPORTS.has(node.type) ||
      (node.type === "ExportNamedDeclaration" && node.source !== null);
    if (node.type === "MemberExpression" && node.property.type === "Identifier") {
      members.add(node.property.name);
    }
    declare(node, scope, around);
    for (const child of childrenOf(node)) stack.push({ node: child, around: scope });
  }
  const free = mentioned.filter(({ name, scope }) => !isDeclared(name, scope));
  return { names: new Set(free.map(({ name }) => name)), members, imports };
}

function opensScope(node: Node): boolean {
  return BLOCKS.has(node.type) || isFunction(node) || "typeParameters" in node ||
    node.type === "ClassExpression";
}

/** Lists of type parameters and arguments have `params`, too, and belong to the node around them. */
function isFunction(node: Node): boolean {
  return "params" in node && !node.type.startsWith("TSTypeParameter");
}

function within(node: Node, around: Scope): Scope {
  const names = new Set<string>();
  if (isFunction(node) || BODIES.has(node.type)) return { names, around };
  return { names, around, variables: around.variables ?? around };
}

function isDeclared(name: string, scope: Scope): boolean {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.around) {
    if (at.names.has(name)) return true;
  }
  return false;
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

/** Adds what a node declares: within itself, or around it. */
function declare(node: Node, scope: Scope, around: Scope): void {
  const add = (to: Scope, pattern: Node): void => {
    for (const name of patternNames(pattern)) to.names.add(name);
  };
  if ("params" in node && Array.isArray(node.params)) {
    for (const parameter of node.params as Node[]) add(scope, parameter);
  }
  if ("param" in node && node.param) add(scope, node.param as Node);
  if (node.type === "TSParameterProperty") add(scope, node.parameter);
  if (node.type === "TSTypeParameter") add(scope, node.name);
  if (node.type === "TSMappedType") add(scope, node.key);
  if (node.type === "ImportDeclaration") {
    for (const { local } of node.specifiers) add(scope, local);
  }
  if (node.type === "VariableDeclaration") {
    const owner = node.kind === "var" ? scope.variables ?? scope : scope;
    for (const { id } of node.declarations) add(owner, id);
  } else if ("id" in node && node.id && node.type !== "VariableDeclarator") {
    add(node.type.endsWith("Expression") ? scope : around, node.id as Node);
  }
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
