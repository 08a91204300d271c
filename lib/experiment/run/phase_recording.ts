/**
 * What records the phases of a run, and what is known of them when the run is broken off.
 *
 * @module
 */

import type { PhaseKind, ResultRecording } from "../results/phase_source.ts";
import { PhaseGroupResults, type ResultItem } from "../results/phase_group_results.ts";
import { PhaseRecorder } from "../results/phase_recorder.ts";
import type { PhaseScope } from "./scope.ts";

/** A phase that a run has begun. */
export interface BegunPhase {
  /** Labels of the groups around the phase and its own. */
  readonly path: readonly string[];
  readonly recorder: PhaseRecorder;
}

/**
 * Begins to record a phase.
 *
 * @param scope the phase, and the run that it is a part of, which knows from now on that it has begun
 * @param what its kind, and of which epochs samples and outputs are kept
 * @returns what the phase writes into
 */
export function recorderOf<K extends PhaseKind>(
  scope: PhaseScope,
  what: { readonly kind: K; readonly recording: ResultRecording },
): PhaseRecorder<K> {
  const { phase: { label, losses }, live: { graph: { graph } }, data, store, path, begun } = scope;
  const recorder = new PhaseRecorder<K>({ label, losses, graph, data, store, ...what });
  begun.push({ path, recorder });
  return recorder;
}

/**
 * What phases gave until a run was broken off; those that had not ended are interrupted.
 *
 * @param label of what was run
 * @param begun phases in the order in which they began, their paths as they stand in it
 * @returns results in groups as the phases are
 */
export function brokenResults(label: string, begun: readonly BegunPhase[]): PhaseGroupResults {
  const heads = new Set(begun.map(({ path: [head = ""] }) => head));
  const items = [...heads].map((head): ResultItem => {
    const own = begun.filter(({ path }) => path[0] === head);
    const [only] = own;
    if (only === undefined || only.path.length > 1) {
      return brokenResults(head, own.map(({ path, ...one }) => ({ ...one, path: path.slice(1) })));
    }
    const { recorder } = only;
    return recorder.results.status === "running"
      ? recorder.finish({ status: "interrupted" })
      : recorder.results;
  });
  return new PhaseGroupResults(label, items);
}
