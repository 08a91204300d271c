/**
 * What was claimed beside what came true.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { showAs } from "../../core/show_as.ts";
import { chartBundle, type ResultBundle, shortNumber, textTable } from "./chart.ts";
import { sumOf } from "./class_counts.ts";

/** Samples whose probability lies in one interval. */
export interface ReliabilityBin {
  /** Probabilities above this; the first bin takes 0 as well. */
  readonly from: number;
  /** Probabilities up to this. */
  readonly to: number;
  /** The weight of its samples. */
  readonly weight: number;
  /** The mean of their probabilities; NaN where there are none. */
  readonly claimed: number;
  /** The share of them that came true; NaN where there are none. */
  readonly found: number;
}

/**
 * A reliability table. In a notebook it is a diagram beside its diagonal.
 *
 * @example
 * ```ts
 * import { calibration } from "./calibration.ts";
 * const reliability = calibration([0.9, 0.8, 0.3], [1, 0, 0], { from: "probabilities", bins: 2 });
 * reliability.bins[1]?.found; // 0.5
 * ```
 */
export class Reliability {
  /** All bins, those without samples among them. */
  readonly bins: readonly ReliabilityBin[];

  /** @param bins from the least probability to the greatest */
  constructor(bins: readonly ReliabilityBin[]) {
    this.bins = Object.freeze(bins.map((bin) => Object.freeze({ ...bin })));
    Object.freeze(this);
  }

  /** Expected calibration error: the mean of |claimed − found|, by the weight of the bins. */
  get expectedError(): number {
    const all = this.#filled.map(({ weight, claimed, found }) =>
      weight * Math.abs(claimed - found)
    );
    return sumOf(all) / sumOf(this.#filled.map(({ weight }) => weight));
  }

  /** Maximum calibration error: the greatest |claimed − found| of a bin with samples. */
  get maximumError(): number {
    if (this.#filled.length === 0) return NaN;
    return Math.max(...this.#filled.map(({ claimed, found }) => Math.abs(claimed - found)));
  }

  /** @returns plain data, of the bins with samples */
  toJSON(): JsonObject {
    return { bins: this.#filled.map((bin) => ({ ...bin })) };
  }

  get #filled(): readonly ReliabilityBin[] {
    return this.bins.filter(({ weight }) => weight > 0);
  }
}

showAs(Reliability.prototype, showReliability);

function showReliability(reliability: Reliability): ResultBundle {
  const filled = reliability.bins.filter(({ weight }) => weight > 0);
  const error = shortNumber(reliability.expectedError);
  const axis = (field: string, title: string): object => ({
    field,
    type: "quantitative",
    title,
    scale: { domain: [0, 1] },
  });
  const x = axis("claimed", "probability claimed");
  const y = axis("found", "share that came true");
  const size = { field: "weight", type: "quantitative", title: "samples" };
  const diagonal = [{ claimed: 0, found: 0 }, { claimed: 1, found: 1 }];
  const rows = filled.map(({ from, to, ...bin }) => [
    `${shortNumber(from)}–${shortNumber(to)}`,
    ...[bin.weight, bin.claimed, bin.found].map(shortNumber),
  ]);
  return chartBundle(
    {
      title: `Expected calibration error ${error}`,
      width: 280,
      height: 280,
      layer: [
        {
          data: { values: diagonal },
          mark: { type: "line", strokeDash: [4, 4], color: "gray" },
          encoding: { x, y },
        },
        {
          data: { values: filled.map((bin) => ({ ...bin })) },
          mark: { type: "line", point: false },
          encoding: { x, y },
        },
        {
          data: { values: filled.map((bin) => ({ ...bin })) },
          mark: { type: "circle", tooltip: true, opacity: 1 },
          encoding: { x, y, size },
        },
      ],
    },
    `Reliability: expected calibration error ${error}, greatest ` +
      `${shortNumber(reliability.maximumError)}\n` +
      textTable([["probability", "samples", "claimed", "found"], ...rows]),
  );
}
