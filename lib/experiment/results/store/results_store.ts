/**
 * A folder that a run writes its results into while it goes on.
 *
 * @module
 */

import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { type Clock, machineClock } from "../../../core/clock.ts";
import { list, quote } from "../../../core/names.ts";
import { type ArrowLibrary, loadArrow } from "../../../data/file/arrow_library.ts";
import { PhaseGroupResults, type ResultItem } from "../phase_group_results.ts";
import { PhaseLog } from "../phase_log.ts";
import { type ResultContext, resultsFrom } from "../phase_state.ts";
import { folderIndex, folderName } from "./folder_name.ts";
import { FolderSource } from "./folder_source.ts";
import { PhaseFolder } from "./phase_folder.ts";
import { PHASE_FILE, type PhaseInfo, PhaseWorkshop } from "./phase_workshop.ts";

/** The file that says whose folder it is. */
const STORE_FILE = "results.json";
/** Where folders of phases go that ran after the point at which a run was taken up again. */
const ASIDE = "abandoned";

interface StoreInfo {
  readonly format: "modulab.results";
  readonly version: 1;
  /** What the results are called. */
  readonly label: string;
  /** The run that writes here; `null` for one that nobody goes on with. */
  readonly run: string | null;
}

/** How far a store has come. */
export interface StoreState {
  readonly version: 1;
  /** Folders that there were. */
  readonly folders: number;
  /** How far the groups within it had come. */
  readonly groups: readonly GroupPlace[];
}

/** A group within a store. */
export interface GroupPlace {
  readonly label: string;
  /** The name of its folder. */
  readonly folder: string;
  readonly state: StoreState;
}

/**
 * A folder that a run writes its results into while it goes on.
 *
 * Each phase and each group has a folder of its own: rows as Arrow IPC streams, other values in files,
 * and a journal that confirms what is written. Nothing in it is code.
 *
 * @example
 * ```ts
 * import { PhaseRecorder } from "../phase_recorder.ts";
 * import { ResultsStore } from "./results_store.ts";
 * async function record(): Promise<void> {
 *   const store = await ResultsStore.open("results", { run: "first" });
 *   const recorder = new PhaseRecorder({ label: "fit", kind: "train", losses: [], store });
 *   recorder.finish({ status: "completed" });
 *   console.log((await ResultsStore.read("results")).train().status); // completed
 * }
 * ```
 */
export class ResultsStore {
  /** The path of the folder. */
  readonly directory: string;
  readonly #arrow: ArrowLibrary;
  readonly #clock: Clock;
  readonly #groups: { readonly label: string; readonly store: ResultsStore }[] = [];
  #folders: number;
  /** Groups that were there when the run was taken up again, and that it has not come to yet. */
  #resumed: readonly GroupPlace[] = [];

  /** `ResultsStore.open` makes one. */
  constructor(
    directory: string,
    { arrow, clock }: { readonly arrow: ArrowLibrary; readonly clock: Clock },
  ) {
    this.directory = directory;
    this.#arrow = arrow;
    this.#clock = clock;
    this.#folders = nextIndex(directory);
  }

  /**
   * Opens a folder to write into.
   *
   * @param directory a path; it is made when it is not there
   * @param options what the results are called; which run writes, since the same run goes on in its
   *   folder; and the clock, as what waits is written every two seconds
   * @returns the store
   * @throws RangeError when the folder holds anything but results of the same run
   */
  static async open(
    directory: string,
    { label = "results", run = null, clock = machineClock }: {
      readonly label?: string;
      readonly run?: string | null;
      readonly clock?: Clock;
    } = {},
  ): Promise<ResultsStore> {
    mkdirSync(directory, { recursive: true });
    const there = readdirSync(directory);
    if (there.length > 0) checkOwn(directory, { run, there });
    else writeInfo(directory, { label, run });
    return new ResultsStore(directory, { arrow: await loadArrow(), clock });
  }

  /**
   * Reads the results in a folder. Numbers are loaded when something is asked of their phase; samples,
   * outputs and what callbacks answered when these are asked for.
   *
   * @param directory a path
   * @param context FeatureSets and graph, for what asks for samples
   * @returns results of all phases and groups
   * @throws RangeError when the folder holds no results, or those of another version
   */
  static async read(
    directory: string,
    context: ResultContext = {},
  ): Promise<PhaseGroupResults> {
    return readGroup(directory, { arrow: await loadArrow(), context });
  }

  /**
   * Makes a folder within this one, for a group of phases; or goes on in that of a group which a run
   * that was taken up again comes to.
   *
   * @param label of the group
   * @returns a store of the group
   */
  group(label: string): ResultsStore {
    const known = this.#resumed.find((place) => place.label === label);
    this.#resumed = this.#resumed.filter((place) => place !== known);
    const directory = join(this.directory, known ? basename(known.folder) : this.#nextName(label));
    if (known === undefined) {
      mkdirSync(directory);
      writeInfo(directory, { label, run: null });
    }
    const store = new ResultsStore(directory, { arrow: this.#arrow, clock: this.#clock });
    if (known !== undefined) store.setState(known.state);
    this.#groups.push({ label, store });
    return store;
  }

  /** What a recorder of a phase writes into; the folder is made when it first writes. */
  phase(info: Omit<PhaseInfo, "format" | "version">, context: ResultContext): PhaseFolder {
    const whole: PhaseInfo = { format: "modulab.phase", version: 1, ...info };
    const workshop = new PhaseWorkshop(whole, {
      arrow: this.#arrow,
      parent: this.directory,
      name: () => this.#nextName(info.label),
    });
    return new PhaseFolder(workshop, { info: whole, context, clock: this.#clock });
  }

  /** Tells how far it has come; asked after the recorders that write into it. */
  getState(): StoreState {
    const groups = this.#groups.map(({ label, store }) => ({
      ...{ label, folder: basename(store.directory) },
      state: store.getState(),
    }));
    return { version: 1, folders: this.#folders, groups: [...groups, ...this.#resumed] };
  }

  /**
   * Goes back to where the store was. Folders that were made later are not deleted, but put into the
   * folder `abandoned`.
   *
   * @param state what `getState()` gave
   * @returns names of the folders that were put aside
   */
  setState({ folders, groups }: StoreState): readonly string[] {
    const later = readdirSync(this.directory).filter((name) =>
      (folderIndex(name) ?? -1) >= folders
    );
    if (later.length > 0) mkdirSync(join(this.directory, ASIDE), { recursive: true });
    const aside = later.length > 0 ? readdirSync(join(this.directory, ASIDE)).length : 0;
    later.forEach((name, at) => {
      renameSync(join(this.directory, name), join(this.directory, ASIDE, `${aside + at}-${name}`));
    });
    this.#folders = folders;
    this.#resumed = groups;
    return later;
  }

  #nextName(label: string): string {
    return folderName(this.#folders++, label);
  }
}

function writeInfo(directory: string, { label, run }: Pick<StoreInfo, "label" | "run">): void {
  const info: StoreInfo = { format: "modulab.results", version: 1, label, run };
  writeFileSync(join(directory, STORE_FILE), JSON.stringify(info, null, 2));
}

function checkOwn(
  directory: string,
  { run, there }: { readonly run: string | null; readonly there: readonly string[] },
): void {
  const refusal = `Cannot write results into ${directory}: it holds ${list(there)}`;
  if (!there.includes(STORE_FILE)) throw new RangeError(`${refusal}; give an empty folder`);
  const info = readInfo<StoreInfo>(directory, STORE_FILE);
  if (run !== null && info.run === run) return;
  const whose = info.run === null ? "of another run" : `of the run ${quote(info.run)}`;
  throw new RangeError(
    `${refusal}, which are results ${whose}; give an empty folder, or that run to go on with it`,
  );
}

function readGroup(
  directory: string,
  options: { readonly arrow: ArrowLibrary; readonly context: ResultContext },
): PhaseGroupResults {
  const { label } = readInfo<StoreInfo>(directory, STORE_FILE);
  const folders = readdirSync(directory)
    .flatMap((name) => {
      const index = folderIndex(name);
      return index === undefined ? [] : [{ name, index }];
    })
    .toSorted((one, other) => one.index - other.index);
  const items = folders.map(({ name }): ResultItem => {
    const inner = readdirSync(join(directory, name));
    if (inner.includes(STORE_FILE)) return readGroup(join(directory, name), options);
    return readPhase(directory, { name, ...options });
  });
  return new PhaseGroupResults(label, items);
}

function readPhase(
  parent: string,
  { name, arrow, context }: {
    readonly name: string;
    readonly arrow: ArrowLibrary;
    readonly context: ResultContext;
  },
): ResultItem {
  const info = readInfo<PhaseInfo>(join(parent, name), PHASE_FILE);
  return resultsFrom(
    new FolderSource(info, () => {
      const workshop = new PhaseWorkshop(info, { arrow, parent, name: () => name });
      workshop.adopt(name);
      const folder = new PhaseFolder(workshop, { info, context, clock: machineClock });
      const losses = info.lossInfos.map((loss) => ({ ...loss, on: loss.node, needs: [loss.node] }));
      const { steps, values } = folder.stored;
      const log = new PhaseLog({ ...info, ...context, losses, steps, values });
      log.restore(folder.read());
      return { log, notices: folder.notices };
    }),
  );
}

function readInfo<T extends { readonly format: string; readonly version: number }>(
  folder: string,
  file: string,
): T {
  const path = join(folder, file);
  const info = JSON.parse(readFileSync(path, "utf8")) as T;
  const format = file === STORE_FILE ? "modulab.results" : "modulab.phase";
  if (info.format === format && info.version === 1) return info;
  throw new RangeError(
    `Cannot read ${path}: it is ${
      quote(String(info.format))
    } of version ${info.version}, and this ` +
      `reads "${format}" of version 1`,
  );
}

function nextIndex(directory: string): number {
  const used = readdirSync(directory).map((name) => folderIndex(name) ?? -1);
  return Math.max(-1, ...used) + 1;
}
