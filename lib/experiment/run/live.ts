/**
 * What runs of an experiment change: weights, optimizers, and how far its chance has come.
 *
 * @module
 */

import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { BuiltGraph, GraphState } from "../../graph/built_graph.ts";
import type { TrainerState } from "../../training/trainer_state.ts";
import type { ExperimentRun } from "./experiment_run.ts";
import type { StopRequest } from "./status.ts";

/** How often a phase has run, so that running it again draws anew. */
export interface PhaseCount {
  readonly runs: number;
  readonly epochs: number;
}

/** All of it, as data. */
export interface LiveState {
  readonly graph: GraphState;
  /** What training has gathered; nothing before any. */
  readonly training: TrainerState | undefined;
  /** By labels of groups and phase. */
  readonly counts: Readonly<Record<string, PhaseCount>>;
  /** The phase that has fitted and frozen an estimator, by its label. */
  readonly fitted: Readonly<Record<string, string>>;
}

/** What runs. */
interface Running {
  readonly what: string;
  readonly stop: StopRequest;
  readonly signal: AbortSignal;
}

/** Weights, log and chance, which versions of an experiment share that differ in their plans only. */
export class Live {
  readonly graph: BuiltGraph;
  #training: TrainerState | undefined;
  #counts: Readonly<Record<string, PhaseCount>> = {};
  #fitted: Readonly<Record<string, string>> = {};
  #history: readonly ExperimentRun[] = [];
  #running: Running | undefined;

  /** @param graph with the weights to begin with */
  constructor(graph: BuiltGraph) {
    this.graph = graph;
  }

  /** What training has gathered; nothing before any. */
  get training(): TrainerState | undefined {
    return this.#training;
  }

  /** Estimators that other phases have fitted and frozen. */
  fittedBeside(path: readonly string[]): readonly string[] {
    return Object.keys(this.#fitted).filter((label) => this.#fitted[label] !== pathKey(path));
  }

  /** How often a phase has run. */
  count(path: readonly string[]): PhaseCount {
    return this.#counts[pathKey(path)] ?? { runs: 0, epochs: 0 };
  }

  /** Counts a run of a phase. */
  counted(path: readonly string[], epochs: number): void {
    const { runs, epochs: before } = this.count(path);
    const now = { runs: runs + 1, epochs: before + epochs };
    this.#counts = { ...this.#counts, [pathKey(path)]: now };
  }

  /** Leaves estimators as they are from now on, unless this phase runs again or another names them. */
  freezeFitted(labels: readonly string[], path: readonly string[]): void {
    const fitted = Object.fromEntries(labels.map((label) => [label, pathKey(path)]));
    this.#fitted = { ...this.#fitted, ...fitted };
  }

  /** Takes what a phase of training has gathered; nodes that it did not train keep theirs. */
  gathered(state: TrainerState): void {
    this.#training = this.#training ? merged(this.#training, state) : state;
  }

  /** Copies everything. */
  getState(): LiveState {
    return {
      graph: this.graph.getState(),
      training: this.#training,
      counts: this.#counts,
      fitted: this.#fitted,
    };
  }

  /**
   * Puts everything back.
   *
   * @param state what `getState` gave
   * @throws Error while something runs, which would go on from other weights
   */
  setState({ graph, training, counts, fitted }: LiveState): void {
    this.checkIdle("put weights back");
    this.graph.setState(graph);
    this.#training = training;
    this.#counts = counts;
    this.#fitted = fitted;
  }

  /** All runs that have ended, first to last. */
  get history(): readonly ExperimentRun[] {
    return this.#history;
  }

  /**
   * Adds a run to the log.
   *
   * @param run what is known of it
   * @param options what was known of it before, which leaves the log
   */
  log(
    run: ExperimentRun,
    { inPlaceOf }: { readonly inPlaceOf?: ExperimentRun | undefined } = {},
  ): void {
    const at = inPlaceOf === undefined ? -1 : this.#history.indexOf(inPlaceOf);
    this.#history = Object.freeze(at < 0 ? [...this.#history, run] : this.#history.with(at, run));
  }

  /**
   * Keeps two runs from changing the same weights at once.
   *
   * @param what what runs
   * @param how it can be asked to stop, and what interrupts it
   * @returns ends it when it is disposed
   * @throws Error when something runs already
   */
  begin(
    what: string,
    how: { readonly stop: StopRequest; readonly signal: AbortSignal },
  ): Disposable {
    this.checkIdle(`run ${what}`);
    const running = { what, ...how };
    this.#running = running;
    return {
      [Symbol.dispose]: () => {
        if (this.#running === running) this.#running = undefined;
      },
    };
  }

  /**
   * Refuses what cannot be done while something runs.
   *
   * @param what what was asked for
   * @throws Error when something runs
   */
  checkIdle(what: string): void {
    // One that was interrupted may never end: a notebook breaks off code that does not listen.
    if (this.#running === undefined || this.#running.signal.aborted) return;
    throw new Error(
      `Cannot ${what} while ${this.#running.what} runs: await it, stop() it, or abort its signal; ` +
        "a callback can ask to evaluate(phase)",
    );
  }

  /** Asks what runs to stop; nothing happens when nothing runs. */
  askToStop(reason?: string): void {
    this.#running?.stop.make(reason);
  }
}

/**
 * What a phase begins with: the optimizers go on, schedules and half-gathered slopes begin anew.
 *
 * @param state what earlier phases have gathered
 * @returns what a trainer of another phase begins with
 */
export function asNewPhase(state: TrainerState): TrainerState {
  const tensors = Object.entries(state.tensors).map(([name, tensor]) =>
    [name, name.endsWith("/gathered") ? zeros(tensor) : tensor] as const
  );
  return {
    tensors: Object.fromEntries(tensors),
    values: { ...state.values, batches: 0, feeding: "", observed: [] },
  };
}

function zeros(tensor: HostTensor): HostTensor {
  return { ...tensor, data: tensor.data.slice().fill(0) };
}

function merged(before: TrainerState, now: TrainerState): TrainerState {
  const trained = new Set(Object.keys(now.values.optimizers));
  const others = Object.entries(before.tensors).filter(([name]) => {
    const [node = ""] = name.split("/");
    return !trained.has(node);
  });
  return {
    tensors: { ...Object.fromEntries(others), ...now.tensors },
    values: {
      ...now.values,
      optimizers: { ...before.values.optimizers, ...now.values.optimizers },
    },
  };
}

function pathKey(path: readonly string[]): string {
  return path.join("/");
}
