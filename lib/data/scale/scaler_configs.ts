/**
 * The options of each scaler by its name, for the type checker and for completion.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import type { MinMaxOptions, RobustOptions, StandardOptions } from "./affine_scalers.ts";
import type { LogOptions } from "./elementwise_scalers.ts";
import type { OneHotOptions } from "./one_hot_encoder.ts";
import type { OrdinalOptions } from "./ordinal_encoder.ts";
import type { PowerOptions } from "./power_transformer.ts";
import type { QuantileOptions } from "./quantile_transformer.ts";
import type {
  NormalizerOptions,
  PerSampleMinMaxOptions,
  ZeroStartOptions,
} from "./sample_scalers.ts";
import type { SegmentedOptions } from "./segmented_scaler.ts";
import type { ImputerOptions } from "./simple_imputer.ts";

/** Options of a scaler that has none. */
export type NoOptions = Readonly<Record<never, never>>;

/** The options of each scaler that comes with the library. */
export interface ScalerConfigs {
  readonly standard: StandardOptions;
  readonly minMax: MinMaxOptions;
  readonly maxAbs: NoOptions;
  readonly robust: RobustOptions;
  readonly normalizer: NormalizerOptions;
  readonly quantile: QuantileOptions;
  readonly power: PowerOptions;
  readonly log: LogOptions;
  readonly absolute: NoOptions;
  readonly negate: NoOptions;
  readonly perSampleMinMax: PerSampleMinMaxOptions;
  readonly perSampleZeroStart: ZeroStartOptions;
  readonly segmented: SegmentedOptions;
  readonly oneHot: OneHotOptions;
  readonly ordinal: OrdinalOptions;
  readonly simpleImputer: ImputerOptions;
}

/** Names of the scalers that come with the library. */
export type ScalerName = keyof ScalerConfigs;

/** The options of a scaler that is named or given as its class; any where the name is another one. */
export type ConfigOf<S> = S extends ScalerName ? ScalerConfigs[S]
  : S extends new (config?: infer C) => unknown ? C
  : JsonObject;
