/**
 * How a graph is trained, and what a step tells.
 *
 * @module
 */

import { checkOptions } from "../core/options.ts";
import type { SeedStream } from "../core/seed.ts";
import type { CompileOptions } from "../engine/compile.ts";
import type { HostTensor } from "../engine/run/onnx_runtime.ts";
import { written } from "./options.ts";
import { type AppliedLoss, requireLosses } from "./applied_loss.ts";
import { ENGINE_OPTIONS } from "./engine_options.ts";
import type { OptimizerChoice } from "./optimizer_choice.ts";
import type { Clipping } from "./slopes.ts";
import type { StageLists } from "./stages.ts";
import { type WeightDecayChoice, weightDecayOf } from "./weight_decay.ts";

/** How a graph is trained. */
export interface TrainerOptions<L extends string = string> extends CompileOptions {
  /** What is minimised: the weighted sum. */
  readonly losses: readonly AppliedLoss<L>[];
  /**
   * Nodes that may move; all that are not frozen when left out. Others compute as when they predict and
   * keep what their optimizers know, and losses that reach no active node are left out.
   */
  readonly activeNodes?: readonly L[];
  /** One optimizer for all nodes, one for each of some nodes, or for lists of nodes. Default `adam`. */
  readonly optimizer?: OptimizerChoice<L>;
  /**
   * Lists of nodes that are trained apart: nothing flows back from one stage to another, so that each
   * learns from its own losses only. `each` makes a stage of every node. Default: all in one.
   */
  readonly stages?: StageLists<L>;
  /** Limits slopes before the optimizers see them, of each stage apart. */
  readonly clip?: Clipping;
  /**
   * Pulls weights towards zero by their slopes, as their squares in the loss would. Default 0.
   * `{ rate: 0.01, except: ["*.bias"] }` spares some.
   */
  readonly weightDecay?: WeightDecayChoice;
  /** Cut each batch into so many parts and average their slopes. Default 1. */
  readonly microBatches?: number;
  /** Gather the slopes of so many batches before each update, and average them. Default 1. */
  readonly accumulate?: number;
  /** Keep exponential moving averages of weights, of which this share stays with each update. */
  readonly average?: number;
  /** Tell the outputs of these nodes with every step. Default none. */
  readonly tell?: readonly L[];
  /** Stream that dropout draws from. */
  readonly seeds?: SeedStream;
}

/** What a step of training tells. */
export interface StepResult {
  /** The weighted sum of all losses, before the update. */
  readonly loss: number;
  /** Each loss by its label, weighted. */
  readonly losses: Readonly<Record<string, number>>;
  /** Outputs of the nodes that were asked for, by label. */
  readonly outputs: Readonly<Record<string, HostTensor>>;
  /** Learning rates of the nodes that are trained, by label. */
  readonly rates: Readonly<Record<string, number>>;
  /** Whether weights moved, or slopes were only gathered. */
  readonly updated: boolean;
}

/**
 * What of the options is the engine's.
 *
 * @param options all of them
 * @returns engine, threads, micro-batches, seeds, checks
 * @example
 * ```ts
 * import { compileOptions } from "./trainer_options.ts";
 * compileOptions({ losses: [], threads: 1 }); // { threads: 1 }
 * ```
 */
export function compileOptions(
  options: TrainerOptions,
): CompileOptions & { readonly microBatches?: number } {
  const { losses: _losses, optimizer: _optimizer, stages: _stages, clip: _clip, ...others } =
    options;
  const { weightDecay: _decay, accumulate: _accumulate, average: _average, ...more } = others;
  const { tell: _tell, activeNodes: _active, ...rest } = more;
  return rest;
}

/** As those of the engine, which are known besides. */
const KNOWN: Readonly<Record<Exclude<keyof TrainerOptions, keyof CompileOptions>, true>> = {
  losses: true,
  activeNodes: true,
  optimizer: true,
  stages: true,
  clip: true,
  weightDecay: true,
  microBatches: true,
  accumulate: true,
  average: true,
  tell: true,
};

/**
 * Refuses options that are not there, and numbers that mean nothing.
 *
 * @param options all of them
 * @throws UnknownNameError for an option that is not there
 * @throws TypeError for what is no list; RangeError for a number out of range; both name the option
 * @example
 * ```ts
 * import { checkTraining } from "./trainer_options.ts";
 * checkTraining({ losses: [], accumulate: 4, clip: { norm: 1 } });
 * ```
 */
export function checkTraining(options: TrainerOptions): void {
  const known = [...Object.keys(KNOWN) as (keyof typeof KNOWN)[], ...ENGINE_OPTIONS];
  checkOptions(options, { of: "new Trainer()", known, required: ["losses"] });
  const { losses, accumulate = 1, weightDecay = 0, clip = {} } = options;
  requireLosses(losses);
  checkLists(options);
  checkOptions(clip, { of: "clip", known: ["norm", "value"] });
  if (!Number.isInteger(accumulate) || accumulate < 1) {
    throw new RangeError(
      `Cannot gather slopes of ${accumulate} batches: accumulate is a whole number from 1`,
    );
  }
  weightDecayOf(weightDecay);
  for (const [name, limit] of Object.entries(clip)) {
    if (limit === undefined || (typeof limit === "number" && limit > 0)) continue;
    throw new RangeError(
      `Cannot limit slopes by a ${name} of ${written(limit)}: give a number above 0`,
    );
  }
}

/** A text has letters where a list has labels. */
function checkLists({ activeNodes = [], tell = [], stages = [] }: TrainerOptions): void {
  for (const [name, labels] of Object.entries({ activeNodes, tell })) {
    if (Array.isArray(labels)) continue;
    throw new TypeError(
      `Cannot read the option "${name}": give a list of labels, such as ["Head"], not ` +
        written(labels),
    );
  }
  if (stages === "each" || (Array.isArray(stages) && stages.every(Array.isArray))) return;
  throw new TypeError(
    'Cannot read the option "stages": give "each", or lists of labels such as ' +
      `[["Encoder"], ["Head"]], not ${written(stages)}`,
  );
}
