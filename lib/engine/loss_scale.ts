/**
 * The factor that keeps slopes within floats of 16 bits.
 *
 * Slopes of less than 6e-8 would be zero, and of more than 65,504 infinite. Losses are therefore
 * multiplied before slopes are taken, and slopes divided after: by a power of two, which rounds
 * nothing.
 *
 * @module
 */

import { PrecisionError } from "./run/errors.ts";

/** A scale as data, to go on with. */
export interface LossScaleState {
  /** A power of two. */
  readonly scale: number;
  /** How many steps in turn have fitted since it changed. */
  readonly fitted: number;
}

/** By what a step is judged. */
export interface ScaledOutcome {
  readonly loss: number | undefined;
  /** The sum of the magnitudes of all slopes. */
  readonly magnitude: number | undefined;
}

const FIRST: LossScaleState = { scale: 2 ** 16, fitted: 0 };
/** A larger one is tried after so many steps that fitted. */
const PATIENCE = 2000;
const [SMALLEST, LARGEST] = [2 ** -24, 2 ** 24];

/**
 * Halves when slopes overflow and doubles when they have not for long.
 *
 * The step that overflowed is repeated with the new scale, so no batch is left out.
 *
 * @see Micikevicius et al., Mixed Precision Training, ICLR 2018, section 3.2
 * @example
 * ```ts
 * import { LossScale } from "./loss_scale.ts";
 * const scale = new LossScale();
 * scale.accepts({ loss: 0.7, magnitude: Infinity }); // false: take the step again
 * scale.current; // 32768
 * ```
 */
export class LossScale {
  #state: LossScaleState = FIRST;

  /** What losses are multiplied by now. */
  get current(): number {
    return this.#state.scale;
  }

  /**
   * Hears how large the slopes of a step are.
   *
   * @param outcome loss and slopes of a step; what it does not tell is no number
   * @returns whether the step counts; when it does not, it is to be taken again with the new scale
   * @throws PrecisionError when no scale helps
   */
  accepts({ loss = NaN, magnitude = NaN }: ScaledOutcome): boolean {
    // Slopes can be finite though the loss is not, as that of infinity is one.
    if (!Number.isFinite(loss)) throw outOfRange(loss);
    const { scale, fitted } = this.#state;
    if (Number.isFinite(magnitude)) {
      const grows = fitted + 1 >= PATIENCE && scale < LARGEST;
      this.#state = grows ? { scale: scale * 2, fitted: 0 } : { scale, fitted: fitted + 1 };
      return true;
    }
    if (scale <= SMALLEST) throw outOfRange(loss);
    this.#state = { scale: scale / 2, fitted: 0 };
    return false;
  }

  /** What to go on with. */
  getState(): LossScaleState {
    return this.#state;
  }

  /**
   * Goes on where another one was.
   *
   * @param state what `getState()` gave; begins anew when left out
   */
  setState({ scale, fitted }: LossScaleState = FIRST): void {
    this.#state = { scale, fitted };
  }
}

function outOfRange(loss: number): PrecisionError {
  const what = Number.isFinite(loss)
    ? "slopes that no scale brings into range"
    : `a loss of ${loss}`;
  return new PrecisionError(
    `Cannot train in mixed precision: products of 16 bits gave ${what}, as numbers above 65504 do. ` +
      'Scale inputs, limit slopes, or use precision: "float32"; weights are as they were',
  );
}
