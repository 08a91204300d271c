/**
 * An experiment with other values at some places of its config.
 *
 * @module
 */

import type { Json, JsonObject } from "../../core/json.ts";
import { UnknownNameError } from "../../core/names.ts";
import { ModelGraph } from "../../graph/model_graph.ts";
import type { Experiment } from "../experiment.ts";
import { itemConfig, itemFromConfig } from "../phases/phase_config.ts";
import type { Compute, PlanItem } from "../phases/phase.ts";
import { apartFrom, type Start } from "../travel/apart.ts";
import { writeAt } from "./config_path.ts";

/** What can be swept over: the parts of an experiment that have a config. */
const PARTS = ["graph", "plan", "seed", "compute"] as const;

/** What a patched experiment is made of. */
interface Patched {
  readonly graph: ModelGraph | undefined;
  readonly phases: readonly PlanItem[];
  readonly seed: number | string;
  readonly compute: Compute;
}

/**
 * Makes an experiment of another by values at paths, such as `graph.nodes.Head.model.hidden`,
 * `plan.train.optimizer.learningRate`, `plan.train.losses.mse.weight` or `seed`. Nodes that are the same
 * keep their weights, unless it begins with fresh ones, as it does with another seed.
 *
 * @param experiment which stays as it is
 * @param values by path
 * @param options with which weights it begins
 * @returns an experiment with weights and a log of its own
 * @throws {UnknownNameError} when a path leads nowhere
 * @throws whatever the parts of the experiment refuse
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { patchExperiment } from "./patch_experiment.ts";
 * const wider = (one: Experiment) => patchExperiment(one, { "graph.nodes.Head.model.hidden": 64 });
 * ```
 */
export function patchExperiment(
  experiment: Experiment,
  values: Readonly<Record<string, Json>>,
  { start }: { readonly start?: Start | undefined } = {},
): Experiment {
  const { graph, seed, ...rest } = patchedParts(experiment, values);
  return apartFrom(experiment, {
    ...rest,
    seed,
    ...(graph && { graph }),
    start: seed === experiment.seed ? start : "fresh",
  });
}

/**
 * Refuses paths that lead nowhere, without making weights.
 *
 * @param experiment which stays as it is
 * @param values by path
 * @throws {UnknownNameError} when a path leads nowhere, or to an option that there is not
 * @example
 * ```ts
 * import type { Experiment } from "../experiment.ts";
 * import { checkPaths } from "./patch_experiment.ts";
 * const check = (one: Experiment) => checkPaths(one, { "plan.train.epochs": 5 });
 * ```
 */
export function checkPaths(experiment: Experiment, values: Readonly<Record<string, Json>>): void {
  patchedParts(experiment, values);
}

function patchedParts(
  experiment: Experiment,
  values: Readonly<Record<string, Json>>,
): Patched {
  const changes = Object.entries(values).map(([path, value]) => {
    const [part = "", ...steps] = path.split(".");
    if (PARTS.some((known) => known === part)) return { part, path: steps.join("."), value };
    throw new UnknownNameError("part of an experiment", part, {
      known: PARTS,
      hint: `it is the first step of ${path}`,
    });
  });
  const of = (wanted: string): readonly Change[] => changes.filter(({ part }) => part === wanted);
  const { plan, seed, compute } = experiment;
  const config = { seed, compute: { ...compute } as JsonObject };
  const settings = [...of("seed"), ...of("compute")].reduce(
    (made, { part, path, value }) =>
      writeAt(made, { path: path === "" ? part : `${part}.${path}`, value }),
    config,
  );
  return {
    graph: graphWith(experiment.graph.graph, of("graph")),
    phases: plan.items.map((item) => itemWith(item, of("plan"), plan.labels)),
    seed: settings.seed,
    compute: settings.compute as Compute,
  };
}

interface Change {
  readonly part: string;
  readonly path: string;
  readonly value: Json;
}

function graphWith(graph: ModelGraph, changes: readonly Change[]): ModelGraph | undefined {
  if (changes.length === 0) return undefined;
  const config = changes.reduce(
    (made, { path, value }) => writeAt(made, { path, value }),
    graph.getConfig(),
  );
  return ModelGraph.fromConfig(config);
}

/** Items without a change stay as they are, functions of one's own included. */
function itemWith(
  item: PlanItem,
  changes: readonly Change[],
  known: readonly string[],
): PlanItem {
  const strange = changes.map(({ path }) => path.split(".")[0] ?? "")
    .find((label) => !known.includes(label));
  if (strange !== undefined) throw new UnknownNameError("item of the plan", strange, { known });
  const own = changes.filter(({ path }) => path.split(".")[0] === item.label);
  if (own.length === 0) return item;
  const config = own.reduce((made, { path, value }) => {
    const [, ...steps] = path.split(".");
    return writeAt(made, { path: steps.join("."), value });
  }, itemConfig(item));
  return itemFromConfig(config, `plan.${item.label}`);
}
