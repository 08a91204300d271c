/**
 * Scalers that look at each sample by itself: normalizer, per-sample min-max, zero start.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import type { JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import { checkRange } from "./affine_scalers.ts";
import { like, type Matrix } from "./matrix.ts";
import { type FittedScaler, type Scaler, scalers } from "./scaler.ts";

/** y = (x − center) / scale + shift, with numbers of one sample's own. */
interface SampleAffine {
  readonly center: number;
  readonly scale: number;
  readonly shift: number;
}

/**
 * Scales each sample by its own numbers. What it takes away is gone: there is no inverse, where
 * remembering the numbers of the last samples would give wrong values for all others.
 */
abstract class SampleScaler<C extends object> extends Configured<C>
  implements Scaler, FittedScaler {
  abstract readonly name: string;
  readonly featureWise = false;

  /** Looks at one sample. */
  protected abstract measure(sample: Float64Array): SampleAffine;

  fit(_matrix: Matrix): FittedScaler {
    return this;
  }

  setState(_state: JsonObject): FittedScaler {
    return this;
  }

  transform({ rows, features }: Matrix): Matrix {
    const scaled = features.map((values) => like(values, rows));
    const sample = new Float64Array(features.length);
    for (let row = 0; row < rows; row++) {
      for (let at = 0; at < sample.length; at++) sample[at] = features[at]?.[row] ?? NaN;
      const { center, scale, shift } = this.measure(sample);
      for (const [at, values] of scaled.entries()) {
        values[row] = ((sample[at] as number) - center) / scale + shift;
      }
    }
    return { rows, features: scaled };
  }

  getState(): JsonObject {
    return {};
  }
}

/** Options of `Normalizer`. */
export interface NormalizerOptions {
  /** The norm that becomes 1: `l1`, `l2` or `max`; `l2` when left out. */
  readonly norm?: "l1" | "l2" | "max";
}

/**
 * Brings each sample to norm 1; a sample of zeros stays.
 *
 * @example
 * ```ts
 * import { Normalizer } from "./sample_scalers.ts";
 * const features = [Float64Array.of(3), Float64Array.of(4)];
 * console.log(new Normalizer().transform({ rows: 1, features })); // 0.6, 0.8
 * ```
 */
export class Normalizer extends SampleScaler<NormalizerOptions> {
  readonly name = "normalizer";

  /** @param config the norm */
  constructor(config: NormalizerOptions = {}) {
    super(checkOptions(config, {
      of: "Normalizer",
      known: ["norm"],
      choices: { norm: ["l1", "l2", "max"] },
    }));
  }

  protected measure(sample: Float64Array): SampleAffine {
    const { norm = "l2" } = this.config;
    let size = 0;
    for (const value of sample) {
      const part = Math.abs(value);
      if (norm === "l2") size += part * part;
      else size = norm === "l1" ? size + part : Math.max(size, part);
    }
    const scale = norm === "l2" ? Math.sqrt(size) : size;
    return { center: 0, scale: scale === 0 ? 1 : scale, shift: 0 };
  }
}

/** Options of `PerSampleMinMaxScaler`. */
export interface PerSampleMinMaxOptions {
  /** Where the least and the greatest number of a sample go; [0, 1] when left out. */
  readonly range?: readonly [number, number];
}

/** The least number of each sample becomes 0 and the greatest 1, or the ends of another range. */
export class PerSampleMinMaxScaler extends SampleScaler<PerSampleMinMaxOptions> {
  readonly name = "perSampleMinMax";

  /**
   * @param config the range
   * @throws {RangeError} when the range is none
   */
  constructor(config: PerSampleMinMaxOptions = {}) {
    super(config, ["range"]);
    checkRange(config.range);
  }

  protected measure(sample: Float64Array): SampleAffine {
    const [low, high] = this.config.range ?? [0, 1];
    const least = sample.reduce((one, other) => Math.min(one, other), Infinity);
    const extent = sample.reduce((one, other) => Math.max(one, other), -Infinity) - least;
    return { center: least, scale: (extent === 0 ? 1 : extent) / (high - low), shift: low };
  }
}

/** Options of `PerSampleZeroStart`. */
export interface ZeroStartOptions {
  /** The value that samples start with; 0 when left out. */
  readonly start?: number;
}

/** Shifts each sample so that it starts with 0. */
export class PerSampleZeroStart extends SampleScaler<ZeroStartOptions> {
  readonly name = "perSampleZeroStart";

  /** @param config where samples start */
  constructor(config: ZeroStartOptions = {}) {
    super(config, ["start"]);
  }

  protected measure([first = 0]: Float64Array): SampleAffine {
    return { center: first, scale: 1, shift: this.config.start ?? 0 };
  }
}

for (
  const [name, Class] of Object.entries({
    normalizer: Normalizer,
    perSampleMinMax: PerSampleMinMaxScaler,
    perSampleZeroStart: PerSampleZeroStart,
  })
) scalers.register(name, Class);
