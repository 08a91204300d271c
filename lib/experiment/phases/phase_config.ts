/**
 * Phases and groups as plain data, and made again of it.
 *
 * @module
 */

import { checksOf, ConfigError, knownKeys } from "../../core/check_config.ts";
import { fromNamedConfig, type NamedConfig, toNamedConfig } from "../../core/configured.ts";
import { freeze, type Json, type JsonObject } from "../../core/json.ts";
import { UnknownNameError } from "../../core/names.ts";
import { AppliedLoss } from "../../training/applied_loss.ts";
import { optimizerConfig, optimizerFromConfig } from "../../training/optimizer.ts";
import {
  groupsChosen,
  type OptimizerChoice,
  type OptimizerGroup,
} from "../../training/optimizer_choice.ts";
import { type Callback, callbacks } from "../callbacks/callback.ts";
import { Checkpointing } from "../checkpoints/checkpointing.ts";
import { EVAL_VALUES, EvalPhase } from "./eval_phase.ts";
import { FIT_VALUES, FitPhase } from "./fit_phase.ts";
import { InputBinding, type InputBindingConfig } from "./input_binding.ts";
import type { Phase, PlanItem } from "./phase.ts";
import { PhaseGroup } from "./phase_group.ts";
import { PHASE_OPTIONS } from "./phase_parts.ts";
import { TRAIN_VALUES, TrainPhase } from "./train_phase.ts";

/** What all phases have. */
const COMMON = ["kind", "label", ...PHASE_OPTIONS];

/** What one kind has besides, as it stands in its options. */
const PLAIN = { train: TRAIN_VALUES, eval: EVAL_VALUES, fit: FIT_VALUES };

/**
 * Writes a phase or a group down.
 *
 * @param item any part of a plan
 * @returns frozen plain data for `itemFromConfig`
 * @throws UnregisteredError when a loss is a function that no name stands for
 * @throws UnknownNameError when a callback is not registered
 */
export function itemConfig(item: PlanItem): JsonObject {
  if (item.kind === "group") {
    return freeze({ kind: "group", label: item.label, items: item.items.map(itemConfig) });
  }
  const moves = item.kind === "train" ? item.moves : {};
  const values: Readonly<Record<string, unknown>> = { ...item, ...moves };
  const own = PLAIN[item.kind].map((name) => [name, values[name]]);
  const optimizer = item.kind === "train" ? item.moves.optimizer : undefined;
  return freeze({
    kind: item.kind,
    label: item.label,
    inputSources: item.inputSources.map((binding) => binding.getConfig()) as unknown as Json,
    losses: item.losses.map((loss) => loss.getConfig()),
    ...(item.activeNodes && { activeNodes: item.activeNodes }),
    ...Object.fromEntries(own.filter(([, value]) => value !== undefined)),
    ...(optimizer !== undefined && { optimizer: choiceConfig(optimizer) }),
    callbacks: item.callbacks.map(callbackConfig),
    ...(item.kind === "train" && item.checkpointing && {
      checkpointing: item.checkpointing.getConfig(),
    }),
    ...(item.compute && { compute: item.compute as JsonObject }),
  });
}

/**
 * Makes a phase or a group again.
 *
 * @param config what `itemConfig` gave, which may have been written by anybody
 * @param path where it stands, for errors
 * @returns an equal one
 * @throws ConfigError with the place that is not as expected
 * @throws UnknownNameError when it names a loss, a sampler or a callback that is not registered
 */
export function itemFromConfig(config: unknown, path = "plan"): PlanItem {
  const given = objectAt(config, path);
  const kind = textAt(given.kind, `${path}.kind`);
  const label = textAt(given.label, `${path}.label`);
  if (kind === "group") {
    knownKeys(given, { path, keys: ["kind", "label", "items"], refusal });
    const items = listAt(given.items, `${path}.items`)
      .map((item, at) => itemFromConfig(item, `${path}.items[${at}]`));
    return new PhaseGroup(label, items);
  }
  if (kind !== "train" && kind !== "eval" && kind !== "fit") {
    throw new UnknownNameError("kind of phase", kind, { known: ["train", "eval", "fit", "group"] });
  }
  const own: readonly string[] = PLAIN[kind];
  const objects = kind === "train" ? ["optimizer", "checkpointing"] : [];
  knownKeys(given, { path, keys: [...COMMON, ...own, ...objects], refusal });
  const options = {
    ...Object.fromEntries(own.flatMap((name) => name in given ? [[name, given[name]]] : [])),
    ...partsOf(given, path),
  };
  return make(kind, label, options);
}

/**
 * Writes a callback down.
 *
 * @param callback one that is registered
 * @returns its name and options
 * @throws UnknownNameError when nothing of its name is registered
 */
export function callbackConfig(callback: Callback): JsonObject {
  callbacks.get(callback.name);
  return toNamedConfig(callback) as unknown as JsonObject;
}

function partsOf(given: Readonly<Record<string, unknown>>, path: string): JsonObject {
  const losses = listAt(given.losses ?? [], `${path}.losses`)
    .map((loss, at) =>
      AppliedLoss.fromConfig(objectAt(loss, `${path}.losses[${at}]`) as JsonObject)
    );
  const sources = listAt(given.inputSources, `${path}.inputSources`).map((binding, at) =>
    bindingFrom(binding, `${path}.inputSources[${at}]`)
  );
  const found = listAt(given.callbacks ?? [], `${path}.callbacks`).map((callback, at) => {
    const where = `${path}.callbacks[${at}]`;
    const { name, config } = objectAt(callback, where);
    const own = objectAt(config ?? {}, `${where}.config`) as JsonObject;
    return fromNamedConfig({ name: textAt(name, `${where}.name`), config: own }, callbacks);
  });
  const options = {
    losses,
    inputSources: sources,
    callbacks: found,
    ...(given.activeNodes !== undefined &&
      { activeNodes: textsAt(given.activeNodes, `${path}.activeNodes`) }),
    ...(given.compute !== undefined && { compute: objectAt(given.compute, `${path}.compute`) }),
    ...(given.checkpointing !== undefined && {
      checkpointing: Checkpointing.fromConfig(
        objectAt(given.checkpointing, `${path}.checkpointing`) as JsonObject,
      ),
    }),
    ...(given.optimizer !== undefined &&
      { optimizer: choiceFrom(given.optimizer, `${path}.optimizer`) }),
  };
  return options as unknown as JsonObject;
}

/** Constructors check what the options hold. */
function make(kind: Phase["kind"], label: string, options: object): Phase {
  if (kind === "train") return new TrainPhase(label, options as never);
  if (kind === "eval") return new EvalPhase(label, options as never);
  return new FitPhase(label, options as never);
}

function bindingFrom(binding: unknown, path: string): InputBinding {
  const { sources, sampler } = objectAt(binding, path);
  for (const [at, source] of listAt(sources, `${path}.sources`).entries()) {
    const { featureSet, split } = objectAt(source, `${path}.sources[${at}]`);
    textAt(featureSet, `${path}.sources[${at}].featureSet`);
    if (split !== null) textAt(split, `${path}.sources[${at}].split`);
  }
  if (sampler !== null) {
    const { name, config } = objectAt(sampler, `${path}.sampler`);
    textAt(name, `${path}.sampler.name`);
    objectAt(config, `${path}.sampler.config`);
  }
  return InputBinding.fromConfig(
    { sources, sampler } as InputBindingConfig & {
      readonly sampler: NamedConfig | null;
    },
  );
}

function choiceConfig(choice: OptimizerChoice): Json {
  return groupsChosen(choice).map(({ optimizer, ...which }) => ({
    ...which,
    optimizer: optimizerConfig(optimizer),
  }));
}

function choiceFrom(config: unknown, path: string): OptimizerChoice {
  return listAt(config, path).map((group, at): OptimizerGroup => {
    const where = `${path}[${at}]`;
    const given = objectAt(group, where);
    knownKeys(given, { path: where, keys: ["nodes", "parameters", "optimizer"], refusal });
    const { nodes, parameters } = given;
    return {
      ...(nodes !== undefined && { nodes: textsAt(nodes, `${where}.nodes`) }),
      ...(parameters !== undefined && { parameters: textsAt(parameters, `${where}.parameters`) }),
      optimizer: optimizerFromConfig(given.optimizer as Json),
    };
  });
}

function textsAt(value: unknown, path: string): readonly string[] {
  return listAt(value, path).map((text, at) => textAt(text, `${path}[${at}]`));
}

function refusal(path: string, expected: string): ConfigError {
  return new ConfigError(path, expected, "a plan");
}

const { objectAt, listAt, textAt } = checksOf(refusal);
