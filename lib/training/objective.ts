/**
 * What is minimised: the weighted sum of losses over the flow of a batch. Computes with tfjs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { list, UnknownNameError } from "../core/names.ts";
import { DEFAULT_ROLE } from "../data/sample/batch.ts";
import type { NodeFlow, SampleTensors } from "../graph/flow.ts";
import { mergeWeights } from "../graph/merge_samples.ts";
import { isNodeReference, sourceKey } from "../graph/reference.ts";
import { OUTPUT } from "../models/interface.ts";
import type { AppliedLoss, LossInput } from "./applied_loss.ts";
import { termParts } from "./losses.ts";

/** Flows and samples of one role. */
export interface RoleFlow {
  readonly flows: Readonly<Record<string, NodeFlow>>;
  readonly samples: Readonly<Record<string, SampleTensors>>;
}

/** What a batch costs. */
export interface Cost {
  /** The weighted sum, a scalar. */
  readonly total: tf.Tensor;
  /** Each loss by its label, weighted, a scalar. */
  readonly values: Readonly<Record<string, tf.Tensor>>;
}

/**
 * Computes losses.
 *
 * @param losses at least one
 * @param roles flows of each role
 * @returns their values and their sum
 * @throws UnknownNameError for a role or a node that is not there
 * @example
 * ```ts
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { costOf, type RoleFlow } from "./objective.ts";
 * function total(flow: RoleFlow) {
 *   return costOf([new AppliedLoss({ loss: "mse", on: "Head" })], { default: flow }).total;
 * }
 * ```
 */
export function costOf(
  losses: readonly AppliedLoss[],
  roles: Readonly<Record<string, RoleFlow>>,
): Cost {
  const entries = losses.map((loss) => [loss.label, valueOf(loss, roles)] as const);
  const values = Object.fromEntries(entries);
  const total = Object.values(values).reduce((sum, value) => tf.add(sum, value));
  return { total, values };
}

function valueOf(loss: AppliedLoss, roles: Readonly<Record<string, RoleFlow>>): tf.Tensor {
  const found = loss.inputs.map((input) => find(input, { loss, roles }));
  const each = perSample(loss.loss.call(...aligned(found)), loss);
  const weights = mergeWeights(found.map(({ weights }) => weights));
  // A batch of padding only costs nothing. Shares need no slopes, as a quotient of sums would.
  const shares = tf.div(weights, tf.maximum(tf.sum(weights), 1e-12));
  const mean = tf.sum(tf.mul(each, shares));
  return loss.weight === 1 ? mean : tf.mul(mean, loss.weight);
}

/**
 * Targets come as (samples, columns, …) and outputs as the model gives them: in the shape of the first
 * what has as many numbers can be compared one by one, and nothing broadcasts by accident.
 */
function aligned(found: readonly Found[]): readonly tf.Tensor[] {
  const [first, ...others] = found.map(({ value }) => value);
  if (first === undefined) return [];
  const same = others.map((value) =>
    value.size === first.size && value.shape[0] === first.shape[0]
      ? tf.reshape(value, first.shape)
      : value
  );
  return [first, ...same];
}

/** One number per sample, or one for all, where the loss has taken the mean itself. */
function perSample(each: tf.Tensor, { label }: AppliedLoss): tf.Tensor {
  // Functions of one's own may be asynchronous, or give a number.
  if (!(each instanceof tf.Tensor)) {
    const found = (each as unknown) instanceof Promise ? "a promise" : typeof each;
    throw new TypeError(`Cannot compute the loss "${label}": it gives ${found}, and no tensor`);
  }
  if (each.rank < 2) return each;
  if (each.size > 0) return tf.mean(tf.reshape(each, [each.shape[0] ?? 1, -1]), 1);
  throw new RangeError(`Cannot compute the loss "${label}": it gives no number of [${each.shape}]`);
}

interface Found {
  readonly value: tf.Tensor;
  readonly weights: tf.Tensor;
}

function find(
  input: LossInput,
  { loss, roles }: {
    readonly loss: AppliedLoss;
    readonly roles: Readonly<Record<string, RoleFlow>>;
  },
): Found {
  if (typeof input !== "string") return findReferenced(input, { loss, roles });
  const { kind, role } = termParts(input);
  const flow = flowOf(loss.on, roleOf(roles, { name: role, loss }));
  const value = kind === "outputs"
    ? flow.outputs[OUTPUT]
    : kind === "weights"
    ? flow.weights
    : flow.targets;
  if (value !== undefined) return { value, weights: flow.weights };
  const has = kind === "outputs" ? `the outputs ${list(Object.keys(flow.outputs))}` : "no targets";
  throw new RangeError(`Cannot compute the loss "${loss.label}": ${loss.on} has ${has}`);
}

function findReferenced(
  input: Exclude<LossInput, string>,
  { loss, roles }: {
    readonly loss: AppliedLoss;
    readonly roles: Readonly<Record<string, RoleFlow>>;
  },
): Found {
  const role = roleOf(roles, { name: roleBeside(loss), loss });
  if (isNodeReference(input)) {
    const flow = flowOf(input.node, role);
    const value = flow.outputs[input.output];
    if (value !== undefined) return { value, weights: flow.weights };
    throw new UnknownNameError(`output of ${input.node}`, input.output, {
      known: Object.keys(flow.outputs),
    });
  }
  const samples = role.samples[input.featureSet];
  const value = samples?.feeds[sourceKey(input)];
  if (samples && value) return { value, weights: samples.weights };
  throw new RangeError(
    `Cannot compute the loss "${loss.label}": no samples of "${input.featureSet}" were given`,
  );
}

/** References name no role: theirs is that of what they are compared with, where it is one. */
function roleBeside({ inputs }: AppliedLoss): string {
  const named = inputs.map((input) => typeof input === "string" ? termParts(input).role : "");
  const [role = "", ...others] = new Set(named.filter((name) => name !== ""));
  return others.length === 0 ? role : "";
}

function roleOf(
  roles: Readonly<Record<string, RoleFlow>>,
  { name, loss }: { readonly name: string; readonly loss: AppliedLoss },
): RoleFlow {
  const names = Object.keys(roles);
  const wanted = name === "" ? names.length === 1 ? names[0] ?? DEFAULT_ROLE : DEFAULT_ROLE : name;
  const found = roles[wanted];
  if (found) return found;
  throw new UnknownNameError("role", wanted, {
    known: names,
    hint: names.length === 1 && names[0] === DEFAULT_ROLE
      ? `the loss "${loss.label}" compares roles: feed batches that have them, such as those of a ` +
        "TripletSampler or a PairedSampler"
      : `the loss "${loss.label}" says which as in "outputs.${names[0]}"`,
  });
}

function flowOf(label: string, { flows }: RoleFlow): NodeFlow {
  const found = flows[label];
  if (found) return found;
  throw new UnknownNameError("node", label, { known: Object.keys(flows) });
}
