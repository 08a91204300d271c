/**
 * An experiment as plain data and typed arrays, and an experiment again: how it goes to another process
 * or into a file.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { quote, UnknownNameError } from "../../core/names.ts";
import { FeatureSet } from "../../data/feature_set.ts";
import type { FeatureSetConfig, FeatureSetState } from "../../data/feature_set_state.ts";
import { engineInUse } from "../../engine/engines/engine.ts";
import { UnregisteredError } from "../../training/losses.ts";
import { fromNamedConfig, type NamedConfig } from "../../core/configured.ts";
import { callbacks } from "../callbacks/callback.ts";
import { Checkpointing } from "../checkpoints/checkpointing.ts";
import { ExperimentContext } from "../context.ts";
import { Experiment } from "../experiment.ts";
import { callbackConfig, itemConfig, itemFromConfig } from "../phases/phase_config.ts";
import type { Compute } from "../phases/phase.ts";
import type { LiveState } from "../run/live.ts";
import { graphFromTree, graphToTree, type GraphTree } from "./graph_tree.ts";
// What trees name.
import "./known_names.ts";

/** What runs have changed besides weights. */
export interface LearnedTree extends Omit<LiveState, "graph" | "training"> {
  /** What optimizers have gathered; `null` before any training. */
  readonly training: LiveState["training"] | null;
}

/** An experiment as plain data and typed arrays; its log is not in it. */
export interface ExperimentTree {
  readonly version: 1;
  readonly label: string;
  readonly seed: number | string;
  /** Who computes: the engine is always named. */
  readonly compute: Compute;
  readonly graph: GraphTree;
  readonly data: readonly {
    readonly config: FeatureSetConfig;
    readonly state: FeatureSetState;
  }[];
  /** Phases and groups. */
  readonly plan: readonly JsonObject[];
  readonly callbacks: readonly JsonObject[];
  readonly checkpointing: JsonObject | null;
  readonly learned: LearnedTree;
}

/** An experiment holds something that no data can stand for, or names something that is not here. */
export class TravelError extends TypeError {
  override readonly name = "TravelError";
}

/**
 * Writes an experiment down. Weights are copied; columns of data are shared and must not be written to.
 *
 * @param experiment all but its log
 * @returns plain data and typed arrays
 * @throws {TravelError} when a loss, a callback or a model is not registered by name
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { experimentFromTree, experimentToTree } from "./experiment_tree.ts";
 * const twin = (one: Experiment) => experimentFromTree(experimentToTree(one));
 * ```
 */
export function experimentToTree(experiment: Experiment): ExperimentTree {
  const { label, seed, compute, data, plan, checkpointing } = experiment;
  try {
    const { graph: _, training, counts, fitted } = experiment.getState();
    return {
      version: 1,
      label,
      seed,
      compute: { ...compute, engine: compute.engine ?? engineInUse() },
      graph: graphToTree(experiment.graph),
      data: data.map((set) => ({ config: set.getConfig(), state: set.getState() })),
      plan: plan.items.map(itemConfig),
      callbacks: experiment.callbacks.map(callbackConfig),
      checkpointing: checkpointing?.getConfig() ?? null,
      learned: { training: training ?? null, counts, fitted },
    };
  } catch (cause) {
    if (!(cause instanceof UnknownNameError || cause instanceof UnregisteredError)) throw cause;
    throw new TravelError(
      `Cannot send the experiment ${quote(label)} to another process: ${cause.message}; register ` +
        "it in a module of its own, and name that module in modules: [url]",
      { cause },
    );
  }
}

/**
 * Makes an experiment again, which no context knows and whose log is empty.
 *
 * @param tree what `experimentToTree` gave
 * @returns an experiment that runs as the one that was written down would
 * @throws {TravelError} when it names a loss, a callback, a model or a sampler that is not registered here
 * @throws {RangeError} for a tree of another version
 * @example
 * ```ts
 * import { experimentFromTree, type ExperimentTree } from "./experiment_tree.ts";
 * const run = (tree: ExperimentTree) => experimentFromTree(tree).run();
 * ```
 */
export function experimentFromTree(tree: ExperimentTree): Experiment {
  const { version, label, seed, compute, checkpointing, learned } = tree;
  if (version !== 1) {
    throw new RangeError(
      `Cannot make the experiment ${quote(label)} of version ${version}: this is for version 1`,
    );
  }
  try {
    const graph = graphFromTree(tree.graph);
    const data = tree.data.map(({ config, state }) =>
      FeatureSet.fromConfig(config).setState(state)
    );
    const experiment = new ExperimentContext().run(() =>
      new Experiment(label, {
        graph,
        data,
        phases: tree.plan.map((item, at) => itemFromConfig(item, `plan[${at}]`)),
        seed,
        compute,
        callbacks: tree.callbacks.map((config) =>
          fromNamedConfig(config as unknown as NamedConfig, callbacks)
        ),
        ...(checkpointing && { checkpointing: Checkpointing.fromConfig(checkpointing) }),
      })
    );
    const { training, counts, fitted } = learned;
    experiment.setState({
      graph: tree.graph.state,
      training: training ?? undefined,
      counts,
      fitted,
    });
    return experiment;
  } catch (cause) {
    if (!(cause instanceof UnknownNameError)) throw cause;
    throw new TravelError(
      `Cannot make the experiment ${quote(label)} here: ${cause.message}, and name the module ` +
        "that does so in modules: [url]",
      { cause },
    );
  }
}
