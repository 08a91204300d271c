/**
 * What moves the weights of a graph.
 *
 * @module
 */

export { AppliedLoss, type LossInput } from "./applied_loss.ts";
export { fitGraph } from "./fit_graph.ts";
export type { EpochData, EpochReport, FitEpochsOptions, StepPlace } from "./fit_epochs.ts";
export { trainingProblems } from "./gradient_check.ts";
export {
  type Loss,
  losses,
  type LossFunction,
  type LossMaker,
  lossOf,
  UnregisteredError,
} from "./losses.ts";
export {
  adam,
  adamW,
  optimizerConfig,
  optimizerFromConfig,
  type OptimizerOptions,
  type OptimizerPlan,
  optimizers,
  sgd,
} from "./optimizer.ts";
export type { OptimizerChoice, OptimizerGroup } from "./optimizer_choice.ts";
export { type Prediction, Predictor } from "./predictor.ts";
export { type Schedule, type ScheduleMaker, schedules } from "./schedule.ts";
export {
  cosineRate,
  exponentialRate,
  oneCycleRate,
  plateauRate,
  stepRate,
  warmupCosineRate,
} from "./schedules.ts";
export { type StepResult, Trainer, type TrainerOptions } from "./trainer.ts";
export type { Resumed, TrainerState } from "./trainer_state.ts";
export type { WeightDecay } from "./weight_decay.ts";
export { type Evaluated, Evaluator } from "./evaluator.ts";
