/**
 * Samples and outputs of all steps, in files: what was written leaves memory and is read when it is
 * asked for.
 *
 * @module
 */

import type { Table } from "apache-arrow";
import type { FeatureSet } from "../../../data/feature_set.ts";
import type { RoleRows } from "../../../data/sample/batch.ts";
import type { HostTensor } from "../../../engine/run/onnx_runtime.ts";
import type { SamplesBySet } from "../../../training/feed.ts";
import { RestoredStep, stateOfStep, type StepKeeper, type StepState } from "../kept_steps.ts";
import type { KeptStep } from "../phase_source.ts";
import { rolesOf, viewOf } from "../recorded_samples.ts";
import { readSamples, type SamplesState, type SetSamples } from "../samples_state.ts";
import { ChunkFile, isBefore, type StepPlace, type Workshop } from "./chunk_file.ts";
import type { ChunkLine, OutputStream, SamplesStream, StreamLine } from "./journal.ts";
import { columnsOfParts, partsOfStep, readOutput, readRows, type StreamPart } from "./step_rows.ts";

/** Steps are written when so many wait, or so many bytes of outputs. */
const MOST_STEPS = 1024;
const MOST_BYTES = 4 * 2 ** 20;

/** A file of rows, and what they are. */
interface Stream {
  readonly line: StreamLine & (OutputStream | SamplesStream);
  readonly file: ChunkFile;
}

/** What is in the files already. */
export interface StoredParts {
  readonly streams: readonly StreamLine[];
  readonly chunks: ReadonlyMap<string, readonly ChunkLine[]>;
  /** Where the first rows that are not whole stand, by file. */
  readonly dropped: ReadonlyMap<string, StepPlace>;
}

/**
 * Keeps steps in files.
 *
 * @example
 * ```ts
 * import type { Workshop } from "./chunk_file.ts";
 * import { StoredSteps } from "./stored_steps.ts";
 * const steps = (workshop: Workshop) => new StoredSteps(workshop);
 * ```
 */
export class StoredSteps implements StepKeeper {
  readonly pinned: undefined;
  readonly #workshop: Workshop;
  readonly #sets: Map<string, FeatureSet>;
  readonly #streams = new Map<string, Stream>();
  /** Where the steps stand that are in the files: numbers only, as there may be millions. */
  #epochs: number[] = [];
  #batches: number[] = [];
  #waiting: KeptStep[] = [];
  #bytes = 0;
  #places: ChunkFile | undefined;

  /**
   * @param workshop the folder
   * @param options FeatureSets that the samples may be of; those of steps that come later are known
   */
  constructor(
    workshop: Workshop,
    { data = [] }: { readonly data?: readonly FeatureSet[] | undefined } = {},
  ) {
    this.#workshop = workshop;
    this.#sets = new Map(data.map((set) => [set.label, set]));
  }

  /** All steps, in order. */
  get all(): readonly KeptStep[] {
    const written = this.#epochs.map((epoch, at) =>
      new StoredStep([epoch, this.#batches[at] ?? 0], this)
    );
    return [...written, ...this.#waiting];
  }

  /** Adds a step; it is written with others. */
  add({ epoch, batch, samples, outputs }: KeptStep): void {
    for (const label in samples) if (!this.#sets.has(label)) this.#learn(label, samples);
    const step = { epoch, batch, samples, outputs };
    this.#waiting.push(step);
    for (const node in outputs) this.#bytes += bytesOf(outputs[node] ?? {});
    if (this.#waiting.length >= MOST_STEPS || this.#bytes >= MOST_BYTES) this.flush();
  }

  /** All epochs are kept. */
  pin(): void {}

  /** Writes steps that another recorder had in memory. */
  restore(states: readonly StepState[]): void {
    for (const state of states) this.add(new RestoredStep(state, this.#sets));
  }

  /**
   * Goes on with files that are there.
   *
   * @param stored what is in them; steps from the first on that is not whole are left out
   */
  load({ streams, chunks, dropped }: StoredParts): void {
    let end: StepPlace = [Infinity, Infinity];
    for (const line of streams) {
      if (line.of === "series") continue;
      const file = new ChunkFile(line.file, this.#workshop, {
        chunks: chunks.get(line.file) ?? [],
      });
      if (line.of === "steps") this.#places = file;
      else this.#streams.set(keyOf(line), { line, file });
      const lost = dropped.get(line.file);
      if (lost !== undefined && isBefore(lost, end)) end = lost;
    }
    const places = this.#places === undefined ? [] : readPlaces(this.#places.readAll());
    const whole = places.filter((place) => isBefore(place, end));
    this.#epochs = whole.map(([epoch]) => epoch);
    this.#batches = whole.map(([, batch]) => batch);
  }

  /** Writes all steps that wait. */
  flush(): void {
    const parts = this.#waiting.flatMap((step) => partsOfStep(stateOfStep(step)));
    for (const [key, own] of Map.groupBy(parts, ({ stream }) => keyOf(stream))) {
      this.#write(key, own);
    }
    this.#writePlaces();
    for (const { epoch, batch } of this.#waiting) {
      this.#epochs.push(epoch);
      this.#batches.push(batch);
    }
    [this.#waiting, this.#bytes] = [[], 0];
  }

  /** Takes back what the journal does not confirm. */
  truncate(): void {
    for (const { file } of this.#streams.values()) file.truncate();
    this.#places?.truncate();
  }

  /** Reads the outputs of a step that was written. */
  outputs(place: StepPlace): KeptStep["outputs"] {
    const outputs: Record<string, Record<string, HostTensor>> = {};
    for (const { line, file } of this.#streams.values()) {
      if (line.of !== "outputs") continue;
      const table = file.find(place);
      const found = table && readOutput(table, place, { stream: line });
      if (found) (outputs[line.node] ??= {})[line.port] = found;
    }
    return Object.keys(outputs).length === 0 ? undefined : outputs;
  }

  /** Finds the samples of a step that was written. */
  samples(place: StepPlace): SamplesBySet {
    const [epoch, batch] = place;
    return readSamples(this.#samplesState(place), this.#sets, { epoch, batch });
  }

  /** A step that was written, as plain data. */
  stateOf(place: StepPlace): StepState {
    const [epoch, batch] = place;
    return { epoch, batch, samples: this.#samplesState(place), outputs: this.outputs(place) };
  }

  #samplesState(place: StepPlace): SamplesState {
    const sets: Record<string, SetSamples & { readonly roles: Record<string, RoleRows> }> = {};
    for (const { line, file } of this.#streams.values()) {
      if (line.of !== "samples") continue;
      const table = file.find(place);
      const found = table && readRows(table, place, { stream: line });
      if (found) (sets[line.set] ??= { ids: line.ids, roles: {} }).roles[line.role] = found;
    }
    return sets;
  }

  #write(key: string, parts: readonly StreamPart[]): void {
    const [first] = parts;
    const last = parts.at(-1);
    if (first === undefined || last === undefined) return;
    const stream = this.#streams.get(key) ?? this.#open(key, first.stream);
    stream.file.append(columnsOfParts(parts), { first: first.place, last: last.place });
  }

  #open(key: string, of: OutputStream | SamplesStream): Stream {
    const number = String(this.#streams.size).padStart(3, "0");
    const line = { t: "stream", file: `${of.of}-${number}.arrows`, ...of } as const;
    this.#workshop.journal.add(line);
    const stream = { line, file: new ChunkFile(line.file, this.#workshop) };
    this.#streams.set(key, stream);
    return stream;
  }

  /** Last, so that no step is known whose rows are not there. */
  #writePlaces(): void {
    const [first, last] = [this.#waiting[0], this.#waiting.at(-1)];
    if (first === undefined || last === undefined) return;
    if (this.#places === undefined) {
      const line = { t: "stream", file: "steps.arrows", of: "steps" } as const;
      this.#workshop.journal.add(line);
      this.#places = new ChunkFile(line.file, this.#workshop);
    }
    const [epoch, batch] = (["epoch", "batch"] as const).map((axis) =>
      ({ type: "int32", values: Int32Array.from(this.#waiting, (step) => step[axis]) }) as const
    );
    if (epoch === undefined || batch === undefined) return;
    this.#places.append({ epoch, batch }, {
      first: [first.epoch, first.batch],
      last: [last.epoch, last.batch],
    });
  }

  #learn(label: string, samples: SamplesBySet): void {
    const own = samples[label];
    if (own) this.#sets.set(label, viewOf(own, { role: rolesOf(own)[0] }).source);
  }
}

function readPlaces(table: Table): readonly StepPlace[] {
  const batches = table.getChild("batch")?.toArray() ?? [];
  return Array.from(
    table.getChild("epoch")?.toArray() ?? [],
    (epoch: number, at) => [epoch, batches[at]] as const,
  );
}

/** A step that lies in files. */
class StoredStep implements KeptStep {
  readonly epoch: number;
  readonly batch: number;
  readonly #steps: StoredSteps;

  constructor([epoch, batch]: StepPlace, steps: StoredSteps) {
    [this.epoch, this.batch] = [epoch, batch];
    this.#steps = steps;
  }

  get state(): StepState {
    return this.#steps.stateOf([this.epoch, this.batch]);
  }

  get outputs(): KeptStep["outputs"] {
    return this.#steps.outputs([this.epoch, this.batch]);
  }

  get samples(): SamplesBySet {
    return this.#steps.samples([this.epoch, this.batch]);
  }
}

/** Rows of one kind and shape share a file. */
function keyOf(stream: OutputStream | SamplesStream): string {
  return stream.of === "outputs"
    ? JSON.stringify([stream.of, stream.node, stream.port, stream.dtype, stream.shape])
    : JSON.stringify([stream.of, stream.set, stream.role, stream.steps, stream.ids]);
}

function bytesOf(ports: Readonly<Record<string, HostTensor>>): number {
  return Object.values(ports).reduce((sum, { data }) => sum + data.byteLength, 0);
}
