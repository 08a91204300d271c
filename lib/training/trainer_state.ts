/**
 * What training has gathered besides weights, as data: by node and parameter, so that a node that was
 * replaced starts afresh while the others go on.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../core/json.ts";
import { assignAll, copyOf, heldVariables } from "../engine/step_state.ts";
import { type ModelState, StateError } from "../models/model.ts";
import type { Group, Groups } from "./groups.ts";

/**
 * Optimizers' tensors, averages and gathered slopes as `node/parameter/kind`, and plain data. What an
 * optimizer keeps once stands under each of its parameters.
 */
export interface TrainerState extends ModelState {
  readonly values: JsonObject & {
    /** How many batches there were. */
    readonly batches: number;
    /** Which FeatureSets fed the batches whose slopes are gathered. */
    readonly feeding: string;
    /** What was observed. */
    readonly observed: readonly number[];
    /** What keeps slopes in range, in mixed precision. */
    readonly lossScale?: { readonly scale: number; readonly fitted: number };
    /** Names of the optimizers, by node; all in their order where a node has several. */
    readonly optimizers: Readonly<Record<string, string>>;
  };
}

/** Which nodes go on. */
export interface Resumed<L extends string = string> {
  readonly resumed: readonly L[];
  /** Nodes that are new, or have another optimizer or other shapes: their optimizers begin. */
  readonly fresh: readonly L[];
}

/** Variables that are kept for each weight, by kind such as `average`, and by the weight's name. */
export type Beside = Readonly<Record<string, Readonly<Record<string, tf.Variable>>>>;

/** A variable under the name that a state has for it. */
interface Kept {
  readonly node: string;
  readonly name: string;
  readonly tensor: tf.Variable;
  /** What it is called where all parameters of the group have the same one. */
  readonly shared?: string;
}

/**
 * Refuses what is no state of a trainer.
 *
 * @param state anything
 * @throws StateError when something is missing in it
 */
export function checkState(state: TrainerState): void {
  const { tensors, values } = (state ?? {}) as Partial<TrainerState>;
  const isWhole = typeof tensors === "object" && Number.isInteger(values?.batches) &&
    Array.isArray(values?.observed) && typeof values?.optimizers === "object";
  if (isWhole) return;
  throw new StateError(
    "Cannot go on with what is no state of a trainer: give what its getState() gave, and weights to " +
      "setState of the graph",
  );
}

/**
 * Copies what is kept besides weights.
 *
 * @param groups nodes and their optimizers
 * @param beside what else is kept for each weight
 * @returns tensors by name
 */
export function stateTensors(groups: Groups, beside: Beside): ModelState["tensors"] {
  const kept = groups.flatMap((group) => keptOf(group, beside));
  return Object.fromEntries(kept.map(({ name, tensor }) => [name, copyOf(tensor)]));
}

/**
 * Says of each node how a state fits it; nodes may share an optimizer when it says the same of them.
 *
 * @param groups nodes and their optimizers
 * @param state what was saved
 * @param beside what else is kept for each weight
 * @returns by label: nothing for a node that starts afresh, else what its optimizer keeps once
 */
export function fitOf(
  groups: Groups,
  { tensors, values: { optimizers } }: TrainerState,
  { beside }: { readonly beside: Beside },
): ReadonlyMap<string, string | undefined> {
  const byNode = Map.groupBy(groups.flatMap((group) => keptOf(group, beside)), ({ node }) => node);
  const names = optimizerNames(groups);
  const entries = Object.keys(names).map((label) => {
    const kept = byNode.get(label) ?? [];
    const fits = optimizers[label] === names[label] &&
      kept.every(({ name, tensor }) => String(tensors[name]?.shape) === String(tensor.shape));
    const shared = kept.flatMap(({ name, tensor, shared }) =>
      shared === undefined ? [] : [`${shared} ${tensor.size} ${tensors[name]?.data}`]
    );
    return [label, fits ? [...new Set(shared)].join() : undefined] as const;
  });
  return new Map(entries);
}

/**
 * Names optimizers.
 *
 * @param groups nodes and their optimizers
 * @returns by label of the node; all in their order where one has several
 */
export function optimizerNames(groups: Groups): Readonly<Record<string, string>> {
  const pairs = groups.flatMap(({ nodes, plan }) => nodes.map(({ label }) => [label, plan.name]));
  const byNode = Map.groupBy(pairs, ([label]) => label);
  return Object.fromEntries(
    [...byNode].map(([label, all]) => [label, all.map(([, name]) => name).join(", ")]),
  );
}

/**
 * Puts a state into the variables of the nodes that it fits.
 *
 * @param groups nodes and their optimizers; all nodes of one go on, or none
 * @param tensors what was saved
 * @param options which nodes go on, and what else is kept for each weight
 */
export function restoreTensors(
  groups: Groups,
  tensors: ModelState["tensors"],
  { resumed, beside }: { readonly resumed: ReadonlySet<string>; readonly beside: Beside },
): void {
  const kept = groups.flatMap((group) => keptOf(group, beside))
    .filter(({ node }) => resumed.has(node));
  const found = kept.flatMap(({ name }) => tensors[name] ?? []);
  assignAll(kept, found);
}

function keptOf(group: Group, beside: Beside): readonly Kept[] {
  const { nodes, optimizer } = group;
  const places = nodes.flatMap(({ label, parameters }) =>
    parameters.map(({ name, variable }) => ({ node: label, path: `${label}/${name}`, variable }))
  );
  const held = heldVariables(optimizer).flatMap(({ name, tensor }): readonly Kept[] => {
    // tfjs keeps lists such as `accumulatedFirstMoment.0.variable`, in the order of the variables.
    const [, kind, index] = /^optimizer\.(\w+)\.(\d+)\.variable$/.exec(name) ?? [];
    const place = places[Number(index)];
    if (kind !== undefined && place !== undefined) {
      return [{ node: place.node, name: `${place.path}/${kind}`, tensor }];
    }
    const shared = name.replace(/^optimizer\./, "");
    return places.map(({ node, path }) => ({ node, name: `${path}/${shared}`, tensor, shared }));
  });
  const others = Object.entries(beside).flatMap(([kind, variables]) =>
    places.flatMap(({ node, path, variable }) => {
      const tensor = variables[variable.name];
      return tensor ? [{ node, name: `${path}/${kind}`, tensor }] : [];
    })
  );
  return [...held, ...others];
}
