/**
 * Scalers that learn nothing: negate, absolute, log.
 *
 * @module
 */

import { freeze, type JsonObject } from "../../core/json.ts";
import type { Matrix } from "./matrix.ts";
import { type FittedScaler, type Scaler, scalers } from "./scaler.ts";

type Change = (value: number) => number;

/** A fixed function of each number, and its inverse if it has one. */
abstract class Elementwise implements Scaler, FittedScaler {
  abstract readonly name: string;
  readonly featureWise = true;
  readonly inverse?: (matrix: Matrix) => Matrix;
  readonly #forward: Change;

  constructor(forward: Change, backward?: Change) {
    this.#forward = forward;
    if (backward !== undefined) this.inverse = (matrix) => mapMatrix(matrix, backward);
  }

  fit(_matrix: Matrix): FittedScaler {
    return this;
  }

  restore(_state: JsonObject): FittedScaler {
    return this;
  }

  transform(matrix: Matrix): Matrix {
    return mapMatrix(matrix, this.#forward);
  }

  getState(): JsonObject {
    return {};
  }

  getConfig(): JsonObject {
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
export class NegateScaler extends Elementwise {
  readonly name = "negate";

  /** Has no options. */
  constructor() {
    super((value) => -value, (value) => -value);
  }
}

/** Drops signs. They cannot be found again, so there is no inverse. */
export class AbsoluteScaler extends Elementwise {
  readonly name = "absolute";

  /** Has no options. */
  constructor() {
    super(Math.abs);
  }
}

/** Options of `LogScaler`. */
export interface LogOptions {
  /** Added before the logarithm is taken; 1 when left out, so that 0 stays 0. */
  readonly offset?: number;
}

/** The natural logarithm of each number plus an offset; numbers at or below −offset become NaN. */
export class LogScaler extends Elementwise {
  readonly name = "log";
  readonly #config: LogOptions;

  /** @param config what to add first */
  constructor(config: LogOptions = {}) {
    const { offset = 1 } = config;
    super(
      (value) => value > -offset ? logarithm(value, offset) : NaN,
      (value) => offset === 1 ? Math.expm1(value) : Math.exp(value) - offset,
    );
    this.#config = freeze(config);
  }

  override getConfig(): JsonObject {
    return this.#config as JsonObject;
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
