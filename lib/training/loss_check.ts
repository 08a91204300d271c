/**
 * Whether losses can compare what they are given, found by recording them: nothing is computed.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { quote, UnknownNameError } from "../core/names.ts";
import { DEFAULT_ROLE } from "../data/sample/batch.ts";
import { TracedReadError, UnrecordableError } from "../engine/trace/errors.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import type { NodeFlow, SampleTensors } from "../graph/flow.ts";
import type { Problem } from "../graph/problems.ts";
import {
  describeSource,
  isNodeReference,
  type NodeReference,
  sourceKey,
} from "../graph/reference.ts";
import { type Interface, OUTPUT, type Ports, writeShape } from "../models/interface.ts";
import { ShapeError } from "../models/model.ts";
import { ofSamples, recordCall } from "../models/record_call.ts";
import type { AppliedLoss, LossInput } from "./applied_loss.ts";
import { comparedInterface } from "./compared_interface.ts";
import { termParts } from "./losses.ts";
import { unknownNodes } from "./loss_names.ts";
import { costOf, type RoleFlow } from "./objective.ts";
import { untakenTargets } from "./untaken_targets.ts";

/**
 * Finds losses that cannot be computed.
 *
 * @param built a graph whose shapes are known
 * @param losses what is compared
 * @returns what is wrong with each; nothing of losses whose inputs have open lengths, nor of those on nodes
 *   that are not there (see `lossNameProblems`)
 * @example
 * ```ts
 * import type { BuiltGraph } from "../graph/built_graph.ts";
 * import { AppliedLoss } from "./applied_loss.ts";
 * import { lossProblems } from "./loss_check.ts";
 * const losses = [new AppliedLoss({ loss: "mse", on: "Head" })];
 * const first = (built: BuiltGraph) => lossProblems(built, losses)[0]?.message;
 * ```
 */
export function lossProblems(
  built: BuiltGraph,
  losses: readonly AppliedLoss[],
): readonly Problem[] {
  return losses.flatMap((loss) => {
    if (unknownNodes(built, loss).length > 0) return [];
    const problem = (message: string): Problem[] => [{ node: loss.on, message }];
    const missing = notThere(built, loss);
    if (missing !== undefined) return problem(`${naming(loss)}: ${missing}`);
    const compared = interfacesOf(built, loss);
    const all = Object.values(compared);
    if (all.some((one) => one === undefined || one.shape.includes(null))) return [];
    try {
      recordLoss(loss, compared as Ports<Interface>);
      return [];
    } catch (error) {
      // Engines that do not record may compute it.
      if (error instanceof TracedReadError || error instanceof UnrecordableError) return [];
      const lacksTargets = Object.values(compared).includes(NOWHERE);
      const untaken = lacksTargets ? untakenTargets(built, loss.on) : undefined;
      const why = untaken === undefined ? "" : ` (${untaken})`;
      return problem(`${explain(loss, compared, error as Error)}${why}`);
    }
  });
}

/** Outputs and columns that a loss names and that are not there, or no numbers. */
function notThere(built: BuiltGraph, { inputs }: AppliedLoss): string | undefined {
  try {
    for (const input of inputs) {
      if (typeof input === "string") continue;
      if (isNodeReference(input)) checkOutput(built, input);
      else built.offerOf(input);
    }
    return undefined;
  } catch (error) {
    if (error instanceof UnknownNameError || error instanceof ShapeError) return error.message;
    throw error;
  }
}

function checkOutput(built: BuiltGraph, { node, output }: NodeReference): void {
  const known = Object.keys(built.find(node)?.outputs ?? {});
  if (!known.includes(output)) throw new UnknownNameError(`output of ${node}`, output, { known });
}

/** What a loss compares, by what it is called; nothing where that is not known. */
function interfacesOf(
  built: BuiltGraph,
  loss: AppliedLoss,
): Readonly<Record<string, Interface | undefined>> {
  const entries = loss.inputs.map((input) => {
    const known = comparedInterface(built, { loss, input });
    return [nameOf(input), known ?? (typeof input === "string" ? NOWHERE : undefined)];
  });
  return Object.fromEntries(entries);
}

function nameOf(input: LossInput): string {
  return typeof input === "string" ? input : sourceKey(input);
}

/** Stands for what is not there, which the loss itself says best. */
const NOWHERE: Interface = Object.freeze({ shape: [], dtype: "float32", meaning: "nowhere" });

function recordLoss(loss: AppliedLoss, compared: Ports<Interface>): void {
  const weights: Interface = { shape: [], dtype: "float32" };
  const there = Object.entries(compared).filter(([, one]) => one !== NOWHERE);
  recordCall((tensors) => {
    const { total } = costOf([loss], rolesOf(loss, tensors as Readonly<Record<string, tf.Tensor>>));
    return { total };
  }, { inputs: { ...Object.fromEntries(there), [WEIGHTS]: weights }, parameters: [] });
}

const WEIGHTS = " weights";

/** Flows in which a loss finds what it compares, in every role that it names. */
function rolesOf(
  loss: AppliedLoss,
  tensors: Readonly<Record<string, tf.Tensor>>,
): Readonly<Record<string, RoleFlow>> {
  const weights = tensors[WEIGHTS] as tf.Tensor;
  const names = loss.inputs.map((input) =>
    (typeof input === "string" && termParts(input).role) || DEFAULT_ROLE
  );
  const entries = [...new Set(names)].map((role): [string, RoleFlow] => {
    const suffix = role === DEFAULT_ROLE ? "" : `.${role}`;
    const own = tensors[`outputs${suffix}`];
    const flows: Record<string, NodeFlow> = {
      [loss.on]: {
        outputs: own ? { [OUTPUT]: own } : {},
        targets: tensors[`targets${suffix}`],
        weights,
      },
    };
    const samples: Record<string, SampleTensors> = {};
    for (const input of loss.inputs) {
      if (typeof input === "string") continue;
      const value = tensors[sourceKey(input)];
      if (value === undefined) continue;
      if (isNodeReference(input)) {
        const before = flows[input.node]?.outputs ?? {};
        flows[input.node] = {
          outputs: { ...before, [input.output]: value },
          targets: flows[input.node]?.targets,
          weights,
        };
      } else {
        const feeds = { ...samples[input.featureSet]?.feeds, [sourceKey(input)]: value };
        samples[input.featureSet] = { feeds, weights };
      }
    }
    return [role, { flows, samples }];
  });
  return Object.fromEntries(entries);
}

function explain(
  loss: AppliedLoss,
  compared: Readonly<Record<string, Interface | undefined>>,
  { message }: Error,
): string {
  const given = loss.inputs.map((input) => {
    const { shape, meaning } = compared[nameOf(input)] ?? NOWHERE;
    const name = typeof input === "string" ? input : describeSource(input);
    return meaning === NOWHERE.meaning ? `no ${name}` : `${name} ${writeShape(shape)}`;
  });
  return `${naming(loss)} compares ${given.join(" with ")}: ${ofSamples(message)}`;
}

function naming({ label, on }: AppliedLoss): string {
  return `the loss ${quote(label)} on ${quote(on)}`;
}
