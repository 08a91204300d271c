/**
 * Samples with features, targets and tags.
 *
 * @module
 */

export { concatFeatureSets, deriveColumn } from "./combine.ts";
export { joinFeatureSets, type JoinOptions } from "./join.ts";
export type { MissingReport } from "./missing.ts";
export type { DataFrameLike } from "./data_frame.ts";
export type { ColumnDescription } from "./describe.ts";
export { lineage, type SampleLineage, sampleLineage } from "./lineage.ts";
export type { Operation } from "./operation.ts";
export {
  columnReference,
  type FeatureSetReference,
  reference,
  resolveReference,
} from "./reference.ts";
export { Column, type DType, type Sample } from "./column.ts";
export { FeatureSet } from "./feature_set.ts";
export { FeatureSetView } from "./feature_set_view.ts";
export type { IngestOptions } from "./ingest.ts";
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
} from "./predicate.ts";

// splits
export { ConditionSplitter } from "./split/condition_splitter.ts";
export {
  type FoldName,
  KFoldSplitter,
  LeaveOneGroupOutSplitter,
  TimeSeriesSplitter,
} from "./split/fold_splitter.ts";
export type { Fold, KFoldOptions, TimeSeriesOptions } from "./split/folds.ts";
export { RandomSplitter } from "./split/random_splitter.ts";
export { SplitOverlapError, type SplitRecord, type Splitter, splitters } from "./split/splitter.ts";

// scalers
export {
  MaxAbsScaler,
  MinMaxScaler,
  RobustScaler,
  StandardScaler,
} from "./scale/affine_scalers.ts";
export { type ScalerRecord, UndoBlockedError } from "./scale/chain.ts";
export { AbsoluteScaler, LogScaler, NegateScaler } from "./scale/elementwise_scalers.ts";
export { OneHotEncoder } from "./scale/one_hot_encoder.ts";
export { OrdinalEncoder } from "./scale/ordinal_encoder.ts";
export { PowerTransformer } from "./scale/power_transformer.ts";
export { QuantileTransformer } from "./scale/quantile_transformer.ts";
export { Normalizer, PerSampleMinMaxScaler, PerSampleZeroStart } from "./scale/sample_scalers.ts";
export { type FittedScaler, NotInvertibleError, type Scaler, scalers } from "./scale/scaler.ts";
export { SegmentedScaler } from "./scale/segmented_scaler.ts";
export { SimpleImputer } from "./scale/simple_imputer.ts";

// samplers
export {
  type AlignedBatch,
  AlignedSampler,
  type AlignedSamplerOptions,
  type StreamViews,
} from "./sample/aligned_sampler.ts";
export type { DealOptions } from "./sample/arrange.ts";
export { Batch, type ReadOptions, type RoleData, type SampleData } from "./sample/batch.ts";
export { BatchRun, type RunState } from "./sample/batch_run.ts";
export { type Distance, distances } from "./sample/distance.ts";
export { prefetch, type PrefetchOptions } from "./sample/prefetch.ts";
export type { PartnerDealOptions } from "./sample/partner_sampler.ts";
export type { MatchTier, PartnerStatistics } from "./sample/partner_statistics.ts";
export {
  PairedSampler,
  type PairedSamplerOptions,
  RoleSampler,
  type RoleSamplerOptions,
  TripletSampler,
  type TripletSamplerOptions,
} from "./sample/role_sampler.ts";
export { type EpochOptions, type Sampler, samplers } from "./sample/sampler.ts";
export type { SimilarityCondition } from "./sample/similarity.ts";
export { SimpleSampler } from "./sample/simple_sampler.ts";
export type { SamplerName, SamplerOptions, SamplersByName } from "./sample/typed_samplers.ts";
export { WindowSampler, type WindowSamplerOptions } from "./sample/window_sampler.ts";

// files
export { ArchiveError } from "./file/archive.ts";
export { FileFormatError } from "./file/file_error.ts";
export type { FileFormat, FileSource } from "./file/files.ts";
