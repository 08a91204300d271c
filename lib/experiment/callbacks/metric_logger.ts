/**
 * Writes metrics down while training runs.
 *
 * @module
 */

import { appendFile } from "node:fs/promises";
import { Configured } from "../../core/configured.ts";
import { type Callback, type CallbackRun, callbacks, type CallbackUses } from "./callback.ts";
import type { EpochMoment } from "./moments.ts";

/** Options of `MetricLogger`. */
export interface MetricLoggerOptions {
  /** A file to which a line of JSON is added after each epoch; lines are printed when left out. */
  readonly path?: string | undefined;
  /** Epochs from one line to the next; default 1. */
  readonly everyEpochs?: number | undefined;
  /** What to call it; default `metric_logger`. */
  readonly label?: string | undefined;
  /** When it runs; default 9, after everything else. */
  readonly order?: number | undefined;
}

/**
 * Writes one line of JSON for each epoch: where it is, and every metric of it.
 *
 * @example
 * ```ts
 * import { MetricLogger } from "./metric_logger.ts";
 * new MetricLogger({ path: "metrics.ndjson" });
 * ```
 */
export class MetricLogger extends Configured<MetricLoggerOptions> implements Callback {
  readonly name = "metricLogger";
  readonly label: string;
  readonly order: number;

  /**
   * @param options where, and how often
   * @throws RangeError when lines should come less than every epoch
   */
  constructor(options: MetricLoggerOptions = {}) {
    super(options, ["path", "everyEpochs", "label", "order"]);
    const { label = "metric_logger", order = 9, everyEpochs = 1 } = options;
    if (!Number.isInteger(everyEpochs) || everyEpochs < 1) {
      throw new RangeError(`Cannot write every ${everyEpochs} epochs: give a whole number from 1`);
    }
    this.label = label;
    this.order = order;
    Object.freeze(this);
  }

  /** @returns nothing: it writes down whatever there is */
  uses(): CallbackUses {
    return {};
  }

  start(): CallbackRun {
    const { path, everyEpochs = 1 } = this.config;
    return {
      async onEpochEnd({ experiment, phase, epoch, results }: EpochMoment): Promise<void> {
        if ((epoch + 1) % everyEpochs !== 0) return;
        const found = results.metrics().where({ epoch, batch: null });
        const metrics = found.items().map(([{ name }, value]) => [name, value] as const);
        const line = JSON.stringify({
          experiment,
          phase: phase.label,
          epoch,
          ...Object.fromEntries(metrics),
        });
        if (path === undefined) console.log(line);
        else await appendFile(path, `${line}\n`);
      },
    };
  }
}

callbacks.register("metricLogger", (config) => MetricLogger.fromConfig(config));
