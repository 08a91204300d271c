/**
 * A loss bound to what it compares: outputs of nodes, targets, and columns of data.
 *
 * @module
 */

import { checksOf, ConfigError, knownKeys } from "../core/check_config.ts";
import { freeze, type JsonObject } from "../core/json.ts";
import { checkLabel, list, UnknownNameError } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import type { Ports } from "../models/interface.ts";
import { checkSource } from "../graph/check_config.ts";
import {
  describeSource,
  isNodeReference,
  type NodeReference,
  type Source,
  sourceOf,
} from "../graph/reference.ts";
import {
  type Loss,
  lossConfig,
  lossFromConfig,
  type LossFunction,
  lossOf,
  type LossTerm,
  type TermKind,
  termParts,
} from "./losses.ts";
import { written } from "./options.ts";

/** What a loss compares: something of the node (of a role), outputs of another node, or data. */
export type LossInput<L extends string = string> =
  | LossTerm
  | NodeReference<L>
  | FeatureSetReference;

/** What stands for its output. */
interface LabelledNode<L extends string> {
  readonly label: L;
  readonly inputs: Ports<Source>;
}

/** What an applied loss is made of. */
export interface AppliedLossOptions<L extends string = string> {
  /** A loss, its registered name, or a function from outputs and targets to a number per sample. */
  readonly loss: string | Loss | LossFunction;
  /** Options of a named loss. */
  readonly options?: JsonObject;
  /** The node whose outputs and targets are meant, or its label. */
  readonly on: L | { readonly label: L };
  /**
   * What is compared, in the order of the loss; left out: what the loss compares by itself. A node stands
   * for its output, a FeatureSet for its features. References are of the role that the others name, as in
   * `["outputs.anchor", signal]`.
   */
  readonly inputs?: readonly (LossInput<L> | FeatureSet | LabelledNode<L>)[];
  /** How much it counts in the sum of losses; default 1. */
  readonly weight?: number;
  /** What to call it; default the name of the loss. */
  readonly label?: string;
}

/**
 * A loss bound to a node.
 *
 * Its value is the mean over samples, Σ(loss · weight of sample) ÷ Σ(weight of sample), so that
 * padding counts for nothing.
 *
 * @example
 * ```ts
 * import { AppliedLoss } from "./applied_loss.ts";
 * new AppliedLoss({ loss: "mse", on: "Regressor" });
 * const signal = { featureSet: "pulses", split: null, selection: { features: "signal" } };
 * new AppliedLoss({ loss: "mse", on: "Decoder", inputs: ["outputs", signal], weight: 0.1, label: "re" });
 * ```
 */
export class AppliedLoss<L extends string = string> {
  readonly loss: Loss;
  readonly on: L;
  readonly inputs: readonly LossInput<L>[];
  readonly weight: number;
  readonly label: string;

  /**
   * @param given loss, node, what is compared, weight and label
   * @throws RangeError for a weight that is no number from 0, too few or too many to compare, or a node
   *   without a label
   * @throws TypeError for what is no loss, no list, or nothing to compare
   * @throws UnknownNameError for an option that is not there, or something to compare that no node has
   */
  constructor(given: AppliedLossOptions<L>) {
    checkOptions(given, { of: "new AppliedLoss()", known: OPTIONS, required: ["loss", "on"] });
    const { loss, options, on, inputs, weight = 1, label } = given;
    this.loss = lossOf(loss, options);
    this.on = typeof on === "string" ? on : on.label;
    checkLabel(this.on, { kind: "node" });
    this.inputs = Object.freeze(inputsOf<L>(inputs ?? this.loss.compares, this.loss));
    checkCount(this.loss, this.inputs);
    this.label = checkLabel(label ?? this.loss.name, { kind: "loss" });
    if (!Number.isFinite(weight) || weight < 0) {
      throw new RangeError(
        `Cannot weigh the loss "${this.label}" by ${written(weight)}: give a number from 0`,
      );
    }
    this.weight = weight;
    Object.freeze(this);
  }

  /** Labels of the nodes it needs. */
  get needs(): readonly L[] {
    const others = this.inputs.flatMap((input) =>
      typeof input !== "string" && isNodeReference(input) ? [input.node] : []
    );
    return [...new Set([this.on, ...others])];
  }

  /**
   * Writes it down.
   *
   * @returns frozen plain data for `fromConfig`
   * @throws UnregisteredError when its loss is a function that no name stands for
   */
  getConfig(): JsonObject {
    const { on, inputs, weight, label } = this;
    const { name, config } = lossConfig(this.loss);
    return freeze({ loss: { name, config }, on, inputs, weight, label } as unknown as JsonObject);
  }

  /**
   * Makes one again.
   *
   * @param config what `getConfig` gave, which may have been written by anybody
   * @returns an equal one
   * @throws ConfigError with the place that is not as expected
   * @throws UnknownNameError when it names a loss that is not registered
   */
  static fromConfig(config: JsonObject): AppliedLoss {
    knownKeys(config, { path: "config", keys: KEYS, refusal });
    const { name, config: options } = objectAt(config.loss, "loss");
    const inputs = listAt(config.inputs, "inputs").map((input, at) =>
      typeof input === "string"
        ? input as LossTerm
        : checkSource(input, { path: `inputs[${at}]`, checks: CHECKS })
    );
    return new AppliedLoss({
      loss: lossFromConfig({
        name: textAt(name, "loss.name"),
        config: objectAt(options, "loss.config") as JsonObject,
      }),
      on: textAt(config.on, "on"),
      inputs,
      weight: numberAt(config.weight, "weight"),
      label: textAt(config.label, "label"),
    });
  }
}

/**
 * Refuses what is no list of losses, as the type checker would.
 *
 * @param given what should be one
 * @throws TypeError that says what to give
 * @example
 * ```ts
 * import { AppliedLoss, requireLosses } from "./applied_loss.ts";
 * requireLosses([new AppliedLoss({ loss: "mse", on: "Head" })]);
 * ```
 */
export function requireLosses(given: readonly AppliedLoss[]): void {
  if (Array.isArray(given) && given.every((loss) => loss instanceof AppliedLoss)) return;
  throw new TypeError(
    'Cannot read the option "losses": give a list such as ' +
      '[new AppliedLoss({ loss: "mse", on: "Head" })]',
  );
}

const OPTIONS: readonly (keyof AppliedLossOptions)[] = [
  "loss",
  "options",
  "on",
  "inputs",
  "weight",
  "label",
];

const KEYS = ["loss", "on", "inputs", "weight", "label"];

function refusal(path: string, expected: string): ConfigError {
  return new ConfigError(path, expected, "a loss");
}

const CHECKS = checksOf(refusal);
const { objectAt, listAt, textAt, numberAt } = CHECKS;

function checkCount({ name, compares, takes }: Loss, inputs: readonly LossInput[]): void {
  const [least, most] = takes ?? [compares.length, compares.length];
  if (inputs.length >= least && inputs.length <= most) return;
  const given = inputs.map((input) => typeof input === "string" ? input : describeSource(input));
  const wanted = least === most ? `${least}` : `${least} to ${most}`;
  throw new RangeError(
    `Cannot apply the loss "${name}" to ${list(given)}: it compares ` +
      `${most === Infinity ? `${least} or more` : wanted}, such as ${list(compares)}`,
  );
}

const TERMS: readonly TermKind[] = ["outputs", "targets", "weights"];

/** Cells of notebooks are not type-checked, so that typing errors come here. */
function inputsOf<L extends string>(
  given: NonNullable<AppliedLossOptions<L>["inputs"]>,
  { name, compares }: Loss,
): readonly LossInput<L>[] {
  if (!Array.isArray(given as unknown)) {
    throw new TypeError(
      `Cannot compare ${written(given)} in the loss "${name}": give a list, such as ` +
        `[${list(compares)}]`,
    );
  }
  return given.map((input) => typeof input === "string" ? termOf(input) : sourceOf<L>(input));
}

function termOf(input: LossTerm): LossTerm {
  if (TERMS.includes(termParts(input).kind) && !input.endsWith(".")) return input;
  throw new UnknownNameError("term", input, { known: TERMS, hint: "a loss compares those" });
}
