/**
 * What experiments are made of.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import { SeedStream } from "../core/seed.ts";
import { FeatureSet } from "../data/feature_set.ts";
import { BuiltGraph } from "../graph/built_graph.ts";
import type { ModelGraph } from "../graph/model_graph.ts";
import type { Callback } from "./callbacks/callback.ts";
import { checkCheckpointing, type Checkpointing } from "./checkpoints/checkpointing.ts";
import { checkCompute, type Compute, type PlanItem } from "./phases/phase.ts";
import type { Live } from "./run/live.ts";

/** What an experiment is made of. */
export interface ExperimentOptions<L extends string = string, P extends string = string> {
  /** The models. A graph without weights gets its first ones from the seed. */
  readonly graph: ModelGraph<L> | BuiltGraph<L>;
  /** The FeatureSets that nodes, losses and phases refer to; those of the context when left out. */
  readonly data?: readonly FeatureSet[];
  /** Phases and groups, in order; none at first when left out. */
  readonly phases?: readonly PlanItem<P>[];
  /** The root of all chance; default 13. */
  readonly seed?: number | string;
  /** What follows every run. */
  readonly callbacks?: readonly Callback[];
  /** When checkpoints of every run are taken; none when left out. */
  readonly checkpointing?: Checkpointing;
  /** Who computes, where a phase does not say so. */
  readonly compute?: Compute;
  /** Weights and log that another experiment has too; its own when left out. */
  readonly live?: Live;
}

const OPTIONS = [
  "graph",
  "data",
  "phases",
  "seed",
  "callbacks",
  "checkpointing",
  "compute",
  "live",
] as const;

/**
 * Refuses options that there are not.
 *
 * @param label what the experiment is called
 * @param options what was given
 * @returns the same
 * @throws UnknownNameError that names the option
 * @throws TypeError without a graph, or for what is no Checkpointing
 */
export function checkExperimentOptions<L extends string, P extends string>(
  label: string,
  options: ExperimentOptions<L, P>,
): ExperimentOptions<L, P> {
  const of = `the experiment "${label}"`;
  checkOptions(options, { of, known: OPTIONS, required: ["graph"] });
  if (options.compute) checkCompute(of, options.compute);
  checkCheckpointing(of, options.checkpointing);
  return options;
}

/**
 * Refuses two FeatureSets of one label, of which nobody could say which is meant.
 *
 * @param label what the experiment is called
 * @param data all FeatureSets
 * @returns the same, frozen
 * @throws TypeError for what is no list of FeatureSets
 * @throws RangeError that names the label that two have
 */
export function checkData(label: string, data: readonly FeatureSet[]): readonly FeatureSet[] {
  if (!Array.isArray(data) || data.some((one) => !(one instanceof FeatureSet))) {
    throw new TypeError(
      `Cannot make the experiment ${quote(label)}: data is a list of FeatureSets, such as [pulses]`,
    );
  }
  const labels = data.map((set) => set.label);
  const twice = labels.find((one, at) => labels.indexOf(one) !== at);
  if (twice === undefined) return Object.freeze([...data]);
  throw new RangeError(
    `Cannot make the experiment ${quote(label)}: two FeatureSets are called ${quote(twice)}; ` +
      "nodes and phases find them by label, so give one of them another",
  );
}

/**
 * Gives a graph its weights.
 *
 * @param graph with or without weights
 * @param options FeatureSets that it draws from, and the seed of its first weights
 * @returns the graph, or one that is built for the data
 * @throws GraphError when it cannot be built for the data
 */
export function builtOf<L extends string>(
  graph: ModelGraph<L> | BuiltGraph<L>,
  { data, seed }: { readonly data: readonly FeatureSet[]; readonly seed: number | string },
): BuiltGraph {
  if (graph instanceof BuiltGraph) return graph as BuiltGraph;
  return graph.build(data, { seeds: SeedStream.from(seed).split("weights") }) as BuiltGraph;
}
