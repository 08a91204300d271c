/**
 * Where a run stands: epoch after epoch of batches, interrupted and gone on with.
 *
 * @module
 */

import { type Configurable, type NamedConfig, toNamedConfig } from "../../core/configured.ts";
import { canonicalJson, fingerprint, type JsonObject } from "../../core/json.ts";
import { FeatureSetView } from "../feature_set_view.ts";
import type { AnyKey, DottedName, Keys } from "../select_columns.ts";
import type { AlignedBatch, AlignedSampler, StreamViews } from "./aligned_sampler.ts";
import type { DealOptions } from "./arrange.ts";
import type { Batch, BatchPlace } from "./batch.ts";
import { checkPrefetch, prefetch, type PrefetchOptions } from "./prefetch.ts";
import type { EpochOptions, Sampler } from "./sampler.ts";
import { SimpleSampler } from "./simple_sampler.ts";

/** What batches are dealt out of: a view, or a view for each stream. */
export type BatchSource = FeatureSetView | StreamViews;

/** What deals them out. */
export type SamplerOf<S extends BatchSource> = S extends FeatureSetView ? Sampler : AlignedSampler;

/** A batch of a source, which knows the names of its columns. */
export type BatchOf<S extends BatchSource> = S extends FeatureSetView<infer K> ? Batch<K>
  : S extends StreamViews ? AlignedBatch<S>
  : never;

/** Where a run stands, as plain data. */
export interface RunState {
  /** The epoch, from 0. */
  readonly epoch: number;
  /** The batch that comes next in it, from 0. */
  readonly next: number;
  /** The sampler that deals them out. */
  readonly sampler: NamedConfig;
  /** A short name for the samples and their order. */
  readonly samples: string;
}

/**
 * Deals out epoch after epoch, and knows where it stands. The state says how to go on: the rest of
 * the epoch is then the same to the bit, as batches follow from seed, epoch and place alone.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { BatchRun } from "./batch_run.ts";
 * import { SimpleSampler } from "./simple_sampler.ts";
 * const view = FeatureSet.fromColumns("a", { x: [1, 2, 3] }, { features: ["x"] }).toView();
 * const sampler = new SimpleSampler({ batchSize: 2, shuffle: true });
 * const run = new BatchRun(sampler, view);
 * run.batches().next();
 * const rest = new BatchRun(sampler, view).setState(run.getState());
 * console.log([...rest.batches()].length); // 1
 * ```
 */
export class BatchRun<S extends BatchSource> {
  readonly #sampler: SamplerOf<S>;
  readonly #source: S;
  #epoch = 0;
  #next = 0;
  #samples: string | undefined;

  /**
   * @param sampler deals the batches out
   * @param source the view, or the views of all streams
   */
  constructor(sampler: SamplerOf<S>, source: S) {
    this.#sampler = sampler;
    this.#source = source;
  }

  /**
   * Deals the samples of a view out, each once an epoch.
   *
   * @param view the samples
   * @param options size of batches, order, groups or strata, weights, seed; columns by name
   * @returns a run at its beginning
   */
  static over<K extends Keys>(
    view: FeatureSetView<K>,
    options: DealOptions<AnyKey<K> | DottedName<K>> = {},
  ): BatchRun<FeatureSetView<K>> {
    const sampler: Sampler = new SimpleSampler(options);
    return new BatchRun(sampler as SamplerOf<FeatureSetView<K>>, view);
  }

  /** The epoch, from 0. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The batch that comes next in the epoch, from 0. */
  get next(): number {
    return this.#next;
  }

  /**
   * Deals out what is left of the epoch; the next call deals out the next one.
   *
   * @returns the batches, made one at a time
   */
  *batches(): Generator<BatchOf<S>> {
    for (const batch of this.#rest()) yield this.#deliver(batch);
    this.#endEpoch();
  }

  /**
   * As `batches()`, read ahead. The state counts what was handed over, not what was read ahead.
   *
   * @param options how to read a batch, how many ahead, and a signal that stops it
   * @returns the batches and what was read of them
   */
  async *prefetch<T>(options: PrefetchOptions<BatchOf<S>, T>): AsyncGenerator<T> {
    const { read: readBatch } = checkPrefetch(options);
    const read = (batch: BatchOf<S>, slot: number): { batch: BatchOf<S>; data: T } => ({
      batch,
      data: readBatch(batch, slot),
    });
    for await (const { batch, data } of prefetch(this.#rest(), { ...options, read })) {
      this.#deliver(batch);
      yield data;
    }
    this.#endEpoch();
  }

  /** @returns where the run stands: what comes after the batch that was handed over last */
  getState(): RunState {
    return {
      epoch: this.#epoch,
      next: this.#next,
      sampler: toNamedConfig(this.#dealer()),
      samples: this.#samples ??= nameSamples(this.#source),
    };
  }

  /**
   * Goes on from where another run stood.
   *
   * @param state what its `getState()` gave
   * @returns this run
   * @throws {RangeError} when the sampler or the samples are others, or there is no such place
   */
  setState(state: RunState): this {
    const here = this.getState();
    if (written(here.sampler) !== written(state.sampler)) {
      throw new RangeError(
        `Cannot go on with the sampler ${written(here.sampler)}: the run was made with ` +
          `${written(state.sampler)}; make an equal one of that config`,
      );
    }
    if (here.samples !== state.samples) {
      throw new RangeError(
        "Cannot go on with other samples, or in another order: give the view that the run had",
      );
    }
    const { epoch, next } = state;
    const isPlace = [epoch, next].every((place) => Number.isInteger(place) && place >= 0);
    const count = this.#dealer().countBatches(this.#source, isPlace ? { epoch } : {});
    if (!isPlace || next > count) {
      throw new RangeError(
        `Cannot go on from batch ${next} of epoch ${epoch}: an epoch has ${count} batches`,
      );
    }
    [this.#epoch, this.#next] = [epoch, next];
    return this;
  }

  #rest(): Iterable<BatchOf<S>> {
    const dealt = this.#dealer().batches(this.#source, { epoch: this.#epoch, from: this.#next });
    return dealt as Iterable<BatchPlace> as Iterable<BatchOf<S>>;
  }

  /** The types of the constructor say that sampler and source go together; here they are not known. */
  #dealer(): AnySampler {
    return this.#sampler as unknown as AnySampler;
  }

  #deliver(batch: BatchOf<S>): BatchOf<S> {
    this.#next = (batch as BatchPlace).index + 1;
    return batch;
  }

  #endEpoch(): void {
    this.#epoch++;
    this.#next = 0;
  }
}

interface AnySampler extends Configurable {
  batches(source: BatchSource, options: EpochOptions): Iterable<BatchPlace>;
  countBatches(source: BatchSource, options: Pick<EpochOptions, "epoch">): number;
}

function written(sampler: NamedConfig): string {
  return canonicalJson(sampler as unknown as JsonObject);
}

function nameSamples(source: BatchSource): string {
  if (source instanceof FeatureSetView) return fingerprint(source.rows);
  return fingerprint(...Object.entries(source).flatMap(([name, { rows }]) => [name, rows]));
}
