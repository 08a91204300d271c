/**
 * Results as plain data and typed arrays, and results again.
 *
 * @module
 */

import type { FeatureSet } from "../../data/feature_set.ts";
import type { ModelGraph } from "../../graph/model_graph.ts";
import { AxisSeries } from "./axis_series.ts";
import type { Axes } from "./coordinates.ts";
import { EvalResults } from "./eval_results.ts";
import { FitResults } from "./fit_results.ts";
import { stateOfStep, type StepState } from "./kept_steps.ts";
import { PhaseGroupResults, type ResultItem } from "./phase_group_results.ts";
import { PhaseLog } from "./phase_log.ts";
import { PhaseResults } from "./phase_results.ts";
import type {
  LossInfo,
  PhaseKind,
  PhaseSource,
  PhaseStatus,
  ResultRecording,
} from "./phase_source.ts";
import { ArtifactResult, MetricResult } from "../callbacks/callback_result.ts";
import { fromPlain, toPlain } from "./plain_value.ts";
import type { SeriesState } from "./series_state.ts";
import { TrainResults } from "./train_results.ts";

/** What was recorded of a phase, as plain data and typed arrays. */
export interface PhaseState {
  readonly version: 1;
  readonly label: string;
  readonly kind: PhaseKind;
  readonly status: PhaseStatus;
  readonly error: string | null;
  readonly recording: ResultRecording;
  readonly lossInfos: readonly LossInfo[];
  readonly totals: SeriesState;
  /** By node. */
  readonly losses: Readonly<Record<string, SeriesState>>;
  readonly weights: Readonly<Record<string, SeriesState>>;
  readonly metrics: SeriesState;
  readonly artifacts: SeriesState;
  readonly callbacks: SeriesState;
  readonly steps: readonly StepState[];
  /** The epoch whose steps are kept besides the newest ones. */
  readonly pinned: number | null;
}

/** What was recorded of a group of phases. */
export interface GroupState {
  readonly version: 1;
  readonly group: string;
  readonly items: readonly (PhaseState | GroupState)[];
}

/** What results need besides what was recorded. */
export interface ResultContext {
  /** FeatureSets whose samples were used. */
  readonly data?: readonly FeatureSet[] | undefined;
  readonly graph?: ModelGraph | undefined;
}

/**
 * Writes down what was recorded of a phase.
 *
 * @param source of its results
 * @param pinned the epoch whose steps are kept besides the newest ones
 * @returns plain data and typed arrays; values of artifacts and callbacks that are neither are said
 *
 * @example
 * ```ts
 * import { PhaseLog } from "./phase_log.ts";
 * import { stateOfPhase } from "./phase_state.ts";
 * const log = new PhaseLog({ label: "fit", kind: "train", losses: [], recording: "none" });
 * console.log(stateOfPhase(log).label); // fit
 * ```
 */
export function stateOfPhase(source: PhaseSource, pinned: number | null = null): PhaseState {
  const nodes = [...new Set(source.lossInfos.map(({ node }) => node))];
  const { label, kind, status, error = null, recording, lossInfos } = source;
  return {
    version: 1,
    ...{ label, kind, status, error, recording, lossInfos, pinned },
    totals: source.totals.getState(),
    losses: Object.fromEntries(nodes.map((node) => [node, source.losses(node).getState()])),
    weights: Object.fromEntries(nodes.map((node) => [node, source.lossWeights(node).getState()])),
    metrics: source.metrics.getState(),
    artifacts: writtenSeries(source.artifacts),
    callbacks: writtenSeries(source.callbacks),
    steps: source.steps.map(stateOfStep),
  };
}

/**
 * Writes results down.
 *
 * @param results of a phase or of a group
 * @returns plain data and typed arrays
 * @example
 * ```ts
 * import { PhaseGroupResults } from "./phase_group_results.ts";
 * import { resultsOfState, stateOfResults } from "./phase_state.ts";
 * resultsOfState(stateOfResults(new PhaseGroupResults("plan", []))).label; // "plan"
 * ```
 */
export function stateOfResults(results: ResultItem): PhaseState | GroupState {
  if (results instanceof PhaseResults) return stateOfPhase(results.source);
  return { version: 1, group: results.label, items: results.items.map(stateOfResults) };
}

/**
 * Makes results again.
 *
 * @param state what `stateOfResults` gave
 * @param context FeatureSets and graph, for what asks for samples
 * @returns results that answer as those that were written down
 * @throws RangeError for a state of another version
 * @example
 * ```ts
 * import { PhaseRecorder } from "./phase_recorder.ts";
 * import { resultsOfState, stateOfResults } from "./phase_state.ts";
 * const { results } = new PhaseRecorder({ label: "test", kind: "eval", losses: [] });
 * resultsOfState(stateOfResults(results)).label; // "test"
 * ```
 */
export function resultsOfState(
  state: PhaseState | GroupState,
  context: ResultContext = {},
): ResultItem {
  checkVersion(state);
  if ("group" in state) {
    const items = state.items.map((item) => resultsOfState(item, context));
    return new PhaseGroupResults(state.group, items);
  }
  const losses = state.lossInfos.map(({ label, node, weight }) => ({
    ...{ label, weight, on: node },
    needs: [node],
  }));
  const { label, kind, recording } = state;
  const log = new PhaseLog({ label, kind, recording, losses, ...context });
  restoreLog(log, state, { context });
  return resultsFrom(log);
}

/**
 * Puts what was recorded into a log, before anything else is.
 *
 * @param log of a phase of the same kind and losses
 * @param state what `stateOfPhase` gave
 * @param options FeatureSets and graph of results within it
 * @throws RangeError for a state of another version or phase
 *
 * @example
 * ```ts
 * import { PhaseLog } from "./phase_log.ts";
 * import { restoreLog, stateOfPhase } from "./phase_state.ts";
 * const options = { label: "fit", kind: "train", losses: [], recording: "none" } as const;
 * restoreLog(new PhaseLog(options), stateOfPhase(new PhaseLog(options)));
 * ```
 */
export function restoreLog(
  log: PhaseLog,
  state: PhaseState,
  { context = {} }: { readonly context?: ResultContext } = {},
): void {
  checkVersion(state);
  if (state.kind !== log.kind || state.label !== log.label) {
    throw new RangeError(
      `Cannot go on with results of the ${state.kind} phase "${state.label}" in the ${log.kind} ` +
        `phase "${log.label}"`,
    );
  }
  log.restore({
    totals: AxisSeries.fromState(state.totals),
    losses: mapped(state.losses),
    weights: mapped(state.weights),
    metrics: AxisSeries.fromState(state.metrics),
    artifacts: readSeries(state.artifacts, context),
    callbacks: readSeries(state.callbacks, context),
    steps: state.steps,
    pinned: state.pinned ?? undefined,
    status: state.status,
    error: state.error ?? undefined,
  });
}

/**
 * Makes results of the kind of the phase.
 *
 * @param source what was recorded
 * @returns results that read it
 * @example
 * ```ts
 * import type { PhaseSource } from "./phase_source.ts";
 * import { resultsFrom } from "./phase_state.ts";
 * const kindOf = (source: PhaseSource) => resultsFrom(source).kind;
 * ```
 */
export function resultsFrom(source: PhaseSource): TrainResults | EvalResults | FitResults {
  if (source.kind === "train") return new TrainResults(source);
  return source.kind === "eval" ? new EvalResults(source) : new FitResults(source);
}

const VERSION = 1;

function checkVersion({ version }: { readonly version: number }): void {
  if (version === VERSION) return;
  throw new RangeError(
    `Cannot read results of version ${version}: this is for version ${VERSION}; use the modulab ` +
      "that wrote them",
  );
}

function mapped<A extends Axes>(
  states: Readonly<Record<string, SeriesState>>,
): ReadonlyMap<string, AxisSeries<A, number>> {
  const series = Object.entries(states).map(([name, state]) =>
    [name, AxisSeries.fromState<A, number>(state)] as const
  );
  return new Map(series);
}

function writtenSeries<A extends Axes>(series: AxisSeries<A, unknown>): SeriesState {
  const state = series.getState();
  return { ...state, values: Array.from<unknown, unknown>(state.values, writeValue) };
}

function readSeries<A extends Axes>(
  state: SeriesState,
  context: ResultContext,
): AxisSeries<A, unknown> {
  const values = Array.from<unknown, unknown>(state.values, (value) => readValue(value, context));
  return AxisSeries.fromState<A, unknown>({ ...state, values });
}

/**
 * Writes down what a callback answered or an artifact: results and series too.
 *
 * @param value any
 * @returns plain data and typed arrays
 * @example
 * ```ts
 * import { writeValue } from "./phase_state.ts";
 * writeValue({ points: [1, 2] }); // { points: [1, 2] }
 * ```
 */
export function writeValue(value: unknown): unknown {
  return toPlain(value, (object) => {
    if (object instanceof PhaseResults || object instanceof PhaseGroupResults) {
      return { $results: stateOfResults(object) };
    }
    if (object instanceof MetricResult) return { $metric: [object.name, object.value] };
    if (object instanceof ArtifactResult) {
      return { $artifact: [object.name, writeValue(object.value)] };
    }
    return object instanceof AxisSeries ? { $series: writtenSeries(object) } : undefined;
  });
}

/**
 * Makes again what `writeValue` wrote.
 *
 * @param written plain data and typed arrays
 * @param context FeatureSets and graph of results within it
 * @returns the value
 * @example
 * ```ts
 * import { readValue, writeValue } from "./phase_state.ts";
 * readValue(writeValue([1, 2])); // [1, 2]
 * ```
 */
export function readValue(written: unknown, context: ResultContext = {}): unknown {
  return fromPlain(written, ({ $results, $series, $metric, $artifact }) => {
    if (Array.isArray($metric)) return new MetricResult($metric[0], $metric[1]);
    if (Array.isArray($artifact)) {
      return new ArtifactResult($artifact[0], readValue($artifact[1], context));
    }
    if ($results !== undefined) return resultsOfState($results as PhaseState, context);
    return $series === undefined ? undefined : readSeries($series as SeriesState, context);
  });
}
