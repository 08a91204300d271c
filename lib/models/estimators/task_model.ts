/**
 * Estimators of numbers or classes: what their plans have in common.
 *
 * @module
 */

import type { SeedStream } from "../../core/seed.ts";
import type { BuildContext, Estimator } from "../model.ts";
import { estimatorInput, FittedModel, type Method } from "./fitted_model.ts";
import { type Task, taskOf, type TaskOptions } from "./task.ts";

/** What a method of learning is made for. */
export interface TaskPlan {
  /** How many numbers a sample has. */
  readonly width: number;
  readonly task: Task;
  /** Whether targets are classes. */
  readonly classify: boolean;
  readonly seeds: SeedStream;
}

/** What tells one estimator of numbers or classes from another. */
export interface TaskModelOptions<L> {
  /** Its name, for errors. */
  readonly who: string;
  /** Numbers or classes. */
  readonly options: TaskOptions;
  /** Whether samples may count for more or less than others. */
  readonly weighted: boolean;
  /** Makes its method. */
  readonly method: (plan: TaskPlan) => Method<L>;
}

/**
 * Builds an estimator of numbers or classes.
 *
 * @param context what is known when it is built
 * @param options its name, task and method
 * @returns an estimator that has learned nothing yet
 * @throws ShapeError for several inputs, open lengths, or targets that are no classes
 * @example
 * ```ts
 * import { SeedStream } from "../../core/seed.ts";
 * import { taskModel } from "./task_model.ts";
 * const inputs = { input: { shape: [1], dtype: "float32" } } as const;
 * taskModel<number>({ inputs, seeds: SeedStream.from(0) }, {
 *   who: "First",
 *   options: {},
 *   weighted: false,
 *   method: ({ task }) => ({
 *     fit: ({ y }) => y.data[0] ?? 0,
 *     predict: (first, x) => task.decode({ ...x, data: x.data.map(() => first) }, x.data),
 *     save: (value) => ({ tensors: {}, values: { value } }),
 *     load: (state) => state.number("value"),
 *   }),
 * });
 * ```
 */
export function taskModel<L>(
  context: BuildContext,
  { who, options, weighted, method }: TaskModelOptions<L>,
): Estimator {
  const { input, width } = estimatorInput(context);
  const task = taskOf(context, options);
  const { outputs, targets } = task;
  const classify = options.task === "classification";
  const plan = { width, task, classify, seeds: context.seeds };
  return new FittedModel({ who, method: method(plan), input, outputs, targets, weighted });
}
