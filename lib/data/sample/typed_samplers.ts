/**
 * Samplers by name, with options whose columns are those of one FeatureSet.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { DealOptions } from "./arrange.ts";
import {
  PairedSampler,
  type PairedSamplerOptions,
  RoleSampler,
  type RoleSamplerOptions,
  TripletSampler,
  type TripletSamplerOptions,
} from "./role_sampler.ts";
import { SimpleSampler } from "./simple_sampler.ts";
import { WindowSampler, type WindowSamplerOptions } from "./window_sampler.ts";

/** The options of each sampler; `N` are the names of columns. */
export interface SamplerOptions<N extends string = string> {
  readonly simple: DealOptions<N>;
  readonly window: WindowSamplerOptions<N>;
  readonly paired: PairedSamplerOptions<N>;
  readonly triplet: TripletSamplerOptions<N>;
  readonly role: RoleSamplerOptions<N>;
}

/** The sampler of each name. */
export interface SamplersByName {
  readonly simple: SimpleSampler;
  readonly window: WindowSampler;
  readonly paired: PairedSampler;
  readonly triplet: TripletSampler;
  readonly role: RoleSampler;
}

/** Names of samplers that editors know the options of. */
export type SamplerName = keyof SamplersByName;

const MAKERS: {
  readonly [S in SamplerName]: (options: SamplerOptions[S]) => SamplersByName[S];
} = {
  simple: (options) => new SimpleSampler(options),
  window: (options) => new WindowSampler(options),
  paired: (options) => new PairedSampler(options),
  triplet: (options) => new TripletSampler(options),
  role: (options) => new RoleSampler(options),
};

/**
 * Makes a sampler.
 *
 * @param name of the sampler
 * @param options of it
 * @returns the sampler
 * @example
 * ```ts
 * import { makeSampler } from "./typed_samplers.ts";
 * const sampler = makeSampler("simple", { batchSize: 32, shuffle: true });
 * ```
 */
export function makeSampler<S extends SamplerName>(
  name: S,
  options: SamplerOptions[S],
): SamplersByName[S] {
  if (!Object.hasOwn(MAKERS, name)) {
    throw new UnknownNameError("sampler", name, { known: Object.keys(MAKERS) });
  }
  return MAKERS[name](options);
}

/**
 * Lists the columns that the options of a sampler name.
 *
 * @param options of any sampler
 * @returns keys or dotted names
 * @example
 * ```ts
 * import { columnsOf } from "./typed_samplers.ts";
 * console.log(columnsOf({ groupBy: "cell", weightBy: "soh" })); // [ "cell", "soh" ]
 * ```
 */
export function columnsOf(options: Partial<AllOptions>): readonly string[] {
  const { groupBy = [], stratifyBy = [], within = [], weightBy = [], sortBy = [] } = options;
  const { positive = {}, negative = {}, conditions = {}, roles = {} } = options;
  const named = [positive, negative, conditions, ...Object.values(roles)].flatMap(Object.keys);
  return [groupBy, stratifyBy, within, weightBy, sortBy, named].flat();
}

type Names = string | readonly string[] | undefined;

interface AllOptions {
  readonly groupBy: Names;
  readonly stratifyBy: Names;
  readonly within: Names;
  readonly weightBy: Names;
  readonly sortBy: Names;
  readonly positive: object;
  readonly negative: object;
  readonly conditions: object;
  /** The conditions of a role sampler, which are by role. */
  readonly roles: Readonly<Record<string, object>>;
}
