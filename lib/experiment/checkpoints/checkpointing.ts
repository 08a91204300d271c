/**
 * When checkpoints are taken, and how many are kept.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { checkOptions } from "../../core/options.ts";
import type {
  Checkpointer,
  CheckpointHook,
  CheckpointPlace,
  RunSnapshot,
} from "../run/checkpointer.ts";
import { lockFolder } from "./folder_lock.ts";
import { checkpointName, checkTemplate } from "./checkpoint_name.ts";
import {
  type CheckpointStore,
  DirectoryCheckpoints,
  MemoryCheckpoints,
} from "./checkpoint_store.ts";

/** Options of `Checkpointing`. */
export interface CheckpointingOptions {
  /** A folder to keep them in; they are kept in memory when left out. */
  readonly directory?: string | undefined;
  /** After what one is taken; default `epochEnd`. */
  readonly saveOn?: CheckpointHook | undefined;
  /** One for so many epochs, batches, phases or groups; default 1. */
  readonly everyN?: number | undefined;
  /** Their names, with `{phase} {epoch} {batch} {label} {hook}`. */
  readonly nameTemplate?: string | undefined;
  /** So many are kept, and older ones deleted; all when left out. */
  readonly maxToKeep?: number | undefined;
  /** Whether a new run may delete what an earlier one has left in the folder; default true. */
  readonly overwrite?: boolean | undefined;
}

const OPTIONS = [
  "directory",
  "saveOn",
  "everyN",
  "nameTemplate",
  "maxToKeep",
  "overwrite",
] as const;

/** All points of a run at which checkpoints can be taken. */
export const CHECKPOINT_HOOKS: readonly CheckpointHook[] = [
  "experimentStart",
  "experimentEnd",
  "groupStart",
  "groupEnd",
  "phaseStart",
  "phaseEnd",
  "epochStart",
  "epochEnd",
  "batchStart",
  "batchEnd",
];

/** What a run tells whoever keeps checkpoints of it. */
export interface CheckpointedRun {
  /** A short name for graph, data, plan and seed. */
  readonly outline: string;
  /** Whether the run goes on where another was broken off, whose checkpoints stay. */
  readonly resumed: boolean;
  /** Where the run has put away what an earlier one has left: folders, or stores in memory. */
  readonly cleared: Set<string | CheckpointStore>;
  /** Folders that the run has taken, and gives back at its end. */
  readonly taken: Map<string, Disposable>;
  /** What interrupts the run. */
  readonly signal: AbortSignal;
}

/**
 * Says when checkpoints of a run are taken, and how many are kept. Every checkpoint is complete: any of
 * them is enough to go on.
 *
 * @example
 * ```ts
 * import { Checkpointing } from "./checkpointing.ts";
 * new Checkpointing({ directory: "runs/soh", everyN: 5, maxToKeep: 3 });
 * ```
 */
export class Checkpointing {
  readonly directory: string | undefined;
  readonly saveOn: CheckpointHook;
  readonly everyN: number;
  readonly nameTemplate: string;
  readonly maxToKeep: number | undefined;
  readonly overwrite: boolean;
  /** Where they are kept. */
  readonly store: CheckpointStore;

  /**
   * @param options when, where and how many
   * @throws UnknownNameError for an option, a hook or a placeholder that there is not
   * @throws TypeError when the folder is no path
   * @throws RangeError for numbers that mean nothing
   */
  constructor(options: CheckpointingOptions = {}) {
    const choices = { saveOn: CHECKPOINT_HOOKS };
    checkOptions(options, { of: "new Checkpointing()", known: OPTIONS, choices });
    if (options.directory !== undefined && typeof options.directory !== "string") {
      throw new TypeError(
        `Cannot keep checkpoints in ${options.directory}: give directory, the path of a folder`,
      );
    }
    const { directory, saveOn = "epochEnd", everyN = 1, maxToKeep, overwrite = true } = options;
    for (const [name, number] of Object.entries({ everyN, maxToKeep })) {
      if (number === undefined || (Number.isInteger(number) && number > 0)) continue;
      throw new RangeError(
        `Cannot keep checkpoints with ${name} = ${number}: give a whole number from 1`,
      );
    }
    this.directory = directory;
    this.saveOn = saveOn;
    this.everyN = everyN;
    this.nameTemplate = checkTemplate(options.nameTemplate ?? templateFor(saveOn));
    this.maxToKeep = maxToKeep;
    this.overwrite = overwrite;
    this.store = directory === undefined
      ? new MemoryCheckpoints()
      : new DirectoryCheckpoints(directory);
    Object.freeze(this);
  }

  /**
   * Makes one again.
   *
   * @param config what `getConfig()` gave
   * @returns an equal one
   */
  static fromConfig(config: JsonObject): Checkpointing {
    return new Checkpointing(config as CheckpointingOptions);
  }

  /** Plain data from which `fromConfig` makes an equal one. */
  getConfig(): JsonObject {
    const { directory, saveOn, everyN, nameTemplate, maxToKeep, overwrite } = this;
    return {
      ...(directory !== undefined && { directory }),
      saveOn,
      everyN,
      nameTemplate,
      ...(maxToKeep !== undefined && { maxToKeep }),
      overwrite,
    };
  }

  /**
   * Takes the folder for a run before anything else of it is done.
   *
   * @param run whose checkpoints are to be kept
   * @throws FolderTakenError when another run keeps its own there
   * @throws RangeError when an earlier run has left some that may not be overwritten
   * @throws Error when the folder cannot be written
   */
  async prepare(run: CheckpointedRun): Promise<void> {
    const { directory } = this;
    try {
      if (directory !== undefined && !run.taken.has(directory)) {
        run.taken.set(directory, await lockFolder(directory, run.signal));
      }
      if (!run.resumed && !this.overwrite) this.#refuseOld(await this.store.list());
    } catch (cause) {
      throw this.#refusal("checkpoints", cause);
    }
  }

  /**
   * Begins to keep checkpoints of a run.
   *
   * @param run what it is known by
   * @param within labels of groups and phase; only what is in there counts
   * @returns what the run offers checkpoints to
   */
  begin(run: CheckpointedRun, within: readonly string[] = []): Checkpointer {
    let count = 0;
    return {
      wants: ({ hook, path }: CheckpointPlace): boolean =>
        hook === this.saveOn && within.every((label, at) => path[at] === label) &&
        ++count % this.everyN === 0,
      save: async (place: CheckpointPlace, snapshot: RunSnapshot): Promise<void> => {
        const key = checkpointName(this.nameTemplate, place);
        try {
          await this.#clearFor(run);
          await this.store.write(key, { outline: run.outline, place, snapshot, meta: {} });
          await this.#deleteOld();
        } catch (cause) {
          throw this.#refusal(`the checkpoint "${key}"`, cause);
        }
      },
    };
  }

  /** Errors of the system say neither what was written nor how it is mended. */
  #refusal(what: string, cause: unknown): unknown {
    if (!(cause instanceof Error && "code" in cause)) return cause;
    return new Error(
      `Cannot keep ${what} in ${this.directory}: ${cause.message}; give a folder ` +
        "that can be written, with room",
      { cause },
    );
  }

  /** Once a run: its phases may keep theirs in one place. */
  async #clearFor({ resumed, cleared }: CheckpointedRun): Promise<void> {
    const place = this.directory ?? this.store;
    if (resumed || cleared.has(place)) return;
    await this.#clear();
    cleared.add(place);
  }

  async #clear(): Promise<void> {
    const old = await this.store.list();
    this.#refuseOld(old);
    for (const { key } of old) await this.store.delete(key);
  }

  #refuseOld({ length }: readonly unknown[]): void {
    if (length === 0 || this.overwrite) return;
    throw new RangeError(
      `Cannot keep checkpoints in ${this.directory ?? "memory"}: an earlier run has left ` +
        `${length} there; resume it, give another folder, or allow overwrite`,
    );
  }

  async #deleteOld(): Promise<void> {
    if (this.maxToKeep === undefined) return;
    const kept = await this.store.list();
    for (const { key } of kept.slice(0, -this.maxToKeep)) await this.store.delete(key);
  }
}

function templateFor(hook: CheckpointHook): string {
  if (hook.startsWith("batch")) return "{phase}_epoch{epoch}_batch{batch}";
  return hook.startsWith("epoch") ? "{phase}_epoch{epoch}" : "{phase}_{epoch}";
}

/**
 * Refuses what does not say when checkpoints are taken.
 *
 * @param of what it was given to, such as `the phase "train"`
 * @param given as people write it; `false` and nothing take none
 * @throws TypeError that says what to give
 * @example
 * ```ts
 * import { checkCheckpointing, Checkpointing } from "./checkpointing.ts";
 * checkCheckpointing("the run", new Checkpointing({ directory: "runs" }));
 * ```
 */
export function checkCheckpointing(of: string, given: Checkpointing | false | undefined): void {
  if (given === undefined || given === false || given instanceof Checkpointing) return;
  throw new TypeError(
    `Cannot take checkpoints of ${of} by ${JSON.stringify(given)}: give ` +
      'new Checkpointing({ directory: "runs" })',
  );
}
