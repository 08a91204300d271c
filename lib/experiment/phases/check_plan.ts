/**
 * Problems of a plan, found before anything runs.
 *
 * @module
 */

import { list, nearest, quote } from "../../core/names.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { BuiltGraph } from "../../graph/built_graph.ts";
import type { Callback, CallbackUses } from "../callbacks/callback.ts";
import { TRAIN_LOSS } from "../results/phase_source.ts";
import type { Phase } from "./phase.ts";
import type { PhaseGroup } from "./phase_group.ts";

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

/** What a plan is to be run on. */
export interface PlanGround {
  readonly graph: BuiltGraph;
  /** The FeatureSets there are. */
  readonly data: readonly FeatureSet[];
  /** Callbacks of the experiment, which follow every phase; none when left out. */
  readonly callbacks?: readonly Callback[];
}

/**
 * Finds phases and callbacks that refer to data, nodes or metrics that are not there.
 *
 * @param plan phases and groups
 * @param ground the graph, the FeatureSets and the callbacks of the experiment
 * @throws PlanError that lists every problem
 */
export function checkPlan(plan: PhaseGroup, ground: PlanGround): void {
  const problems = plan.flatten().flatMap(({ path, phase }) => {
    const found = [...problemsOfPhase(phase, ground), ...problemsOfCallbacks(phase, ground)];
    return found.map((message) => ({ phase: [...path, phase.label].join("/"), message }));
  });
  if (problems.length > 0) throw new PlanError(plan.label, problems);
}

/**
 * Finds data and nodes that a phase refers to and that are not there.
 *
 * @param phase any
 * @param ground the graph and the FeatureSets there are
 * @returns a sentence for each
 */
export function problemsOfPhase(phase: Phase, { graph, data }: PlanGround): readonly string[] {
  const missing = phase.inputSources.flatMap((binding) => {
    try {
      binding.views(data);
      return [];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  const nodes = [
    ...phase.activeNodes ?? [],
    ...phase.losses.flatMap(({ needs }) => needs),
    ...(phase.kind === "train" ? phase.recordNodes ?? [] : []),
  ];
  return [...missing, ...problemsOfNodes(nodes, graph)];
}

function problemsOfNodes(nodes: readonly string[], { graph }: BuiltGraph): readonly string[] {
  const unknown = [...new Set(nodes)].filter((label) => !graph.labels.includes(label));
  return unknown.map((label) => `no node ${quote(label)}${meant(label, graph.labels)}`);
}

function problemsOfCallbacks(phase: Phase, ground: PlanGround): readonly string[] {
  const all = [...phase.callbacks, ...ground.callbacks ?? []];
  const used = all.map((callback) => ({ label: callback.label, uses: callback.uses?.() }));
  const evaluations = used.flatMap(({ label, uses }) =>
    (uses?.evaluations ?? []).flatMap((evaluation) =>
      problemsOfEvaluation(evaluation, ground).map((message) =>
        `the callback ${quote(label)}: ${message}`
      )
    )
  );
  return phase.kind === "train" ? [...evaluations, ...problemsOfMetrics(used)] : evaluations;
}

function problemsOfEvaluation(
  { phase, outputs }: NonNullable<CallbackUses["evaluations"]>[number],
  ground: PlanGround,
): readonly string[] {
  const { graph } = ground.graph;
  const told: readonly string[] = phase.activeNodes ?? graph.tails;
  const untold = outputs.filter((node) => graph.labels.includes(node) && !told.includes(node));
  return [
    ...problemsOfPhase(phase, ground),
    ...problemsOfNodes(outputs, ground.graph),
    ...untold.map((node) =>
      `${quote(node)} gives no outputs: name it in activeNodes, beside ${list(told)}`
    ),
  ];
}

/** Two cannot hand in one metric, and one that nobody hands in is watched for nothing. */
function problemsOfMetrics(
  used: readonly { readonly label: string; readonly uses: CallbackUses | undefined }[],
): readonly string[] {
  const given = used.flatMap(({ label, uses }) =>
    (uses?.metrics ?? []).map((name) => ({ label, name }))
  );
  const clashes = [...Map.groupBy(given, ({ name }) => name)]
    .filter(([, all]) => all.length > 1)
    .map(([name, all]) => {
      const labels = list(all.map(({ label }) => label));
      return `the metric ${quote(name)} is handed in by ${labels}: give each its own name`;
    });
  if (used.some(({ uses }) => uses === undefined)) return clashes;
  const known = [TRAIN_LOSS, ...given.map(({ name }) => name)];
  const unheard = used.flatMap(({ label, uses }) =>
    (uses?.watches ?? []).filter((name) => !known.includes(name)).map((name) =>
      `the callback ${quote(label)} watches the metric ${quote(name)}, which nothing hands in` +
      `${meant(name, known)}; there is ${list(known)}`
    )
  );
  return [...clashes, ...unheard];
}

function meant(asked: string, known: readonly string[]): string {
  const near = nearest(asked, known);
  return near === undefined ? "" : `: did you mean ${quote(near)}?`;
}
