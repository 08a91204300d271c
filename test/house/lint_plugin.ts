/**
 * The house rules that can be seen in one file; `deno lint` runs them beside its own.
 *
 * @module
 */

/** Chance and time are arguments in `lib/`: reruns must be identical to the bit. */
const noChanceInLib: Deno.lint.Rule = {
  create(context) {
    if (!/[\\/]lib[\\/]/.test(context.filename) || isTest(context.filename)) return {};
    return {
      MemberExpression(node) {
        const name = memberName(node);
        if (name !== "Math.random" && name !== "Date.now") return;
        context.report({
          node,
          message: `Cannot use ${name} in lib: chance and time are arguments`,
          hint: "take a seed stream or a clock through the options",
        });
      },
      NewExpression(node) {
        if (node.callee.type !== "Identifier" || node.callee.name !== "Date") return;
        if (node.arguments.length > 0) return;
        context.report({
          node,
          message: "Cannot read the clock in lib: time is an argument",
          hint: "take a clock through the options",
        });
      },
    };
  },
};

/** A function has a name in stack traces, is hoisted, and is found by its keyword. */
const noTopLevelArrow: Deno.lint.Rule = {
  create(context) {
    return {
      "Program > VariableDeclaration > VariableDeclarator > ArrowFunctionExpression"(node) {
        report(node);
      },
      "Program > ExportNamedDeclaration > VariableDeclaration > VariableDeclarator > ArrowFunctionExpression"(
        node,
      ) {
        report(node);
      },
    };
    function report(node: Deno.lint.Node): void {
      context.report({
        node,
        message: "Cannot keep an arrow function in a constant at top level",
        hint: "write `function name(…) {…}`",
      });
    }
  },
};

/**
 * Two positional arguments, then options: a call can be read without looking the function up.
 * A method may take three, because the seams of the kernel (`send(channel, identities, message)`) do.
 */
const fewPositional: Deno.lint.Rule = {
  create(context) {
    if (isTest(context.filename)) return {};
    return {
      "ExportNamedDeclaration > FunctionDeclaration"(node: Deno.lint.FunctionDeclaration) {
        const surplus = node.params.slice(2).filter((param) => !isOptions(param));
        if (surplus.length > 0 || node.params.length > 3) report(node, node.params.length);
      },
      "ExportNamedDeclaration > ClassDeclaration > ClassBody > MethodDefinition"(
        node: Deno.lint.MethodDefinition,
      ) {
        const { params } = node.value;
        if (node.key.type !== "PrivateIdentifier" && params.length > 3) report(node, params.length);
      },
    };
    function report(node: Deno.lint.Node, count: number): void {
      context.report({
        node,
        message: `Cannot take ${count} positional arguments: two, then an options object`,
        hint: "put the rest into one parameter named `options`, or take it apart in its place",
      });
    }
  },
};

/** `#name` is private when the program runs too. */
const hashPrivate: Deno.lint.Rule = {
  create(context) {
    function check(node: Deno.lint.PropertyDefinition | Deno.lint.MethodDefinition): void {
      if (node.accessibility !== "private") return;
      context.report({ node, message: "Cannot use `private`: write `#name`" });
    }
    return { PropertyDefinition: check, MethodDefinition: check };
  },
};

/** An error says something, and is no sentence with a full stop. */
const errorMessage: Deno.lint.Rule = {
  create(context) {
    if (isTest(context.filename)) return {};
    return {
      "ThrowStatement > NewExpression"(node: Deno.lint.NewExpression) {
        if (node.callee.type !== "Identifier" || !/Error$/.test(node.callee.name)) return;
        const [first] = node.arguments;
        if (first === undefined && /^(Type|Range|Syntax|Reference)?Error$/.test(node.callee.name)) {
          context.report({ node, message: "Cannot throw an error that says nothing" });
        }
        if (first !== undefined && /(^|[^.])\.$/.test(lastText(first))) {
          context.report({
            node: first,
            message: "Cannot end an error's message with a full stop",
          });
        }
      },
    };
  },
};

const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "no-chance-in-lib": noChanceInLib,
    "no-top-level-arrow": noTopLevelArrow,
    "few-positional": fewPositional,
    "hash-private": hashPrivate,
    "error-message": errorMessage,
  },
};
export default plugin;

function isTest(file: string): boolean {
  return /[\\/]test[\\/]/.test(file);
}

function memberName(node: Deno.lint.MemberExpression): string {
  const { object, property } = node;
  return object.type === "Identifier" && property.type === "Identifier"
    ? `${object.name}.${property.name}`
    : "";
}

/** A parameter taken apart, a rest, or one whose name or type says that it holds options. */
function isOptions(param: Deno.lint.Parameter | Deno.lint.AssignmentPattern["left"]): boolean {
  if (param.type === "ObjectPattern" || param.type === "RestElement") return true;
  if (param.type === "AssignmentPattern") return isOptions(param.left);
  return param.type === "Identifier" &&
    /^(options|init|limits|settings|_options)$/.test(param.name);
}

/** The last literal characters of a message, or nothing when they are computed. */
function lastText(node: Deno.lint.Node): string {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : "";
  if (node.type === "TemplateLiteral") return node.quasis.at(-1)?.cooked ?? "";
  if (node.type === "BinaryExpression") return lastText(node.right);
  return "";
}
