/**
 * A checkpoint: where a run stands, and of which run.
 *
 * @module
 */

import { freeze } from "../../core/json.ts";
import { type ResultContext, resultsOfState, stateOfResults } from "../results/phase_state.ts";
import type { PhaseResults } from "../results/phase_results.ts";
import type { CheckpointPlace, FinishedPhase, RunSnapshot } from "../run/checkpointer.ts";
import type { RunStatus } from "../run/status.ts";
import { packFile, unpackFile } from "./packed_file.ts";

/** Where a run stands, and of which run. */
export interface Checkpoint {
  /** A short name for graph, data, plan and seed: only an equal experiment can go on. */
  readonly outline: string;
  readonly place: CheckpointPlace;
  readonly snapshot: RunSnapshot;
  /** What its author wants to be remembered. */
  readonly meta: Readonly<Record<string, unknown>>;
}

/**
 * Writes a checkpoint.
 *
 * @param checkpoint all of it
 * @returns the content of a file, which holds data only
 */
export function packCheckpoint({ outline, place, snapshot, meta }: Checkpoint): Uint8Array {
  const finished = snapshot.finished.map(({ path, ending, results }) => ({
    path,
    status: ending.status,
    reason: ending.reason ?? null,
    results: stateOfResults(results),
  }));
  return packFile({
    outline,
    place: { ...place },
    meta,
    live: withoutHoles(snapshot.live),
    finished,
    phase: snapshot.phase ?? null,
    followers: snapshot.followers,
    results: snapshot.results ?? null,
  });
}

/**
 * Reads a checkpoint.
 *
 * @param bytes what `packCheckpoint` gave
 * @param context FeatureSets and graph, for results that ask for samples; and the name of the file
 * @returns an equal checkpoint
 * @throws CheckpointError when the file is of another kind, damaged, cut off or was changed
 */
export function unpackCheckpoint(
  bytes: Uint8Array,
  { name, ...context }: ResultContext & { readonly name?: string } = {},
): Checkpoint {
  // The checksum says that this is what `packCheckpoint` wrote.
  const tree = unpackFile(bytes, name) as unknown as Written;
  const { outline, place, meta, live, phase } = tree;
  const finished = tree.finished.map(({ path, status, reason, results }): FinishedPhase => ({
    path,
    ending: { status, ...(reason !== null && { reason }) },
    results: resultsOfState(results as never, context) as PhaseResults,
  }));
  return freezeShallow({
    outline,
    place,
    meta,
    snapshot: {
      live: { ...live, training: live.training },
      finished,
      phase: phase ?? undefined,
      followers: tree.followers,
      results: tree.results ?? undefined,
    },
  });
}

interface Written extends Omit<Checkpoint, "snapshot"> {
  readonly live: RunSnapshot["live"];
  readonly finished: readonly {
    readonly path: readonly string[];
    readonly status: RunStatus;
    readonly reason: string | null;
    readonly results: unknown;
  }[];
  readonly phase: RunSnapshot["phase"] | null;
  readonly followers: RunSnapshot["followers"];
  readonly results: RunSnapshot["results"] | null;
}

function withoutHoles({ training, ...live }: RunSnapshot["live"]): object {
  return training ? { ...live, training } : live;
}

function freezeShallow(checkpoint: Checkpoint): Checkpoint {
  freeze(checkpoint.place);
  return Object.freeze(checkpoint);
}
