/**
 * What a trainer begins with: everything that can be wrong is said before any step.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { refuse } from "../graph/problems.ts";
import { activePart } from "./active_part.ts";
import type { AppliedLoss } from "./applied_loss.ts";
import { sourcesOf } from "./feed.ts";
import { type ClassLimits, classLimits } from "./class_limits.ts";
import { type Stages, trainingProblems } from "./gradient_check.ts";
import { lossProblems } from "./loss_check.ts";
import { requireBuilt } from "./require_built.ts";
import { stagesOf } from "./stages.ts";
import { learnedSets } from "./target_origins.ts";
import { checkTraining, type TrainerOptions } from "./trainer_options.ts";

/** What is trained, by what, from what. */
export interface Preparation<L extends string = string> {
  /** The graph, with all that does not move frozen. */
  readonly built: BuiltGraph<L>;
  readonly losses: readonly AppliedLoss<L>[];
  readonly stages: Stages;
  /** Labels of the nodes that losses or results need. */
  readonly needed: ReadonlySet<string>;
  /** The columns that they take. */
  readonly sources: readonly FeatureSetReference[];
  /** Labels of the FeatureSets whose targets losses compare. */
  readonly learned: ReadonlySet<string>;
  /** Which classes the columns may hold that losses compare. */
  readonly classes: ClassLimits;
}

/**
 * Checks that a graph can be trained as it is asked for.
 *
 * @param whole a graph with weights
 * @param options losses, nodes, stages and numbers
 * @returns what a trainer needs to know
 * @throws GraphError when losses have problems, gradients are cut off, or nothing can be trained
 * @throws TypeError for a graph without weights, and losses that are none
 * @throws RangeError for numbers that mean nothing; UnknownNameError for nodes that are not there
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { prepare } from "./prepare.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 * const nodes = (built: BuiltGraph) => prepare(built, { losses }).needed;
 * ```
 */
export function prepare<L extends string>(
  whole: BuiltGraph<L>,
  options: TrainerOptions<L>,
): Preparation<L> {
  requireBuilt(whole, "train");
  checkTraining(options);
  const { activeNodes, tell = [] } = options;
  const stages = stagesOf(whole.graph.labels, options.stages);
  const { built, losses } = activePart(whole, { activeNodes, losses: options.losses, stages });
  refuse(`Cannot train the graph ${quote(built.graph.label)}`, [
    ...trainingProblems(built, { losses, stages }),
    ...lossProblems(built, losses),
  ]);
  // Both are known to be there by now.
  const wanted = [...losses.flatMap(({ needs }) => needs as readonly L[]), ...tell];
  const graph = built.graph.subgraph(wanted);
  const needed = new Set<string>(graph.labels);
  const sources = sourcesOf(graph, losses);
  return {
    built,
    losses,
    stages,
    needed,
    sources,
    learned: learnedSets(built, losses),
    classes: classLimits(built, losses),
  };
}
