/**
 * The checkpoint that an experiment goes on from, and what of its plan was running.
 *
 * @module
 */

import { quote } from "../../core/names.ts";
import { partsOf, type PlanPart } from "../phases/plan_part.ts";
import type { PhaseGroup } from "../phases/phase_group.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type CheckpointStore, DirectoryCheckpoints } from "./checkpoint_store.ts";
import { type Outlined, outlineOf } from "./outline.ts";

/**
 * Finds where checkpoints are kept.
 *
 * @param place path of a folder, or what keeps them
 * @returns what keeps them
 * @example
 * ```ts
 * import { storeOf } from "./find_checkpoint.ts";
 * const keys = async (folder: string) => (await storeOf(folder).list()).map(({ key }) => key);
 * ```
 */
export function storeOf(place: string | CheckpointStore): CheckpointStore {
  return typeof place === "string" ? new DirectoryCheckpoints(place) : place;
}

/**
 * Reads a checkpoint.
 *
 * @param place path of a folder, or what keeps checkpoints
 * @param options which one, the newest when left out; the label of the experiment, graph and data
 * @returns the checkpoint
 * @throws RangeError when there is none
 * @throws CheckpointError when its file is damaged or was changed
 * @example
 * ```ts
 * import type { Outlined } from "./outline.ts";
 * import { findCheckpoint } from "./find_checkpoint.ts";
 * const newest = (folder: string, { graph, data }: Outlined) =>
 *   findCheckpoint(folder, { key: undefined, label: "soh", graph, data });
 * ```
 */
export async function findCheckpoint(
  place: string | CheckpointStore,
  { key, label, graph, data }: Pick<Outlined, "graph" | "data"> & {
    readonly key: string | undefined;
    readonly label: string;
  },
): Promise<Checkpoint> {
  const store = storeOf(place);
  const newest = key ?? (await store.list()).at(-1)?.key;
  if (newest !== undefined) return await store.read(newest, { data, graph: graph.graph });
  const where = typeof place === "string" ? ` in ${place}` : "";
  throw new RangeError(
    `Cannot go on with ${quote(label)}: there is no checkpoint${where}; give the folder or the ` +
      "store that a run with checkpointing wrote to",
  );
}

/**
 * Finds what was running when a checkpoint was taken.
 *
 * @param checkpoint of a run
 * @param plan of the experiment
 * @param of graph, data and seed, and the label of the experiment
 * @returns the plan or the part of it that was running
 * @throws RangeError when the run was of another graph, data, plan or seed
 * @example
 * ```ts
 * import type { PhaseGroup } from "../phases/phase_group.ts";
 * import type { Checkpoint } from "./checkpoint.ts";
 * import { partOfCheckpoint } from "./find_checkpoint.ts";
 * import type { Outlined } from "./outline.ts";
 * const running = (checkpoint: Checkpoint, plan: PhaseGroup, of: Outlined) =>
 *   partOfCheckpoint(checkpoint, plan, { label: plan.label, ...of }).within;
 * ```
 */
export function partOfCheckpoint(
  { outline }: Checkpoint,
  plan: PhaseGroup,
  { label, ...of }: Outlined & { readonly label: string },
): PlanPart {
  const part = partsOf(plan).find((one) => outlineOf(one, of) === outline);
  if (part !== undefined) return part;
  throw new RangeError(
    `Cannot go on with ${
      quote(label)
    }: the checkpoint is of a run of another graph, data, plan or ` +
      "seed; make the experiment as it was then",
  );
}
