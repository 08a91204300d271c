/**
 * Problems of a plan, found before anything runs.
 *
 * @module
 */

import { nearest, quote } from "../../core/names.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { BuiltGraph } from "../../graph/built_graph.ts";
import type { PhaseGroup, PlacedPhase } from "./phase_group.ts";

/** A problem of a phase. */
export interface PlanProblem {
  /** Labels of groups and phase. */
  readonly phase: string;
  readonly message: string;
}

/** A plan that does not fit its graph and data; nothing was run. */
export class PlanError extends Error {
  /** All of them. */
  readonly problems: readonly PlanProblem[];

  /**
   * @param plan the label of the plan
   * @param problems at least one
   */
  constructor(plan: string, problems: readonly PlanProblem[]) {
    const lines = problems.map(({ phase, message }) => `- ${phase}: ${message}`);
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    super(`Cannot run ${quote(plan)}: ${count}\n${lines.join("\n")}`);
    this.name = "PlanError";
    this.problems = Object.freeze([...problems]);
  }
}

/**
 * Finds phases that refer to data or nodes that are not there.
 *
 * @param plan phases and groups
 * @param to the graph and the FeatureSets there are
 * @throws PlanError that lists every problem
 */
export function checkPlan(
  plan: PhaseGroup,
  to: { readonly graph: BuiltGraph; readonly data: readonly FeatureSet[] },
): void {
  const problems = plan.flatten().flatMap((placed) => problemsOf(placed, to));
  if (problems.length > 0) throw new PlanError(plan.label, problems);
}

function problemsOf(
  { path, phase }: PlacedPhase,
  { graph, data }: { readonly graph: BuiltGraph; readonly data: readonly FeatureSet[] },
): readonly PlanProblem[] {
  const where = [...path, phase.label].join("/");
  const missing = phase.inputSources.flatMap((binding) => {
    try {
      binding.views(data);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  const known = graph.graph.labels;
  const nodes = [
    ...phase.activeNodes ?? [],
    ...phase.losses.flatMap(({ needs }) => needs),
    ...(phase.kind === "train" ? phase.recordNodes ?? [] : []),
  ];
  const unknown = [...new Set(nodes)].filter((label) => !known.includes(label)).map((label) => {
    const meant = nearest(label, known);
    return `no node ${quote(label)}` +
      (meant === undefined ? "" : `: did you mean ${quote(meant)}?`);
  });
  return [...missing, ...unknown].map((message) => ({ phase: where, message }));
}

/**
 * Refuses two FeatureSets of one label, of which nobody could say which is meant.
 *
 * @param experiment the label of the experiment
 * @param data all of them
 * @returns the same, frozen
 * @throws RangeError that names the label
 */
export function checkData(label: string, data: readonly FeatureSet[]): readonly FeatureSet[] {
  const labels = data.map((set) => set.label);
  const twice = labels.find((one, at) => labels.indexOf(one) !== at);
  if (twice === undefined) return Object.freeze([...data]);
  throw new RangeError(
    `Cannot make the experiment ${quote(label)}: two FeatureSets are called ${
      quote(twice)
    }; nodes ` +
      "and phases find them by label, so give one of them another",
  );
}
