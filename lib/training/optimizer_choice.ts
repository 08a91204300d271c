/**
 * Which optimizer trains which parameter.
 *
 * @module
 */

import { quote, UnknownNameError } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import { optimizerOf, type OptimizerPlan } from "./optimizer.ts";
import { checkPatterns, isMeant, type NamedParameter } from "./parameter_patterns.ts";

/** Nodes or parameters that are trained alike. */
export interface OptimizerGroup<L extends string = string> {
  /** Labels of nodes; all when left out. */
  readonly nodes?: readonly L[];
  /**
   * Which of their parameters: names, or patterns such as `*.bias`; when left out, all that no other
   * group names.
   */
  readonly parameters?: readonly string[];
  readonly optimizer: string | OptimizerPlan;
}

/** One optimizer for all nodes, one for each of some nodes, or one for each of some groups. */
export type OptimizerChoice<L extends string = string> =
  | string
  | OptimizerPlan
  | readonly OptimizerGroup<L>[]
  | { readonly [label in L]?: string | OptimizerPlan };

/** From a parameter to its optimizer, or nothing when it has none. */
export type PlanFor = (parameter: NamedParameter) => OptimizerPlan | undefined;

/**
 * Brings all ways to choose into one form.
 *
 * @param choice one optimizer, one for each node, or groups
 * @returns groups; those that name parameters go before the others
 * @throws UnknownNameError when no optimizer of that name is registered
 * @throws TypeError for an optimizer of tfjs
 * @example
 * ```ts
 * import { groupsChosen } from "./optimizer_choice.ts";
 * groupsChosen({ Encoder: "sgd" }); // [{ nodes: ["Encoder"], optimizer: { name: "sgd", … } }]
 * ```
 */
export function groupsChosen<L extends string>(
  choice: OptimizerChoice<L>,
): readonly (OptimizerGroup<L> & { readonly optimizer: OptimizerPlan })[] {
  if (isPlan(choice)) return [{ optimizer: optimizerOf(choice) }];
  if (isGroups(choice)) {
    return choice.map((group) => {
      const of = "a group of optimizer";
      checkOptions(group, { of, known: GROUP, required: ["optimizer"] });
      return { ...group, optimizer: optimizerOf(group.optimizer) };
    });
  }
  if (typeof choice !== "object" || choice === null) {
    throw new TypeError(
      'Cannot read the option "optimizer": give a name such as "adam", a plan such as ' +
        "adam({ learningRate: 0.01 }), or plans by node",
    );
  }
  if (typeof (choice as { applyGradients?: unknown }).applyGradients === "function") {
    throw new TypeError(
      "Cannot train with an optimizer of tfjs, whose state nothing could save: give a plan, such as " +
        "adam({ learningRate: 0.01 }), or register one by name with optimizers.register()",
    );
  }
  return Object.entries<string | OptimizerPlan | undefined>(choice).flatMap(([label, plan]) =>
    plan === undefined ? [] : [{ nodes: [label as L], optimizer: optimizerOf(plan) }]
  );
}

/**
 * Finds the optimizer of each parameter.
 *
 * @param choice one optimizer, one for each node, or groups
 * @param all labels of all nodes, and the parameters that may be trained
 * @returns from a parameter to its optimizer
 * @throws UnknownNameError for a node or a parameter that is not there
 * @throws RangeError for a node or a parameter with two
 * @example
 * ```ts
 * import { planFor } from "./optimizer_choice.ts";
 * const bias = { node: "Head", name: "output.bias" };
 * planFor("adam", { labels: ["Head"], parameters: [bias] })(bias)?.name; // "adam"
 * ```
 */
export function planFor(
  choice: OptimizerChoice,
  { labels, parameters }: {
    readonly labels: readonly string[];
    readonly parameters: readonly NamedParameter[];
  },
): PlanFor {
  const groups = groupsChosen(choice);
  const unknown = groups.flatMap(({ nodes = [] }) => nodes).find((one) => !labels.includes(one));
  if (unknown !== undefined) throw new UnknownNameError("node", unknown, { known: labels });
  const named = groups.filter((group) => group.parameters !== undefined);
  const others = groups.filter((group) => group.parameters === undefined);
  for (const { nodes = labels, parameters: patterns = [] } of named) {
    checkPatterns(patterns, parameters.filter(({ node }) => nodes.includes(node)));
  }
  const nodesTwice = labels.find((label) => takenBy(others, { node: label, name: "" }).length > 1);
  if (nodesTwice !== undefined) throw twoOptimizers(nodesTwice);
  return (parameter) => {
    const [first, second] = takenBy(named, parameter);
    if (second) throw twoOptimizers(`${parameter.node}/${parameter.name}`);
    return (first ?? takenBy(others, parameter)[0])?.optimizer;
  };
}

const GROUP: readonly (keyof OptimizerGroup)[] = ["nodes", "parameters", "optimizer"];

type ChosenGroup = OptimizerGroup & { readonly optimizer: OptimizerPlan };

function takenBy(
  groups: readonly ChosenGroup[],
  parameter: NamedParameter,
): readonly ChosenGroup[] {
  return groups.filter(({ nodes, parameters }) =>
    (nodes?.includes(parameter.node) ?? true) &&
    (parameters === undefined || isMeant(parameter, parameters))
  );
}

function twoOptimizers(name: string): RangeError {
  return new RangeError(`Cannot train ${quote(name)} with two optimizers: choose one`);
}

function isGroups<L extends string>(
  choice: OptimizerChoice<L>,
): choice is readonly OptimizerGroup<L>[] {
  return Array.isArray(choice);
}

/** Nodes may be called anything, but no optimizer of a node has options for all of them. */
function isPlan<L extends string>(choice: OptimizerChoice<L>): choice is string | OptimizerPlan {
  if (typeof choice === "string") return true;
  const { name, options } = (choice ?? {}) as Partial<OptimizerPlan>;
  return typeof name === "string" && typeof options === "object" && !("options" in options);
}
