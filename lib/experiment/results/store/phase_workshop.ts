/**
 * The folder of a phase, made when something is first written.
 *
 * @module
 */

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { ArrowLibrary } from "../../../data/file/arrow_library.ts";
import type { LossInfo, PhaseKind, ResultRecording } from "../phase_source.ts";
import type { Workshop } from "./chunk_file.ts";
import { Journal } from "./journal.ts";

/** What is known of a phase before it runs. */
export interface PhaseInfo {
  readonly format: "modulab.phase";
  readonly version: 1;
  readonly label: string;
  readonly kind: PhaseKind;
  readonly recording: ResultRecording;
  readonly lossInfos: readonly LossInfo[];
}

/** The file that says what a folder holds. */
export const PHASE_FILE = "phase.json";

/**
 * The folder of a phase.
 *
 * @example
 * ```ts
 * import type { PhaseWorkshop } from "./phase_workshop.ts";
 * const confirmed = (workshop: PhaseWorkshop) => workshop.journal.read().lines;
 * ```
 */
export class PhaseWorkshop implements Workshop {
  readonly arrow: ArrowLibrary;
  readonly #info: PhaseInfo;
  readonly #parent: string;
  readonly #name: () => string;
  #folder: string | undefined;
  #journal: Journal | undefined;

  /**
   * @param info what is written into a new folder
   * @param options the Arrow library, the folder that it lies in, and what names it
   */
  constructor(
    info: PhaseInfo,
    { arrow, parent, name }: {
      readonly arrow: ArrowLibrary;
      readonly parent: string;
      readonly name: () => string;
    },
  ) {
    this.#info = info;
    this.arrow = arrow;
    this.#parent = parent;
    this.#name = name;
  }

  /** The path of the folder. */
  get folder(): string {
    return this.#folder ??= this.#make();
  }

  /** Its name within the store. */
  get name(): string {
    return basename(this.folder);
  }

  /** What confirms all that is written. */
  get journal(): Journal {
    return this.#journal ??= new Journal(this.folder);
  }

  /**
   * Goes on in a folder that is there.
   *
   * @param name of the folder
   * @throws RangeError when it is not there, or after something was written elsewhere
   */
  adopt(name: string): void {
    if (this.#folder !== undefined) {
      throw new RangeError(
        `Cannot go on in ${name}: something was written to ${this.name} already`,
      );
    }
    const folder = join(this.#parent, basename(name));
    if (!existsSync(join(folder, PHASE_FILE))) {
      throw new RangeError(`Cannot go on in ${folder}: no results of a phase are there`);
    }
    this.#folder = folder;
  }

  #make(): string {
    const folder = join(this.#parent, this.#name());
    mkdirSync(folder);
    writeFileSync(join(folder, PHASE_FILE), JSON.stringify(this.#info, null, 2));
    return folder;
  }
}
