/**
 * What training has gathered besides weights, as data: by node and parameter, so that a node that was
 * replaced starts afresh while the others go on.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import type { JsonObject } from "../core/json.ts";
import { assignAll, copyOf, heldVariables } from "../engine/step_state.ts";
import type { ModelState } from "../models/model.ts";
import type { Group } from "./groups.ts";

/** Optimizers' tensors, averages and gathered slopes as `node/parameter/kind`, and plain data. */
export interface TrainerState extends ModelState {
  readonly values: JsonObject & {
    /** How many batches there were. */
    readonly batches: number;
    /** Which FeatureSets fed the batches whose slopes are gathered. */
    readonly feeding: string;
    /** What was observed. */
    readonly observed: readonly number[];
    /** Names of the optimizers, by node. */
    readonly optimizers: Readonly<Record<string, string>>;
  };
}

/** Which nodes go on. */
export interface Resumed<L extends string = string> {
  readonly resumed: readonly L[];
  /** Nodes that are new, or have another optimizer or other shapes: their optimizers begin. */
  readonly fresh: readonly L[];
}

/** What is kept of a node besides its weights. */
export interface Kept {
  readonly group: Group;
  /** By kind, such as `average`: a variable for each parameter. */
  readonly beside: Readonly<Record<string, readonly tf.Variable[]>>;
}

/**
 * Copies what is kept of nodes.
 *
 * @param nodes what there is, in variables
 * @returns tensors by `node/parameter/kind`
 */
export function stateTensors(nodes: readonly Kept[]): ModelState["tensors"] {
  const entries = nodes.flatMap((kept) =>
    namedVariables(kept).map(({ name, tensor }) => [name, copyOf(tensor)] as const)
  );
  return Object.fromEntries(entries);
}

/**
 * Puts a state into the variables of those nodes that it fits.
 *
 * @param nodes what there is, in variables
 * @param state what was saved
 * @returns which nodes go on, and which begin
 */
export function restoreTensors(
  nodes: readonly Kept[],
  { tensors, values: { optimizers } }: TrainerState,
): Resumed {
  const [resumed, fresh]: [string[], string[]] = [[], []];
  for (const kept of nodes) {
    const { label, plan } = kept.group;
    const named = namedVariables(kept);
    const found = named.map(({ name }) => tensors[name]);
    const fits = optimizers[label] === plan.name &&
      named.every(({ tensor }, at) =>
        found[at] !== undefined && String(found[at].shape) === String(tensor.shape)
      );
    if (fits) assignAll(named, found.filter((one) => one !== undefined));
    (fits ? resumed : fresh).push(label);
  }
  return { resumed, fresh };
}

interface Named {
  readonly name: string;
  readonly tensor: tf.Variable;
}

function namedVariables({ group, beside }: Kept): readonly Named[] {
  const { label, parameters } = group;
  const kinds = Object.entries(beside).flatMap(([kind, variables]) =>
    variables.map((tensor, at) => ({ name: `${label}/${parameters[at]?.name}/${kind}`, tensor }))
  );
  return [
    ...heldVariables(group.optimizer).map(({ name, tensor }) => ({
      name: `${label}/${readable(name, parameters)}`,
      tensor,
    })),
    ...kinds,
  ];
}

/** tfjs keeps lists such as `accumulatedFirstMoment.0.variable`, in the order of the parameters. */
function readable(name: string, parameters: Group["parameters"]): string {
  const [, kind, place] = /^optimizer\.(\w+)\.(\d+)\.variable$/.exec(name) ?? [];
  if (kind === undefined) return name.replace(/^optimizer\./, "");
  return `${parameters[Number(place)]?.name}/${kind}`;
}
