/**
 * An experiment of its own, made of another: what it learns changes nothing there.
 *
 * @module
 */

import { SeedStream } from "../../core/seed.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { BuiltGraph } from "../../graph/built_graph.ts";
import type { ModelGraph } from "../../graph/model_graph.ts";
import { rebuilt } from "../../graph/rebuild.ts";
import { ExperimentContext } from "../context.ts";
import { Experiment } from "../experiment.ts";
import { editPlan, type PlanDraft } from "../phases/edit_plan.ts";
import type { Compute, PlanItem } from "../phases/phase.ts";
import { PhaseGroup } from "../phases/phase_group.ts";

/**
 * With which weights an experiment begins that is made of another: `weights` as they are there, with
 * what optimizers have gathered, or `fresh` ones, drawn from its seed.
 */
export type Start = "weights" | "fresh";

/** What is different in it. */
export interface ApartOptions {
  /** FeatureSets under the labels that nodes and phases refer to; the same when left out. */
  readonly data?: readonly FeatureSet[];
  /** Another graph: nodes that are the same keep their weights; the same when left out. */
  readonly graph?: ModelGraph | undefined;
  /** Who computes; the same when left out. */
  readonly compute?: Compute;
  /** Phases and groups; the same plan when left out. */
  readonly phases?: readonly PlanItem[];
  /** The root of all chance; the same when left out. */
  readonly seed?: number | string;
  /** With which weights it begins; default `weights`. */
  readonly start?: Start | undefined;
}

/**
 * Makes an experiment with weights and a log of its own. No context knows it, and it keeps no
 * checkpoints, which would be those of the original.
 *
 * @param experiment which stays as it is
 * @param options data, plan, seed, weights
 * @returns another experiment
 * @throws GraphError when the graph cannot be built for the data
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { apartFrom } from "./apart.ts";
 * const another = (one: Experiment) => apartFrom(one, { start: "fresh", seed: 14 });
 * ```
 */
export function apartFrom<L extends string>(
  experiment: Experiment<L>,
  options: ApartOptions = {},
): Experiment<L> {
  const { data = experiment.data, seed = experiment.seed, start = "weights" } = options;
  const { compute = experiment.compute, graph } = options;
  const plan = new PhaseGroup(experiment.label, options.phases ?? experiment.plan.items);
  const phases = editPlan(plan, withoutCheckpoints).plan.items;
  const { label, callbacks } = experiment;
  const isFresh = start === "fresh";
  const fresh = isFresh ? { seeds: SeedStream.from(seed).split("weights") } : {};
  const { seeds } = experiment.graph;
  const from = isFresh ? {} : { from: experiment.graph as BuiltGraph };
  const built = graph
    ? graph.build(data, { seeds, ...fresh, ...from, replacements: "free" })
    : rebuilt(experiment.graph as BuiltGraph, data, fresh);
  const made = new ExperimentContext().run(() =>
    new Experiment(label, { graph: built, data, phases, seed, callbacks, compute })
  );
  if (!isFresh) made.setState({ ...experiment.getState(), graph: built.getState() });
  // The same labels: another graph is given by those who know no labels.
  return made as Experiment<L>;
}

function withoutCheckpoints(draft: PlanDraft): void {
  delete draft.checkpointing;
  draft.items?.forEach(withoutCheckpoints);
}
