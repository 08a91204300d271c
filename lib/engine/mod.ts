/**
 * Tensor functions and training steps, compiled.
 *
 * @module
 */

export type { Explanation } from "./build.ts";
export { seeded } from "./chance.ts";
export type { CompileOptions, FunctionOptions } from "./compile.ts";
export type { ObjectiveOptions, ObjectiveStep, StepChoice } from "./compile_objective.ts";
export type { Step, StepOptions } from "./compile_step.ts";
export type { EngineName } from "./engines/engine.ts";
export type { EngineStatus } from "./engines/engines.ts";
export { MissingKernelError } from "./engines/missing_kernel.ts";
export {
  compile,
  type CompiledOnUse,
  compileObjective,
  compileStep,
  engines,
  releaseModels,
  setEngine,
} from "./on_use.ts";
export { LossScale, type LossScaleState } from "./loss_scale.ts";
export type { Precision } from "./lower/precision.ts";
export { MissingRuleError } from "./lower/rule.ts";
export { type Culprit, NotFiniteError } from "./run/check_finite.ts";
export type { Profile, ProfileRow } from "./run/profile.ts";
export {
  EngineMissingError,
  ExecutionError,
  OutOfMemoryError,
  PrecisionError,
} from "./run/errors.ts";
export type { RunOptions } from "./run/onnx_runtime.ts";
export {
  ChangedVariableError,
  OnceDifferentiableError,
  TracedReadError,
  UndifferentiableError,
  UnrecordableError,
} from "./trace/errors.ts";
export type { OptimizerSetting, SettingOf, Settings } from "./optimizer_settings.ts";
export type { StepModel } from "./step_model.ts";
export type { StepOutcome } from "./step_runner.ts";
export type { Objective, Slopes, StepLoss, TrainedGroup } from "./training_step.ts";
export type { TensorTree } from "./tree.ts";
