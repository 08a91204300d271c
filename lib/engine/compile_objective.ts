/**
 * `compileObjective`: whatever is to be minimised, its slopes, and the updates of all optimizers as
 * one model.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { cellSignal } from "../core/cell_signal.ts";
import { SeedStream } from "../core/seed.ts";
import type { Accumulation } from "./accumulation.ts";
import { encode, type Explanation } from "./build.ts";
import { type CompileOptions, precisionFor, runOptions } from "./compile.ts";
import { EagerStep } from "./engines/eager_step.ts";
import { engineInUse, isEager } from "./engines/engine.ts";
import { GroupSettings } from "./group_settings.ts";
import { LossScale } from "./loss_scale.ts";
import type { Settings } from "./optimizer_settings.ts";
import { RecordedStep } from "./recorded_step.ts";
import { precisionOf, type StepParts, StepPrograms } from "./step_programs.ts";
import type { StepOutcome, StepRunner } from "./step_runner.ts";
import { type NamedVariable, optimizerVariables } from "./step_state.ts";
import type { Objective, Slopes, TrainedGroup } from "./training_step.ts";
import type { TensorTree } from "./tree.ts";

/** How an objective is compiled. */
export interface ObjectiveOptions extends CompileOptions {
  /** What is trained, by which optimizer; no variable is in two groups. */
  readonly groups: readonly TrainedGroup[];
  /** What else the objective uses or changes, such as running means and frozen weights. */
  readonly others?: readonly tf.Variable[];
  /** Changes slopes before the optimizers see them, as clipping does. */
  readonly adjust?: (slopes: Slopes) => Slopes;
  /** Changes other variables after the optimizers, as averages of weights do; gets their slopes. */
  readonly after?: (slopes: Slopes) => void;
  /** Where slopes of several batches are gathered, for one update; calls say which ones update. */
  readonly accumulation?: Accumulation;
  /** What keeps slopes in range in mixed precision. Default: one of its own. */
  readonly lossScale?: LossScale;
  /** Cut each batch into so many parts and average their slopes. Default: 1. */
  readonly microBatches?: number;
  /**
   * Bytes that weights and optimizer state, twice, and slopes may take in the memory that updates work
   * on. Whatever needs more is updated by ONNX Runtime, which takes longer. Default: 4 GiB.
   */
  readonly memoryLimit?: number;
}

/** How one step differs from others. */
export interface StepChoice {
  /** Whether weights move, or slopes are only gathered. Default: true. */
  readonly updates?: boolean;
  /** Which child of the seeds it draws from. Default: how many steps there were before. */
  readonly index?: number;
}

/** Steps towards an objective. */
export interface ObjectiveStep<B extends TensorTree> extends Disposable {
  /**
   * Trains on a batch. A batch of another form is another program over the same weights: an
   * objective may use a part of the variables for it, and the others stay as they are.
   *
   * `settings` are numbers of each group's optimizer for this step only.
   */
  (batch: B, settings?: readonly Settings[], choice?: StepChoice): Promise<StepOutcome>;
  /** Writes weights and optimizer state back into their variables. */
  store(): void;
  /** Takes weights and optimizer state from their variables again, as after loading them. */
  load(): void;
  /** What this batch would run, and where the time of a step goes; it trains nothing. */
  explain(batch: B): Promise<Explanation>;
  /** The step for this batch, as the content of an `.onnx` file. */
  toOnnx(batch: B): Uint8Array<ArrayBuffer>;
}

/**
 * Compiles steps that minimise an objective.
 *
 * Weights and optimizer state leave their variables until `store()`: the step keeps them in buffers
 * that ONNX Runtime reads and writes in turn. Disposing the step stores them.
 *
 * @param objective from a batch to a scalar, and whatever else is to be told; it must not read values
 * @param options groups, other variables, micro-batches, threads, seeds, checks
 * @returns the step
 * @throws TracedReadError, UnrecordableError and MissingRuleError on the first batch of a form
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { compileObjective } from "./compile_objective.ts";
 * const w = tf.variable(tf.zeros([2, 1]));
 * const objective = ({ x, y }: { x: tf.Tensor2D; y: tf.Tensor2D }) => {
 *   const guess = tf.matMul(x, w as tf.Tensor2D);
 *   return { loss: tf.mean(tf.squaredDifference(guess, y)), results: { guess } };
 * };
 * const groups = [{ optimizer: tf.train.adam(0.1), variables: [w] }];
 * using step = compileObjective(objective, { groups });
 * const { loss, results } = await step({ x: tf.ones([4, 2]), y: tf.ones([4, 1]) });
 * console.log(loss, results.guess?.shape); // 1 [4, 1]
 * ```
 */
export function compileObjective<B extends TensorTree>(
  objective: (batch: B) => Objective,
  options: ObjectiveOptions,
): ObjectiveStep<B> {
  const parts = partsOf(objective as (batch: TensorTree) => Objective, options);
  const programs = new StepPrograms(parts);
  const runner = runnerOf(parts, { programs, options });
  const seeds = options.seeds ?? SeedStream.from(0);
  let count = 0;

  async function take(
    batch: B,
    { given, updates = true, index = count }: StepChoice & { readonly given: readonly Settings[] },
  ): Promise<StepOutcome> {
    (options.signal ?? cellSignal()).throwIfAborted();
    const call = { settings: parts.settings.merged(given), seeds: seeds.split(index), updates };
    const outcome = await runner.run(batch, call);
    count++;
    return outcome;
  }

  /** Steps that are taken at once wait for each other: each begins where the last one ended. */
  let last: Promise<unknown> = Promise.resolve();
  function step(
    batch: B,
    given: readonly Settings[] = [],
    choice: StepChoice = {},
  ): Promise<StepOutcome> {
    const taken = last.then(() => take(batch, { given, ...choice }));
    last = taken.catch(() => {});
    return taken;
  }

  return Object.assign(step, {
    store: () => runner.store(),
    load: () => runner.load(),
    explain: (batch: B) => {
      const call = {
        settings: parts.settings.merged([]),
        seeds: seeds.split(count),
        updates: true,
      };
      const run = runOptions(options);
      return new RecordedStep({ programs, parts, run, checkFinite: true }).explain(batch, call);
    },
    toOnnx: (batch: B) => encode(programs.for(batch).program, precisionOf(parts.lossScale)).bytes,
    [Symbol.dispose]: () => runner[Symbol.dispose](),
  });
}

function runnerOf(
  parts: StepParts,
  { programs, options }: { readonly programs: StepPrograms; readonly options: CompileOptions },
): StepRunner {
  const { engine = engineInUse(), checkFinite = false } = options;
  return isEager(engine)
    ? new EagerStep(parts, { engine, checkFinite })
    : new RecordedStep({ programs, parts, run: runOptions(options), checkFinite });
}

function partsOf(
  objective: (batch: TensorTree) => Objective,
  options: ObjectiveOptions,
): StepParts {
  const { groups, others = [], adjust, after, accumulation, microBatches = 1 } = options;
  if (!Number.isInteger(microBatches) || microBatches < 1) {
    throw new RangeError(
      `Cannot cut batches into ${microBatches} parts: microBatches is a whole number from 1`,
    );
  }
  const trained = groups.flatMap(({ variables }) => variables);
  if (new Set(trained).size < trained.length) {
    throw new RangeError("Cannot train a variable in two groups: give it one optimizer");
  }
  const variables = [
    ...named("weights", [...new Set([...trained, ...others])]),
    ...named("slopes", Object.values(accumulation?.sums ?? {})),
    ...groups.flatMap(({ optimizer, variables }, group) =>
      optimizerVariables(optimizer, variables).map(({ name, tensor }) => ({
        name: group === 0 ? name : `${name} of group ${group}`,
        tensor,
      }))
    ),
  ];
  const settings = new GroupSettings(groups);
  return {
    step: { objective, groups, adjust, after, accumulation, microBatches },
    variables,
    settings,
    memoryLimit: options.memoryLimit,
    ...(precisionFor(options) === "mixed" && { lossScale: options.lossScale ?? new LossScale() }),
  };
}

function named(kind: string, variables: readonly tf.Variable[]): readonly NamedVariable[] {
  return variables.map((tensor, index) => ({ name: `${kind}.${index} ${tensor.name}`, tensor }));
}
