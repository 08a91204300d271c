/**
 * Everything recorded of a phase, in a folder.
 *
 * @module
 */

import type { Clock } from "../../../core/clock.ts";
import { AxisSeries } from "../axis_series.ts";
import { type Axes, columnOf } from "../coordinates.ts";
import { KeptSteps, stateOfStep, type StepKeeper, type StepState } from "../kept_steps.ts";
import type { NumberArchive, PhaseLog, Recorded } from "../phase_log.ts";
import type {
  ArtifactAxes,
  CallbackAxes,
  LossAxes,
  MetricAxes,
  PhaseStatus,
  StepAxes,
} from "../phase_source.ts";
import { ListValues } from "../series_values.ts";
import type { ResultContext } from "../phase_state.ts";
import { wholeChunks } from "./chunk_file.ts";
import {
  type JournalLine,
  linesOf,
  type SeriesStream,
  type StreamLine,
  type ValueLine,
} from "./journal.ts";
import type { PhaseInfo, PhaseWorkshop } from "./phase_workshop.ts";
import { SeriesFile } from "./series_file.ts";
import { StoredSteps } from "./stored_steps.ts";
import { StoredValue, ValueFiles } from "./value_files.ts";

/** Where the folder of a phase stood when a state was taken. */
export interface FolderState {
  readonly version: 1;
  /** The name of the folder within the store. */
  readonly folder: string;
  /** Bytes of its journal. */
  readonly bytes: number;
  /** Steps that are not written before the end. */
  readonly steps: readonly StepState[];
  readonly pinned: number | null;
}

/** The series of a phase: what they are of, what their values are called, and their axes. */
interface SeriesPlan extends SeriesStream {
  readonly name: string;
  readonly axes: readonly string[];
}

/** Steps after which it is asked whether there is enough to write. */
const STEPS = 256;
/** Numbers of a series that stay in memory, besides those of the epoch that runs. */
const HELD = 16_384;
/** Milliseconds after which everything is written, however little it is. */
const EVERY = 2000;

/**
 * Everything recorded of a phase, in a folder.
 *
 * @example
 * ```ts
 * import type { PhaseLog } from "../phase_log.ts";
 * import type { PhaseFolder } from "./phase_folder.ts";
 * const finish = (folder: PhaseFolder, log: PhaseLog) => folder.end(log);
 * ```
 */
export class PhaseFolder {
  /** Keeps samples and outputs. */
  readonly steps: StepKeeper;
  /** Keeps artifacts and what callbacks answered. */
  readonly values: ValueFiles;
  readonly #workshop: PhaseWorkshop;
  readonly #info: PhaseInfo;
  readonly #files = new Map<string, SeriesFile>();
  readonly #stored: StoredSteps;
  readonly #clock: Clock;
  readonly #archive: NumberArchive = {
    totals: () => this.#series(TOTALS),
    metrics: () => this.#series(METRICS),
    losses: (node) => this.#series(lossesOf(node)),
    weights: (node) => this.#series(weightsOf(node)),
  };
  #unwritten = 0;
  #written: number;
  #notices: readonly string[] = [];

  /**
   * @param workshop the folder
   * @param options what the phase is, FeatureSets and graph of what is read, and the time
   */
  constructor(
    workshop: PhaseWorkshop,
    { info, context, clock }: {
      readonly info: PhaseInfo;
      readonly context: ResultContext;
      readonly clock: Clock;
    },
  ) {
    this.#workshop = workshop;
    this.#info = info;
    this.#clock = clock;
    this.#written = clock.now();
    this.values = new ValueFiles(workshop, context);
    this.#stored = new StoredSteps(workshop, context);
    this.steps = info.recording === "all"
      ? this.#stored
      : new KeptSteps(info.recording, context.data);
  }

  /** What reads steps and values of the folder, whatever was kept while it was written. */
  get stored(): { readonly steps: StepKeeper; readonly values: ValueFiles } {
    return { steps: this.#stored, values: this.values };
  }

  /** What was left out when the folder was read. */
  get notices(): readonly string[] {
    return this.#notices;
  }

  /**
   * Hears of a step, and writes when enough has been recorded, or enough time has gone by.
   *
   * @param log of the phase
   */
  stepped(log: PhaseLog): void {
    const isLate = this.#clock.now() - this.#written >= EVERY;
    if (!isLate && ++this.#unwritten < STEPS) return;
    this.#unwritten = 0;
    this.write(log, { all: isLate });
    if (isLate) this.#written = this.#clock.now();
  }

  /**
   * Writes what was recorded since the last time, when there is enough of it.
   *
   * @param log of the phase
   * @param options whether to write however little there is
   */
  write(log: PhaseLog, options: { readonly all?: boolean } = {}): void {
    const put = <A extends Axes>(plan: SeriesPlan, series: AxisSeries<A, number>): void =>
      this.#file(plan).write(series, options);
    put(METRICS, log.metrics);
    // Totals of training are a metric, and what weighs them is not known.
    if (!this.#isTrain) put(TOTALS, log.totals);
    for (const node of this.#nodes) {
      put(lossesOf(node), log.losses(node));
      if (!this.#isTrain) put(weightsOf(node), log.lossWeights(node));
    }
    if (options.all) this.#stored.flush();
  }

  /**
   * Lets the log forget epochs before one that has ended, when there are many numbers of them.
   *
   * @param log of the phase
   * @param epoch the one that has ended, of which callbacks are about to ask
   */
  endedEpoch(log: PhaseLog, epoch: number): void {
    if (log.held < HELD) return;
    this.write(log, { all: true });
    log.release(epoch, this.#archive);
  }

  /** Writes everything, and how the phase ended. */
  end(log: PhaseLog): void {
    if (this.steps !== this.#stored) { for (const step of this.steps.all) this.#stored.add(step); }
    this.write(log, { all: true });
    if (log.held >= HELD) log.release(Infinity, this.#archive);
    const { status, error = null } = log;
    if (status !== "running") this.#workshop.journal.add({ t: "end", status, error });
  }

  /** Writes everything, and tells where it stands. */
  getState(log: PhaseLog): FolderState {
    this.write(log, { all: true });
    const isStored = this.steps === this.#stored;
    return {
      version: 1,
      folder: this.#workshop.name,
      bytes: this.#workshop.journal.bytes,
      steps: isStored ? [] : log.steps.map(stateOfStep),
      pinned: log.pinned ?? null,
    };
  }

  /**
   * Goes back to where a folder stood.
   *
   * @param state what `getState` gave
   * @returns what was recorded by then
   */
  reopen({ folder, bytes, steps, pinned }: FolderState): Recorded {
    this.#workshop.adopt(folder);
    this.#workshop.journal.truncate(bytes);
    const recorded = this.read();
    for (const file of this.#files.values()) file.truncate();
    this.#stored.truncate();
    return { ...recorded, steps, pinned: pinned ?? undefined, status: "running", error: undefined };
  }

  /** Reads what was recorded; values, samples and outputs are read when they are asked for. */
  read(): Recorded {
    const { lines, notices } = this.#workshop.journal.read();
    const whole = wholeChunks(this.#workshop.folder, linesOf(lines, "chunk"));
    const isEnded = lines.some(({ t }) => t === "end");
    this.#notices = [...notices, ...whole.notices, ...isEnded ? [] : [NOT_ENDED]];
    const streams = linesOf(lines, "stream");
    const values = [...linesOf(lines, "artifact"), ...linesOf(lines, "callback")];
    this.values.startAt(values.filter(({ value }) => "file" in value).length);
    this.#stored.load({ streams, chunks: whole.chunks, dropped: whole.dropped });
    for (const line of streams) {
      if (line.of !== "series") continue;
      const chunks = whole.chunks.get(line.file) ?? [];
      this.#files.set(keyOf(line), new SeriesFile(line.file, this.#workshop, { chunks }));
    }
    return { ...this.#readSeries(), ...this.#readValues(lines), ...endOf(lines) };
  }

  #readSeries(): Pick<Recorded, "totals" | "losses" | "weights" | "metrics"> {
    const byNode = (planOf: (node: string) => SeriesPlan) =>
      new Map(this.#nodes.map((node) => [node, this.#series<LossAxes>(planOf(node))]));
    return {
      totals: this.#isTrain ? undefined : this.#series<StepAxes>(TOTALS),
      metrics: this.#series<MetricAxes>(METRICS),
      losses: byNode(lossesOf),
      weights: this.#isTrain ? new Map() : byNode(weightsOf),
    };
  }

  #series<A extends Axes>(plan: SeriesPlan): AxisSeries<A, number> {
    const { name, axes } = plan;
    const file = this.#files.get(keyOf(plan));
    return file ? file.read<A>(name, axes) : AxisSeries.from<A, number>(name, [], { axes });
  }

  #readValues(lines: readonly JournalLine[]): Pick<Recorded, "artifacts" | "callbacks"> {
    const series = <A extends Axes>(t: ValueLine["t"], name: string, axes: readonly string[]) => {
      const own = linesOf(lines, t) as readonly ValueLine[];
      const columns = axes.map((axis) => [axis, columnOf(own.map(({ key }) => key[axis] ?? null))]);
      const values = new ListValues<unknown>(own.map((line) => new StoredValue(line)));
      return new AxisSeries<A, unknown>({ name, columns: Object.fromEntries(columns), values });
    };
    return {
      artifacts: series<ArtifactAxes>("artifact", "artifact", ["name", ...STEP]),
      callbacks: series<CallbackAxes>("callback", "result", CALLBACK),
    };
  }

  get #isTrain(): boolean {
    return this.#info.kind === "train";
  }

  get #nodes(): readonly string[] {
    return [...new Set(this.#info.lossInfos.map(({ node }) => node))];
  }

  #file(plan: SeriesPlan): SeriesFile {
    const key = keyOf(plan);
    const known = this.#files.get(key);
    if (known !== undefined) return known;
    const { of, what, node } = plan;
    const number = String(this.#files.size).padStart(3, "0");
    const line: StreamLine = { t: "stream", file: `${what}-${number}.arrows`, of, what, node };
    this.#workshop.journal.add(line);
    const file = new SeriesFile(line.file, this.#workshop);
    this.#files.set(key, file);
    return file;
  }
}

const NOT_ENDED = "The phase has not ended: it was broken off, or it still runs";
const STEP = ["epoch", "batch"];
const LOSS = [...STEP, "label"];
const TOTALS: SeriesPlan = { of: "series", what: "totals", node: "", name: "loss", axes: STEP };
const METRICS: SeriesPlan = {
  of: "series",
  what: "metrics",
  node: "",
  name: "value",
  axes: ["name", ...STEP],
};
const CALLBACK = ["kind", "label", ...STEP, "edge"];

function keyOf({ what, node }: SeriesStream): string {
  return JSON.stringify([what, node]);
}

function lossesOf(node: string): SeriesPlan {
  return { of: "series", what: "losses", node, name: "loss", axes: LOSS };
}

function weightsOf(node: string): SeriesPlan {
  return { of: "series", what: "weights", node, name: "weight", axes: LOSS };
}

/** A phase whose end is not written was broken off, or goes on somewhere. */
function endOf(
  lines: readonly JournalLine[],
): Pick<Recorded, "steps" | "pinned" | "status" | "error"> {
  const end = linesOf(lines, "end").at(-1);
  const status: PhaseStatus = end?.status ?? "interrupted";
  return { steps: [], pinned: undefined, status, error: end?.error ?? undefined };
}
