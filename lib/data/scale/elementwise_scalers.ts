/**
 * Scalers that learn nothing: negate, absolute, log.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Matrix } from "./matrix.ts";
import type { NoOptions } from "./scaler_configs.ts";
import { type FittedScaler, type Scaler, scalers } from "./scaler.ts";

type Change = (value: number) => number;

/** A fixed function of each number, and its inverse if it has one. */
abstract class Elementwise<C extends object> extends Configured<C> implements Scaler, FittedScaler {
  abstract readonly name: string;
  readonly featureWise = true;
  readonly inverse?: (matrix: Matrix) => Matrix;
  readonly #forward: Change;

  constructor(
    config: C,
    { forward, backward, known = [] }: {
      forward: Change;
      backward?: Change;
      known?: readonly (keyof C & string)[];
    },
  ) {
    super(config, known);
    this.#forward = forward;
    if (backward !== undefined) this.inverse = (matrix) => mapMatrix(matrix, backward);
  }

  fit(_matrix: Matrix): FittedScaler {
    return this;
  }

  setState(_state: JsonObject): FittedScaler {
    return this;
  }

  transform(matrix: Matrix): Matrix {
    return mapMatrix(matrix, this.#forward);
  }

  getState(): JsonObject {
    return {};
  }
}

/**
 * Turns signs around.
 *
 * @example
 * ```ts
 * import { NegateScaler } from "./elementwise_scalers.ts";
 * console.log(new NegateScaler().transform({ rows: 1, features: [Float64Array.of(2)] })); // −2
 * ```
 */
export class NegateScaler extends Elementwise<NoOptions> {
  readonly name = "negate";

  /** @param config there are no options */
  constructor(config: NoOptions = {}) {
    super(config, { forward: (value) => -value, backward: (value) => -value });
  }
}

/** Drops signs. They cannot be found again, so there is no inverse. */
export class AbsoluteScaler extends Elementwise<NoOptions> {
  readonly name = "absolute";

  /** @param config there are no options */
  constructor(config: NoOptions = {}) {
    super(config, { forward: Math.abs });
  }
}

/** Options of `LogScaler`. */
export interface LogOptions {
  /** Added before the logarithm is taken; 1 when left out, so that 0 stays 0. */
  readonly offset?: number;
}

/** The natural logarithm of each number plus an offset; numbers at or below −offset become NaN. */
export class LogScaler extends Elementwise<LogOptions> {
  readonly name = "log";

  /** @param config what to add first */
  constructor(config: LogOptions = {}) {
    const { offset = 1 } = config;
    super(config, {
      known: ["offset"],
      forward: (value) => value > -offset ? logarithm(value, offset) : NaN,
      backward: (value) => offset === 1 ? Math.expm1(value) : Math.exp(value) - offset,
    });
  }
}

for (
  const [name, Class] of Object.entries({
    negate: NegateScaler,
    absolute: AbsoluteScaler,
    log: LogScaler,
  })
) scalers.register(name, Class);

function mapMatrix({ rows, features }: Matrix, change: Change): Matrix {
  return { rows, features: features.map((values) => values.map(change)) };
}

/** Exact for small numbers where the offset is 1. */
function logarithm(value: number, offset: number): number {
  return offset === 1 ? Math.log1p(value) : Math.log(value + offset);
}
