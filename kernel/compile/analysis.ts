/**
 * One walk over the syntax tree of a cell: which names it declares and mentions, and where the
 * places are that have to be rewritten.
 *
 * The walk keeps its own stack, so that a chain of ten thousand terms does not exhaust V8's.
 *
 * @module
 */

import {
  type AwaitExpression,
  type Class,
  type ForOfStatement,
  type Function,
  type ImportExpression,
  type MetaProperty,
  type Node,
  type Program,
  type ThrowStatement,
  type VariableDeclaration,
  visitorKeys,
} from "oxc-parser";
import { Scope } from "./scope.ts";

/** What the walk found. Nodes stand in source order, outer before inner. */
export interface Analysis {
  /** Names declared at top level, `var` in nested blocks included. */
  readonly declared: ReadonlySet<string>;
  /** Names mentioned as values that resolve to the top level of this cell. */
  readonly mentioned: ReadonlySet<string>;
  /** Names mentioned that no scope of this cell declares. */
  readonly free: ReadonlySet<string>;
  readonly awaits: readonly AwaitExpression[];
  readonly throws: readonly ThrowStatement[];
  readonly asyncLoops: readonly ForOfStatement[];
  readonly dynamicImports: readonly ImportExpression[];
  readonly importMetas: readonly MetaProperty[];
  /** `var` declarations whose names belong to the top level. */
  readonly variables: readonly VariableDeclaration[];
  /** Assignments to names that this cell declares as constants at top level. */
  readonly constantWrites: readonly Mention[];
}

/** A name where it stands. */
export interface Mention {
  readonly name: string;
  /** Offset in the text that was parsed. */
  readonly start: number;
}

interface Step {
  readonly node: Node;
  readonly scope: Scope;
  /** Set inside a declaration's pattern: the scope that receives the names. */
  readonly binding?: Scope;
}

/**
 * Walks a program of JavaScript (types already removed).
 *
 * @param program syntax tree of the whole cell
 * @returns names and places
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { analyze } from "./analysis.ts";
 * const { free } = analyze(parseSync("cell.js", "const a = b").program);
 * console.assert(free.has("b") && !free.has("a"));
 * ```
 */
export function analyze(program: Program): Analysis {
  return new Walk(program).run();
}

class Walk {
  readonly #top = new Scope(undefined, "function");
  readonly #stack: Step[] = [];
  readonly #mentions: { readonly name: string; readonly scope: Scope }[] = [];
  readonly #writes: (Mention & { readonly scope: Scope })[] = [];
  readonly #constants = new Set<string>();
  readonly #awaits: AwaitExpression[] = [];
  readonly #throws: ThrowStatement[] = [];
  readonly #asyncLoops: ForOfStatement[] = [];
  readonly #dynamicImports: ImportExpression[] = [];
  readonly #importMetas: MetaProperty[] = [];
  readonly #variables: VariableDeclaration[] = [];

  constructor(program: Program) {
    this.#stack.push({ node: program, scope: this.#top });
  }

  run(): Analysis {
    for (let step = this.#stack.pop(); step !== undefined; step = this.#stack.pop()) {
      if (step.binding !== undefined) this.#bind(step, step.binding);
      else this.#visit(step);
    }
    const mentioned = new Set<string>();
    const free = new Set<string>();
    for (const { name, scope } of this.#mentions) {
      const owner = scope.find(name);
      if (owner === undefined) free.add(name);
      else if (owner === this.#top) mentioned.add(name);
    }
    return {
      declared: this.#top.names,
      mentioned,
      free,
      awaits: this.#awaits,
      throws: this.#throws,
      asyncLoops: this.#asyncLoops,
      dynamicImports: this.#dynamicImports,
      importMetas: this.#importMetas,
      variables: this.#variables,
      constantWrites: this.#writes.filter(({ name, scope }) => {
        return this.#constants.has(name) && scope.find(name) === this.#top;
      }),
    };
  }

  #push(nodes: readonly (Node | null)[], scope: Scope, binding?: Scope): void {
    for (let index = nodes.length - 1; index >= 0; index--) {
      const node = nodes[index];
      if (!node) continue;
      this.#stack.push(binding === undefined ? { node, scope } : { node, scope, binding });
    }
  }

  #children(node: Node, scope: Scope): void {
    const children: (Node | null)[] = [];
    for (const key of visitorKeys[node.type] ?? []) {
      const child = (node as unknown as Record<string, Node | Node[] | null>)[key];
      if (Array.isArray(child)) { for (const item of child) children.push(item); }
      else if (child) children.push(child);
    }
    this.#push(children, scope);
  }

  #visit({ node, scope }: Step): void {
    switch (node.type) {
      case "Identifier":
        this.#mentions.push({ name: node.name, scope });
        return;
      case "MemberExpression":
        this.#push(node.computed ? [node.object, node.property] : [node.object], scope);
        return;
      case "Property":
      case "MethodDefinition":
      case "PropertyDefinition":
      case "AccessorProperty":
        this.#push(node.computed ? [node.key, node.value] : [node.value], scope);
        return;
      case "LabeledStatement":
        this.#push([node.body], scope);
        return;
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "MetaProperty":
        if (node.meta.name === "import") this.#importMetas.push(node);
        return;
      case "ImportDeclaration":
        for (const { local } of node.specifiers) scope.declare(local.name);
        return;
      case "ExportNamedDeclaration":
        if (node.source === null) {
          this.#push([node.declaration, ...node.specifiers.map(({ local }) => local)], scope);
        }
        return;
      case "ExportAllDeclaration":
        return;
      case "VariableDeclaration":
        this.#declaration(node, scope);
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
        this.#function(node, scope);
        return;
      case "ArrowFunctionExpression": {
        const inner = new Scope(scope, "function");
        this.#push(node.body.type === "BlockStatement" ? node.body.body : [node.body], inner);
        this.#push(node.params, inner, inner);
        return;
      }
      case "ClassDeclaration":
      case "ClassExpression":
        this.#class(node, scope);
        return;
      case "BlockStatement":
      case "ForStatement":
      case "ForInStatement":
      case "SwitchStatement":
        this.#children(node, new Scope(scope));
        return;
      case "StaticBlock":
        this.#children(node, new Scope(scope, "function"));
        return;
      case "ForOfStatement":
        if (node.await) this.#asyncLoops.push(node);
        if (node.left.type !== "VariableDeclaration") this.#write(node.left, scope);
        this.#children(node, new Scope(scope));
        return;
      case "CatchClause": {
        const inner = new Scope(scope);
        this.#push([node.body], inner);
        this.#push([node.param], inner, inner);
        return;
      }
      case "AssignmentExpression":
      case "UpdateExpression":
        this.#write(node.type === "UpdateExpression" ? node.argument : node.left, scope);
        this.#children(node, scope);
        return;
      case "AwaitExpression":
        this.#awaits.push(node);
        this.#push([node.argument], scope);
        return;
      case "ThrowStatement":
        this.#throws.push(node);
        this.#push([node.argument], scope);
        return;
      case "ImportExpression":
        this.#dynamicImports.push(node);
        this.#push([node.source, node.options], scope);
        return;
      default:
        this.#children(node, scope);
    }
  }

  #declaration(node: VariableDeclaration, scope: Scope): void {
    const owner = node.kind === "var" ? scope.variables : scope;
    if (node.kind === "var" && owner === this.#top) this.#variables.push(node);
    const isConstant = scope === this.#top &&
      (node.kind === "const" || node.kind.endsWith("using"));
    for (const { id, init } of node.declarations.toReversed()) {
      if (isConstant) { for (const { name } of identifiers(id)) this.#constants.add(name); }
      this.#push([init], scope);
      this.#push([id], scope, owner);
    }
  }

  #write(target: Node, scope: Scope): void {
    for (const { name, start } of identifiers(target)) this.#writes.push({ name, start, scope });
  }

  #function(node: Function, scope: Scope): void {
    const inner = new Scope(scope, "function");
    inner.declare("arguments");
    if (node.id) (node.type === "FunctionDeclaration" ? scope : inner).declare(node.id.name);
    this.#push(node.body?.body ?? [], inner);
    this.#push(node.params, inner, inner);
  }

  #class(node: Class, scope: Scope): void {
    const inner = new Scope(scope);
    if (node.id) {
      inner.declare(node.id.name);
      if (node.type === "ClassDeclaration") scope.declare(node.id.name);
    }
    this.#push([...node.decorators, node.superClass, node.body], inner);
  }

  #bind({ node, scope }: Step, binding: Scope): void {
    switch (node.type) {
      case "Identifier":
        binding.declare(node.name);
        return;
      case "AssignmentPattern":
        this.#push([node.right], scope);
        this.#push([node.left], scope, binding);
        return;
      case "RestElement":
        this.#push([node.argument], scope, binding);
        return;
      case "ArrayPattern":
        this.#push(node.elements, scope, binding);
        return;
      case "ObjectPattern":
        this.#push(node.properties, scope, binding);
        return;
      case "Property":
        this.#push([node.value], scope, binding);
        if (node.computed) this.#push([node.key], scope);
        return;
      default:
        this.#visit({ node, scope });
    }
  }
}

/**
 * The names that a pattern binds or assigns.
 *
 * @param pattern left side of a declaration or an assignment
 * @returns in source order
 * @example
 * ```ts
 * import { parseSync } from "oxc-parser";
 * import { identifiers } from "./analysis.ts";
 * const [statement] = parseSync("a.js", "let { a, b: [c] } = d").program.body;
 * const names = statement?.type === "VariableDeclaration"
 *   ? statement.declarations.flatMap(({ id }) => identifiers(id).map(({ name }) => name))
 *   : [];
 * console.assert(names.join() === "a,c");
 * ```
 */
export function identifiers(pattern: Node): readonly Mention[] {
  const found: Mention[] = [];
  const collect = (node: Node | null): void => {
    if (node === null) return;
    if (node.type === "Identifier") found.push({ name: node.name, start: node.start });
    else if (node.type === "AssignmentPattern") collect(node.left);
    else if (node.type === "ParenthesizedExpression") collect(node.expression);
    else if (node.type === "RestElement") collect(node.argument);
    else if (node.type === "ArrayPattern") node.elements.forEach(collect);
    else if (node.type === "ObjectPattern") node.properties.forEach(collect);
    else if (node.type === "Property") collect(node.value);
  };
  collect(pattern);
  return found;
}
