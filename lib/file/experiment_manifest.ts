/**
 * What an experiment is made of, as plain data: everything but samples, weights and results.
 *
 * @module
 */

import { checksOf, ConfigError } from "../core/check_config.ts";
import { fromNamedConfig } from "../core/configured.ts";
import { freeze, type JsonObject } from "../core/json.ts";
import { type Callback, callbacks } from "../experiment/callbacks/callback.ts";
import "../experiment/callbacks/built_in.ts";
import { Checkpointing } from "../experiment/checkpoints/checkpointing.ts";
import type { Experiment } from "../experiment/experiment.ts";
import type { Compute, PlanItem } from "../experiment/phases/phase.ts";
import { callbackConfig, itemConfig, itemFromConfig } from "../experiment/phases/phase_config.ts";
import type { FileFormat } from "./migrate.ts";

/** The format of saved experiments. */
export const EXPERIMENT_FORMAT: FileFormat = {
  kind: "modulab.experiment",
  version: 1,
  migrations: {},
};

/** What an experiment is made of besides graph and data. */
export interface ExperimentParts {
  readonly label: string;
  readonly seed: number | string;
  readonly compute: Compute;
  readonly phases: readonly PlanItem[];
  readonly callbacks: readonly Callback[];
  readonly checkpointing?: Checkpointing;
  /** Labels of the FeatureSets. */
  readonly data: readonly string[];
}

/**
 * Writes an experiment down.
 *
 * @param experiment whose losses, callbacks and samplers have registered names
 * @returns frozen plain data for `readManifest`
 * @throws UnregisteredError when a loss is a function that no name stands for
 * @throws UnknownNameError when a callback is not registered
 */
export function writeManifest(experiment: Experiment): JsonObject {
  const { label, seed, compute, plan, callbacks: own, checkpointing, data } = experiment;
  return freeze({
    format: `${EXPERIMENT_FORMAT.kind}/${EXPERIMENT_FORMAT.version}`,
    label,
    seed,
    compute: compute as JsonObject,
    phases: plan.items.map(itemConfig),
    callbacks: own.map(callbackConfig),
    ...(checkpointing && { checkpointing: checkpointing.getConfig() }),
    data: data.map((set) => set.label),
  });
}

/**
 * Reads what `writeManifest` wrote, or somebody has written.
 *
 * @param manifest plain data of the newest version
 * @returns phases, callbacks and the rest, made again
 * @throws ConfigError with the place that is not as expected
 * @throws UnknownNameError when it names a loss, a sampler or a callback that is not registered
 */
export function readManifest(manifest: JsonObject): ExperimentParts {
  const { seed = 13, checkpointing } = manifest;
  if (typeof seed !== "number" && typeof seed !== "string") {
    throw refusal("seed", "a number or text");
  }
  return {
    label: textAt(manifest.label, "label"),
    seed,
    compute: objectAt(manifest.compute ?? {}, "compute") as Compute,
    phases: listAt(manifest.phases, "phases").map((item, at) =>
      itemFromConfig(item, `phases[${at}]`)
    ),
    callbacks: listAt(manifest.callbacks ?? [], "callbacks").map((callback, at) => {
      const { name, config } = objectAt(callback, `callbacks[${at}]`);
      const options = objectAt(config ?? {}, `callbacks[${at}].config`) as JsonObject;
      return fromNamedConfig(
        { name: textAt(name, `callbacks[${at}].name`), config: options },
        callbacks,
      );
    }),
    ...(checkpointing !== undefined && {
      checkpointing: Checkpointing.fromConfig(
        objectAt(checkpointing, "checkpointing") as JsonObject,
      ),
    }),
    data: listAt(manifest.data ?? [], "data").map((label, at) => textAt(label, `data[${at}]`)),
  };
}

function refusal(path: string, expected: string): ConfigError {
  return new ConfigError(path, expected, "an experiment");
}

const { objectAt, listAt, textAt } = checksOf(refusal);
