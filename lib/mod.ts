/**
 * modulab: modular machine learning, interactively.
 *
 * @module
 */

import * as merge from "./graph/merges/mod.ts";

// core: what everything stands on
export { cellSignal } from "./core/cell_signal.ts";
export { ConfigError } from "./core/check_config.ts";
export {
  type Configurable,
  Configured,
  fromNamedConfig,
  type NamedConfig,
  type Stateful,
  toNamedConfig,
} from "./core/configured.ts";
export { UnknownNameError } from "./core/names.ts";
export { type SeedState, SeedStream } from "./core/seed.ts";

// data: samples with features, targets and tags
export { concatFeatureSets, deriveColumn } from "./data/combine.ts";
export { joinFeatureSets, type JoinOptions } from "./data/join.ts";
export type { MissingReport } from "./data/missing.ts";
export type { DataFrameLike } from "./data/data_frame.ts";
export type { ColumnDescription } from "./data/describe.ts";
export { lineage, type SampleLineage, sampleLineage } from "./data/lineage.ts";
export type { Operation } from "./data/operation.ts";
export {
  columnReference,
  type FeatureSetReference,
  reference,
  resolveReference,
} from "./data/reference.ts";
export { Column, type DType, type Sample } from "./data/column.ts";
export { FeatureSet } from "./data/feature_set.ts";
export { FeatureSetView } from "./data/feature_set_view.ts";
export type { IngestOptions } from "./data/ingest.ts";
export {
  and,
  type Condition,
  eq,
  gt,
  gte,
  isIn,
  isNull,
  lt,
  lte,
  named,
  ne,
  not,
  notIn,
  notNull,
  or,
  type Predicate,
  predicates,
} from "./data/predicate.ts";

// data: splits
export { ConditionSplitter } from "./data/split/condition_splitter.ts";
export {
  type FoldName,
  KFoldSplitter,
  LeaveOneGroupOutSplitter,
  TimeSeriesSplitter,
} from "./data/split/fold_splitter.ts";
export type { Fold, KFoldOptions, TimeSeriesOptions } from "./data/split/folds.ts";
export { RandomSplitter } from "./data/split/random_splitter.ts";
export {
  SplitOverlapError,
  type SplitRecord,
  type Splitter,
  splitters,
} from "./data/split/splitter.ts";

// data: scalers
export {
  MaxAbsScaler,
  MinMaxScaler,
  RobustScaler,
  StandardScaler,
} from "./data/scale/affine_scalers.ts";
export { type ScalerRecord, UndoBlockedError } from "./data/scale/chain.ts";
export { AbsoluteScaler, LogScaler, NegateScaler } from "./data/scale/elementwise_scalers.ts";
export { OneHotEncoder } from "./data/scale/one_hot_encoder.ts";
export { OrdinalEncoder } from "./data/scale/ordinal_encoder.ts";
export { PowerTransformer } from "./data/scale/power_transformer.ts";
export { QuantileTransformer } from "./data/scale/quantile_transformer.ts";
export {
  Normalizer,
  PerSampleMinMaxScaler,
  PerSampleZeroStart,
} from "./data/scale/sample_scalers.ts";
export {
  type FittedScaler,
  NotInvertibleError,
  type Scaler,
  scalers,
} from "./data/scale/scaler.ts";
export { SegmentedScaler } from "./data/scale/segmented_scaler.ts";
export { SimpleImputer } from "./data/scale/simple_imputer.ts";

// data: samplers
export {
  type AlignedBatch,
  AlignedSampler,
  type AlignedSamplerOptions,
  type StreamViews,
} from "./data/sample/aligned_sampler.ts";
export type { DealOptions } from "./data/sample/arrange.ts";
export { Batch, type ReadOptions, type RoleData, type SampleData } from "./data/sample/batch.ts";
export { BatchRun, type RunState } from "./data/sample/batch_run.ts";
export { type Distance, distances } from "./data/sample/distance.ts";
export { prefetch, type PrefetchOptions } from "./data/sample/prefetch.ts";
export type { PartnerDealOptions } from "./data/sample/partner_sampler.ts";
export type { MatchTier, PartnerStatistics } from "./data/sample/partner_statistics.ts";
export {
  PairedSampler,
  type PairedSamplerOptions,
  RoleSampler,
  type RoleSamplerOptions,
  TripletSampler,
  type TripletSamplerOptions,
} from "./data/sample/role_sampler.ts";
export { type EpochOptions, type Sampler, samplers } from "./data/sample/sampler.ts";
export type { SimilarityCondition } from "./data/sample/similarity.ts";
export { SimpleSampler } from "./data/sample/simple_sampler.ts";
export type { SamplerName, SamplerOptions, SamplersByName } from "./data/sample/typed_samplers.ts";
export { WindowSampler, type WindowSamplerOptions } from "./data/sample/window_sampler.ts";

// data: files
export { ArchiveError } from "./data/file/archive.ts";
export { FileFormatError } from "./data/file/file_error.ts";
export type { FileFormat, FileSource } from "./data/file/files.ts";

// engine: tensor functions and training steps, compiled
export type { Explanation } from "./engine/build.ts";
export { seeded } from "./engine/chance.ts";
export type { CompileOptions, FunctionOptions } from "./engine/compile.ts";
export type { ObjectiveOptions, ObjectiveStep } from "./engine/compile_objective.ts";
export type { Step, StepOptions } from "./engine/compile_step.ts";
export type { EngineName } from "./engine/engines/engine.ts";
export type { EngineStatus } from "./engine/engines/engines.ts";
export { MissingKernelError } from "./engine/engines/missing_kernel.ts";
export {
  compile,
  type CompiledOnUse,
  compileObjective,
  compileStep,
  engines,
  releaseModels,
  setEngine,
} from "./engine/on_use.ts";
export { MissingRuleError } from "./engine/lower/rule.ts";
export { type Culprit, NotFiniteError } from "./engine/run/check_finite.ts";
export type { Profile, ProfileRow } from "./engine/run/profile.ts";
export { EngineMissingError, ExecutionError, OutOfMemoryError } from "./engine/run/errors.ts";
export type { RunOptions } from "./engine/run/onnx_runtime.ts";
export { ChangedVariableError, TracedReadError, UnrecordableError } from "./engine/trace/errors.ts";
export type { OptimizerSetting, SettingOf, Settings } from "./engine/optimizer_settings.ts";
export type { StepModel } from "./engine/step_model.ts";
export type { StepOutcome } from "./engine/step_runner.ts";
export type { Objective, Slopes, StepLoss, TrainedGroup } from "./engine/training_step.ts";
export type { TensorTree } from "./engine/tree.ts";

// models: what nodes compute with
export { activations } from "./models/activations.ts";
export { Autoencoder } from "./models/autoencoder.ts";
export { CNN } from "./models/cnn.ts";
export { describeModel, type ModelDescription, writeModel } from "./models/describe_model.ts";
export { FunctionModel, pureFunction } from "./models/function_model.ts";
export { GPT } from "./models/gpt.ts";
export { disagreements, type Interface, obstacles } from "./models/interface.ts";
export { LayersModel } from "./models/layers_model.ts";
export { MLP } from "./models/mlp.ts";
export { type Model, NotFittedError, ShapeError, StateError } from "./models/model.ts";
export { OnnxModel } from "./models/onnx_model.ts";
export { Recurrent } from "./models/recurrent.ts";
export { models } from "./models/registry.ts";
export { ShapedModel, type Shapes } from "./models/shaped_model.ts";
export { TransformerEncoder } from "./models/transformer_encoder.ts";

// models: estimators
export { GaussianProcess } from "./models/estimators/gaussian_process.ts";
export { GradientBoosting } from "./models/estimators/gradient_boosting.ts";
export { KMeans } from "./models/estimators/k_means.ts";
export { KNearestNeighbors } from "./models/estimators/k_nearest_neighbors.ts";
export { LinearRegression } from "./models/estimators/linear_regression.ts";
export { LogisticRegression } from "./models/estimators/logistic_regression.ts";
export { PCA } from "./models/estimators/pca.ts";
export { RandomForest } from "./models/estimators/random_forest.ts";
export { Ridge } from "./models/estimators/ridge.ts";
export { WeightsError } from "./models/estimators/table.ts";

// graph: models wired together
export { BuiltGraph } from "./graph/built_graph.ts";
export { GraphConfigError } from "./graph/check_config.ts";
export type { ExportOptions } from "./graph/export_onnx.ts";
export { GraphFileError } from "./graph/file/graph_archive.ts";
export { SafetensorsError } from "./graph/file/safetensors.ts";
export type { SampleIdentity } from "./graph/identify.ts";
export { MergeNode } from "./graph/merge_node.ts";
export { SampleMismatchError } from "./graph/merge_tags.ts";
export { ConcatNode } from "./graph/merges/concat_node.ts";
export { ModelGraph } from "./graph/model_graph.ts";
export { ModelNode } from "./graph/model_node.ts";
export { FixedBatchError } from "./graph/onnx/general_tensor.ts";
export { GraphError, type Problem } from "./graph/problems.ts";
export { type NodeReference, output as nodeOutput, type Source } from "./graph/reference.ts";
export type { NodeSummary } from "./graph/summary.ts";
export { merge };

// training: what moves the weights of a graph
export { AppliedLoss, type LossInput } from "./training/applied_loss.ts";
export { fitGraph } from "./training/fit_graph.ts";
export type { EpochData, EpochReport, FitEpochsOptions, StepPlace } from "./training/fit_epochs.ts";
export { trainingProblems } from "./training/gradient_check.ts";
export {
  type Loss,
  losses,
  type LossFunction,
  type LossMaker,
  lossOf,
  UnregisteredError,
} from "./training/losses.ts";
export {
  adam,
  adamW,
  optimizerConfig,
  optimizerFromConfig,
  type OptimizerOptions,
  type OptimizerPlan,
  optimizers,
  sgd,
} from "./training/optimizer.ts";
export type { OptimizerChoice, OptimizerGroup } from "./training/optimizer_choice.ts";
export { type Prediction, Predictor } from "./training/predictor.ts";
export { type Schedule, type ScheduleMaker, schedules } from "./training/schedule.ts";
export {
  cosineRate,
  exponentialRate,
  oneCycleRate,
  plateauRate,
  stepRate,
  warmupCosineRate,
} from "./training/schedules.ts";
export { type StepResult, Trainer, type TrainerOptions } from "./training/trainer.ts";
export type { Resumed, TrainerState } from "./training/trainer_state.ts";
export type { WeightDecay } from "./training/weight_decay.ts";

// experiment: plans and runs
export {
  type Callback,
  type CallbackRun,
  callbacks,
  type Hooks,
} from "./experiment/callbacks/callback.ts";
export {
  artifact,
  ArtifactResult,
  metric,
  MetricResult,
} from "./experiment/callbacks/callback_result.ts";
export { defineCallback } from "./experiment/callbacks/define_callback.ts";
export { EarlyStopping, type EarlyStoppingResult } from "./experiment/callbacks/early_stopping.ts";
export { Evaluation, type EvaluationMetric } from "./experiment/callbacks/evaluation.ts";
export { findLearningRate, type LearningRates } from "./experiment/callbacks/find_learning_rate.ts";
export { LearningRate } from "./experiment/callbacks/learning_rate.ts";
export { MetricLogger } from "./experiment/callbacks/metric_logger.ts";
export type {
  BatchMoment,
  EpochMoment,
  PhaseMoment,
  RunMoment,
  TrainingControls,
} from "./experiment/callbacks/moments.ts";
export {
  type CheckpointStore,
  DirectoryCheckpoints,
  MemoryCheckpoints,
} from "./experiment/checkpoints/checkpoint_store.ts";
export { Checkpointing } from "./experiment/checkpoints/checkpointing.ts";
export { CheckpointError } from "./experiment/checkpoints/packed_file.ts";
export { ExperimentContext, type LabelPolicy, LabelTakenError } from "./experiment/context.ts";
export {
  Experiment,
  type ExperimentOptions,
  type RunOptions as ExperimentRunOptions,
} from "./experiment/experiment.ts";
export type { BatchSchedule } from "./experiment/phases/batch_schedule.ts";
export { PlanError, type PlanProblem } from "./experiment/phases/check_plan.ts";
export { EvalPhase } from "./experiment/phases/eval_phase.ts";
export { FitPhase } from "./experiment/phases/fit_phase.ts";
export { InputBinding } from "./experiment/phases/input_binding.ts";
export type { Compute, Phase, PlanItem } from "./experiment/phases/phase.ts";
export { PhaseGroup } from "./experiment/phases/phase_group.ts";
export { TrainPhase } from "./experiment/phases/train_phase.ts";
export type { Progress } from "./experiment/progress/progress.ts";
export type { ExperimentRun } from "./experiment/run/experiment_run.ts";
export { CallbackError } from "./experiment/run/followers.ts";
export type { RunStatus } from "./experiment/run/status.ts";
export { type Evaluated, Evaluator } from "./training/evaluator.ts";

// experiment: results
export { AxisSeries } from "./experiment/results/axis_series.ts";
export { EntryError } from "./experiment/results/entry_error.ts";
export { EvalResults } from "./experiment/results/eval_results.ts";
export { FitResults } from "./experiment/results/fit_results.ts";
export { PhaseGroupResults } from "./experiment/results/phase_group_results.ts";
export { PhaseRecorder } from "./experiment/results/phase_recorder.ts";
export { PhaseResults } from "./experiment/results/phase_results.ts";
export { ResultsStore } from "./experiment/results/store/results_store.ts";
export { TrainResults } from "./experiment/results/train_results.ts";

// experiment: runner
export {
  type ChildProcessOptions,
  ChildProcessRunner,
} from "./experiment/runner/child_process_runner.ts";
export { InProcessRunner } from "./experiment/runner/in_process_runner.ts";
export type {
  CompletedJob,
  FailedJob,
  Job,
  JobContext,
  JobFunction,
  JobOutcome,
  Work,
} from "./experiment/runner/job.ts";
export { JobError, WorkerLostError, WorkerStartError } from "./experiment/runner/job_error.ts";
export {
  type JobInput,
  JobModule,
  type JobName,
  type JobOutput,
  type JobParts,
} from "./experiment/runner/job_module.ts";
export { JobStore } from "./experiment/runner/job_store.ts";
export { JobModuleError } from "./experiment/runner/run_work.ts";
export {
  inOrder,
  type JobLog,
  type JobProgress,
  type JobRunOptions,
  type Runner,
} from "./experiment/runner/runner.ts";
export { machineTimer, type Timer } from "./experiment/runner/timer.ts";
export {
  type NumberArray,
  type PackedTree,
  type PlainTree,
  UnserialisableError,
} from "./experiment/runner/tree.ts";
export {
  type Grant,
  TRAINING_PERMISSIONS,
  type WorkerPermissions,
} from "./experiment/runner/worker_permissions.ts";

// experiment: metrics
export {
  accuracy,
  type AccuracyOptions,
  balancedAccuracy,
  type BalancedAccuracyOptions,
} from "./experiment/metrics/accuracy.ts";
export { cohenKappa, type CohenKappaOptions, matthews } from "./experiment/metrics/agreement.ts";
export {
  calibration,
  type CalibrationOptions,
  expectedCalibrationError,
} from "./experiment/metrics/calibration.ts";
export type { ClassOptions, ScoreOptions } from "./experiment/metrics/class_options.ts";
export {
  ConfusionMatrix,
  confusionMatrix,
  type ConfusionMatrixOptions,
} from "./experiment/metrics/confusion_matrix.ts";
export { pearson, spearman } from "./experiment/metrics/correlation.ts";
export { type Curve, ThresholdCurves } from "./experiment/metrics/curve.ts";
export { type CurveOptions, precisionRecallCurve, rocCurve } from "./experiment/metrics/curves.ts";
export {
  type ChoiceMetric,
  defineMetric,
  type Gatherer,
  type MetricFunction,
  type MetricPlan,
} from "./experiment/metrics/define_metric.ts";
export { explainedVariance, r2 } from "./experiment/metrics/explained.ts";
export { brier, logLoss, perplexity } from "./experiment/metrics/log_loss.ts";
export { medianAbsoluteError } from "./experiment/metrics/median_error.ts";
export {
  type Accumulation,
  type Metric,
  type MetricBatch,
  UndefinedMetricError,
} from "./experiment/metrics/metric.ts";
export { computeMetrics, GatheredSet, MetricSet } from "./experiment/metrics/metric_set.ts";
export { Parity, parityPlot, type ParitySeries } from "./experiment/metrics/parity.ts";
export {
  f1,
  type F1Options,
  precision,
  type PrecisionOptions,
  recall,
} from "./experiment/metrics/precision_recall.ts";
export { averagePrecision, type RankingOptions, rocAuc } from "./experiment/metrics/ranking.ts";
export {
  type MetricLike,
  type MetricName,
  metricOf,
  metrics,
} from "./experiment/metrics/registry.ts";
export { mae, mape, maxError, mse, rmse } from "./experiment/metrics/regression_errors.ts";
export { Reliability, type ReliabilityBin } from "./experiment/metrics/reliability.ts";

// experiment: cross-validation
export type { FoldAlignment } from "./experiment/cross_validation/assign_folds.ts";
export {
  CrossValidation,
  type CrossValidationOptions,
  FoldError,
} from "./experiment/cross_validation/cross_validation.ts";
export { CVBinding, type CVBindingOptions } from "./experiment/cross_validation/cv_binding.ts";
export {
  type CVFold,
  CVResults,
  type FoldSpread,
} from "./experiment/cross_validation/cv_results.ts";
export type { FoldMethod } from "./experiment/cross_validation/fold_rows.ts";
export type { Start } from "./experiment/travel/apart.ts";
export { TravelError } from "./experiment/travel/experiment_tree.ts";
export type { RunManyOptions } from "./experiment/travel/run_experiments.ts";

// experiment: collections
export { ComparisonTable } from "./experiment/collection/comparison_table.ts";
export {
  type Compared,
  ExperimentCollection,
} from "./experiment/collection/experiment_collection.ts";

// file: whole experiments
export {
  loadExperiment,
  type LoadOptions as ExperimentLoadOptions,
  loadState,
  saveExperiment,
  type SaveOptions as ExperimentSaveOptions,
} from "./file/experiment_file.ts";
export { ExperimentFileError } from "./file/experiment_file_error.ts";
export { experimentFromYaml, experimentToYaml } from "./file/experiment_yaml.ts";

// experiment: sweeps
export {
  NestedCrossValidation,
  type NestedOptions,
} from "./experiment/sweep/nested_cross_validation.ts";
export type { SweepObjective } from "./experiment/sweep/objective.ts";
export {
  choice,
  integers,
  logUniform,
  type ParameterRange,
  type ParameterValues,
  uniform,
} from "./experiment/sweep/parameters.ts";
export {
  gridSearch,
  type HalvingOptions,
  randomSearch,
  type Rung,
  successiveHalving,
  type SweepStrategy,
} from "./experiment/sweep/strategies.ts";
export { Sweep, type SweepOptions } from "./experiment/sweep/sweep.ts";
export { SweepResults, type SweepTrial } from "./experiment/sweep/sweep_results.ts";
