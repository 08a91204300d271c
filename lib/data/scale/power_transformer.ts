/**
 * A scaler that makes features look normal by a power: Yeo-Johnson and Box-Cox.
 *
 * @module
 */

import { Configured } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import { featureName, like, type Matrix } from "./matrix.ts";
import { minimize } from "./minimize.ts";
import { checkFeatures, checkLearned, type FittedScaler, type Scaler, scalers } from "./scaler.ts";
import { moments } from "./statistics.ts";

/** Options of `PowerTransformer`. */
export interface PowerOptions {
  /** `yeoJohnson` takes any number, `boxCox` positive ones only; `yeoJohnson` when left out. */
  readonly method?: "yeoJohnson" | "boxCox";
  /** Whether mean and standard deviation become 0 and 1 afterwards; `true` when left out. */
  readonly standardize?: boolean;
}

/** What is learned of one feature. */
interface Power {
  readonly lambda: number;
  readonly center: number;
  readonly scale: number;
}

/**
 * Raises each feature to the power that makes it most like a normal distribution (greatest
 * likelihood; Yeo and Johnson, Biometrika 87 (2000); Box and Cox, JRSS B 26 (1964)).
 *
 * @example
 * ```ts
 * import { PowerTransformer } from "./power_transformer.ts";
 * const matrix = { rows: 3, features: [Float64Array.of(1, 10, 100)] };
 * const fitted = new PowerTransformer({ method: "boxCox" }).fit(matrix);
 * console.log(fitted.transform(matrix).features[0]); // about −1.22, 0, 1.22
 * ```
 */
export class PowerTransformer extends Configured<PowerOptions> implements Scaler {
  readonly name = "power";

  /** @param config the method, and whether to standardize afterwards */
  constructor(config: PowerOptions = {}) {
    super(checkOptions(config, {
      of: "PowerTransformer",
      known: ["method", "standardize"],
      choices: { method: Object.keys(METHODS) },
    }));
  }

  /**
   * @param matrix the features of the samples to learn from
   * @returns what scales features like these
   * @throws {RangeError} when Box-Cox meets a number that is not positive
   */
  fit(matrix: Matrix): FittedScaler {
    const { method = "yeoJohnson", standardize = true } = this.config;
    if (method === "boxCox") refuseNotPositive(matrix);
    const powers = matrix.features.map((values) => {
      const there = Float64Array.from(values.filter((value) => !Number.isNaN(value)));
      const lambda = mostLikely(there, method);
      if (!standardize) return { lambda, center: 0, scale: 1 };
      const { mean, scale } = moments(there.map((value) => METHODS[method].raise(value, lambda)));
      return { lambda, center: mean, scale };
    });
    checkLearned(matrix, powers.map(({ lambda, center, scale }) => [lambda, center, scale]));
    return new FittedPower(powers, method);
  }

  setState(state: JsonObject): FittedScaler {
    const powers = state["features"] as unknown as readonly Power[];
    return new FittedPower(powers, this.config.method ?? "yeoJohnson");
  }
}

class FittedPower implements FittedScaler {
  readonly featureWise = true;
  readonly #powers: readonly Power[];
  readonly #method: Method;

  constructor(powers: readonly Power[], method: Method) {
    this.#powers = freeze(powers);
    this.#method = method;
  }

  transform(matrix: Matrix): Matrix {
    if (this.#method === "boxCox") refuseNotPositive(matrix);
    const { raise } = METHODS[this.#method];
    return this.#map(matrix, (value, { lambda, center, scale }) => {
      return (raise(value, lambda) - center) / scale;
    });
  }

  inverse(matrix: Matrix): Matrix {
    const { lower } = METHODS[this.#method];
    return this.#map(matrix, (value, { lambda, center, scale }) => {
      return lower(value * scale + center, lambda);
    });
  }

  getState(): JsonObject {
    return { features: this.#powers as unknown as JsonObject[] };
  }

  #map(matrix: Matrix, change: (value: number, power: Power) => number): Matrix {
    checkFeatures(matrix, this.#powers.length);
    const features = matrix.features.map((from, at) => {
      const power = this.#powers[at] as Power;
      const to = like(from, from.length);
      for (let row = 0; row < from.length; row++) to[row] = change(from[row] as number, power);
      return to;
    });
    return { rows: matrix.rows, features };
  }
}

type Method = "yeoJohnson" | "boxCox";

interface PowerMethod {
  raise(value: number, lambda: number): number;
  lower(value: number, lambda: number): number;
  /** The logarithm of the slope of `raise` at λ, divided by λ − 1. */
  logSlope(value: number): number;
}

/** Numbers to which no power leads become NaN. */
const METHODS: Readonly<Record<Method, PowerMethod>> = {
  boxCox: {
    raise: (value, lambda) => value > 0 ? power(Math.log(value), lambda) : NaN,
    lower: (value, lambda) => Math.exp(root(value, lambda)),
    logSlope: Math.log,
  },
  yeoJohnson: {
    raise: (value, lambda) =>
      value >= 0 ? power(Math.log1p(value), lambda) : -power(Math.log1p(-value), 2 - lambda),
    lower: (value, lambda) =>
      value >= 0 ? Math.expm1(root(value, lambda)) : -Math.expm1(root(-value, 2 - lambda)),
    logSlope: (value) => Math.sign(value) * Math.log1p(Math.abs(value)),
  },
};

/** (e^(λ·log) − 1) / λ, exact for small λ too. */
function power(log: number, lambda: number): number {
  return lambda === 0 ? log : Math.expm1(lambda * log) / lambda;
}

/** The logarithm that `power` raised. */
function root(value: number, lambda: number): number {
  return lambda === 0 ? value : Math.log1p(lambda * value) / lambda;
}

function mostLikely(values: Float64Array, method: Method): number {
  const { raise, logSlope } = METHODS[method];
  const slopes = values.reduce((sum, value) => sum + logSlope(value), 0);
  // No power changes the shape of a constant.
  if (values.every((value) => value === values[0])) return 1;
  const raised = new Float64Array(values.length);
  return minimize((lambda) => {
    for (let at = 0; at < values.length; at++) raised[at] = raise(values[at] as number, lambda);
    const { variance } = moments(raised);
    if (!(variance > 0 && variance < Infinity)) return Infinity;
    return values.length / 2 * Math.log(variance) - (lambda - 1) * slopes;
  }, { from: [-2, 2] });
}

function refuseNotPositive(matrix: Matrix): void {
  for (const [at, values] of matrix.features.entries()) {
    const wrong = values.find((value) => value <= 0);
    if (wrong === undefined) continue;
    throw new RangeError(
      `Cannot take the Box-Cox power of ${wrong} in ${featureName(matrix, at)}: ` +
        `it needs positive numbers; use method: "yeoJohnson"`,
    );
  }
}

scalers.register("power", PowerTransformer);
