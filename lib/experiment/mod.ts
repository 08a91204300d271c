/**
 * Plans, their runs, and what came of them.
 *
 * @module
 */

// plans and runs
export { type Callback, type CallbackRun, callbacks, type Hooks } from "./callbacks/callback.ts";
export { artifact, ArtifactResult, metric, MetricResult } from "./callbacks/callback_result.ts";
export { defineCallback } from "./callbacks/define_callback.ts";
export { EarlyStopping, type EarlyStoppingResult } from "./callbacks/early_stopping.ts";
export { Evaluation, type EvaluationMetric } from "./callbacks/evaluation.ts";
export { findLearningRate } from "./callbacks/find_learning_rate.ts";
export { LearningRate } from "./callbacks/learning_rate.ts";
export { LearningRates } from "./callbacks/learning_rates.ts";
export { MetricLogger } from "./callbacks/metric_logger.ts";
export type {
  BatchMoment,
  EpochMoment,
  PhaseMoment,
  RunMoment,
  TrainingControls,
} from "./callbacks/moments.ts";
export {
  type CheckpointStore,
  DirectoryCheckpoints,
  MemoryCheckpoints,
} from "./checkpoints/checkpoint_store.ts";
export { Checkpointing } from "./checkpoints/checkpointing.ts";
export { FolderTakenError } from "./checkpoints/folder_lock.ts";
export { CheckpointError } from "./checkpoints/packed_file.ts";
export { ExperimentContext, type LabelPolicy, LabelTakenError } from "./context.ts";
export {
  Experiment,
  type ExperimentOptions,
  type RunOptions as ExperimentRunOptions,
} from "./experiment.ts";
export type { BatchSchedule } from "./phases/batch_schedule.ts";
export { PlanError, type PlanProblem } from "./phases/check_plan.ts";
export { EvalPhase } from "./phases/eval_phase.ts";
export { FitPhase } from "./phases/fit_phase.ts";
export { InputBinding } from "./phases/input_binding.ts";
export type { Compute, Phase, PlanItem } from "./phases/phase.ts";
export { PhaseGroup } from "./phases/phase_group.ts";
export { TrainPhase } from "./phases/train_phase.ts";
export type { Progress } from "./progress/progress.ts";
export type { ExperimentRun, PhaseRun } from "./run/experiment_run.ts";
export { CallbackError } from "./run/followers.ts";
export type { RunStatus } from "./run/status.ts";

// results
export { AxisSeries } from "./results/axis_series.ts";
export { EntryError } from "./results/entry_error.ts";
export { EvalResults } from "./results/eval_results.ts";
export { FitResults } from "./results/fit_results.ts";
export { PhaseGroupResults } from "./results/phase_group_results.ts";
export { PhaseRecorder } from "./results/phase_recorder.ts";
export { PhaseResults } from "./results/phase_results.ts";
export { ResultsStore } from "./results/store/results_store.ts";
export { TrainResults } from "./results/train_results.ts";

// runner
export { type ChildProcessOptions, ChildProcessRunner } from "./runner/child_process_runner.ts";
export { InProcessRunner } from "./runner/in_process_runner.ts";
export type {
  CompletedJob,
  FailedJob,
  Job,
  JobContext,
  JobFunction,
  JobOutcome,
  Work,
} from "./runner/job.ts";
export { JobError, WorkerLostError, WorkerStartError } from "./runner/job_error.ts";
export {
  type JobInput,
  JobModule,
  type JobName,
  type JobOutput,
  type JobParts,
} from "./runner/job_module.ts";
export { JobStore } from "./runner/job_store.ts";
export { JobModuleError } from "./runner/run_work.ts";
export {
  inOrder,
  type JobLog,
  type JobProgress,
  type JobRunOptions,
  type Runner,
} from "./runner/runner.ts";
export { machineTimer, type Timer } from "./runner/timer.ts";
export {
  type NumberArray,
  type PackedTree,
  type PlainTree,
  UnserialisableError,
} from "./runner/tree.ts";
export {
  type Grant,
  TRAINING_PERMISSIONS,
  type WorkerPermissions,
} from "./runner/worker_permissions.ts";

// metrics
export {
  accuracy,
  type AccuracyOptions,
  balancedAccuracy,
  type BalancedAccuracyOptions,
} from "./metrics/accuracy.ts";
export { cohenKappa, type CohenKappaOptions, matthews } from "./metrics/agreement.ts";
export {
  calibration,
  type CalibrationOptions,
  expectedCalibrationError,
} from "./metrics/calibration.ts";
export type { ClassOptions, ScoreOptions } from "./metrics/class_options.ts";
export {
  ConfusionMatrix,
  confusionMatrix,
  type ConfusionMatrixOptions,
} from "./metrics/confusion_matrix.ts";
export { pearson, spearman } from "./metrics/correlation.ts";
export { type Curve, ThresholdCurves } from "./metrics/curve.ts";
export { type CurveOptions, precisionRecallCurve, rocCurve } from "./metrics/curves.ts";
export {
  type ChoiceMetric,
  defineMetric,
  type Gatherer,
  type MetricFunction,
  type MetricPlan,
} from "./metrics/define_metric.ts";
export { explainedVariance, r2 } from "./metrics/explained.ts";
export { brier, logLoss, perplexity } from "./metrics/log_loss.ts";
export { medianAbsoluteError } from "./metrics/median_error.ts";
export {
  type Accumulation,
  type Metric,
  type MetricBatch,
  UndefinedMetricError,
} from "./metrics/metric.ts";
export { computeMetrics, GatheredSet, MetricSet } from "./metrics/metric_set.ts";
export { Parity, parityPlot, type ParitySeries } from "./metrics/parity.ts";
export {
  f1,
  type F1Options,
  precision,
  type PrecisionOptions,
  recall,
} from "./metrics/precision_recall.ts";
export { averagePrecision, type RankingOptions, rocAuc } from "./metrics/ranking.ts";
export { type MetricLike, type MetricName, metricOf, metrics } from "./metrics/registry.ts";
export { mae, mape, maxError, mse, rmse } from "./metrics/regression_errors.ts";
export { Reliability, type ReliabilityBin } from "./metrics/reliability.ts";

// cross-validation
export type { FoldAlignment } from "./cross_validation/assign_folds.ts";
export {
  CrossValidation,
  type CrossValidationOptions,
  FoldError,
} from "./cross_validation/cross_validation.ts";
export { CVBinding, type CVBindingOptions } from "./cross_validation/cv_binding.ts";
export { type CVFold, CVResults, type FoldSpread } from "./cross_validation/cv_results.ts";
export type { FoldMethod } from "./cross_validation/fold_rows.ts";
export type { Start } from "./travel/apart.ts";
export { TravelError } from "./travel/experiment_tree.ts";
export type { RunManyOptions } from "./travel/run_experiments.ts";

// collections
export type { Compared } from "./collection/compared.ts";
export { ComparisonTable } from "./collection/comparison_table.ts";
export { ExperimentCollection } from "./collection/experiment_collection.ts";
export { CollectionRunError, type RunCollectionOptions } from "./collection/run_collection.ts";

// sweeps
export { NestedCrossValidation, type NestedOptions } from "./sweep/nested_cross_validation.ts";
export type { SweepObjective } from "./sweep/objective.ts";
export {
  choice,
  integers,
  logUniform,
  type ParameterRange,
  type ParameterValues,
  uniform,
} from "./sweep/parameters.ts";
export {
  gridSearch,
  type HalvingOptions,
  randomSearch,
  type Rung,
  successiveHalving,
  type SweepStrategy,
} from "./sweep/strategies.ts";
export { Sweep, type SweepOptions } from "./sweep/sweep.ts";
export { SweepResults, type SweepTrial } from "./sweep/sweep_results.ts";
