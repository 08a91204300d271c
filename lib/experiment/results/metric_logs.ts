/**
 * Metrics while a phase runs: of each name, and of all together.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { AxisSeries } from "./axis_series.ts";
import type { EpochAxes, MetricAxes } from "./phase_source.ts";
import { SeriesLog } from "./series_log.ts";

/**
 * Metrics by name. They are kept twice, since callbacks ask for either while a phase runs, and looking
 * through all of them would take longer with every epoch.
 *
 * @example
 * ```ts
 * import { MetricLogs } from "./metric_logs.ts";
 * const metrics = new MetricLogs();
 * metrics.add("val_loss", 3, { epoch: 0, batch: null });
 * console.log(metrics.names, metrics.named("val_loss").last()); // ["val_loss"] 3
 * ```
 */
export class MetricLogs {
  readonly #all = new SeriesLog<MetricAxes, number>("value", {
    axes: ["name", "epoch", "batch"],
    numeric: true,
  });
  readonly #byName = new Map<string, SeriesLog<EpochAxes, number>>();

  /** Names of metrics, in the order in which they began. */
  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  /** All metrics, in the order in which they were added. */
  get all(): AxisSeries<MetricAxes, number> {
    return this.#all.series;
  }

  /**
   * Finds a metric.
   *
   * @param name of the metric
   * @returns its numbers
   * @throws UnknownNameError when there is none
   */
  named(name: string): AxisSeries<EpochAxes, number> {
    const found = this.#byName.get(name);
    if (found !== undefined) return found.series;
    throw new UnknownNameError("metric", name, { known: this.names });
  }

  /** Whether a metric has a number at a place. */
  has(name: string, { epoch, batch }: EpochAxes): boolean {
    return this.#byName.get(name)?.series.get({ epoch, batch }) !== undefined;
  }

  /** Begins a metric that has no number yet. */
  begin(name: string): void {
    this.#logOf(name);
  }

  /** Adds a number, at a place that has none. */
  add(name: string, value: number, { epoch, batch }: EpochAxes): void {
    this.#logOf(name).add({ epoch, batch }, value);
    this.#all.add({ name, epoch, batch }, value);
  }

  /** Takes metrics that were recorded earlier, before any are added. */
  restore(metrics: AxisSeries<MetricAxes, number>): void {
    this.#all.restore(metrics);
    for (const name of metrics.axisValues("name")) {
      this.#logOf(name).restore(metrics.where({ name }).squeeze("name"));
    }
  }

  /** How many numbers of all metrics are in memory. */
  get held(): number {
    return this.#all.held;
  }

  /**
   * Forgets numbers before an epoch, which are kept elsewhere.
   *
   * @param epoch the first that stays
   * @param read reads all metrics that are kept elsewhere, in the order in which they were added
   */
  release(epoch: number, read: () => AxisSeries<MetricAxes, number>): void {
    const before = { axis: "epoch", coordinate: epoch } as const;
    this.#all.release(before, read);
    for (const [name, log] of this.#byName) {
      log.release(before, () => read().where({ name }).squeeze("name"));
    }
  }

  #logOf(name: string): SeriesLog<EpochAxes, number> {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const log = new SeriesLog<EpochAxes, number>(name, { axes: ["epoch", "batch"], numeric: true });
    this.#byName.set(name, log);
    return log;
  }
}
