/**
 * What a group of phases has given, nested as the phases are.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "../../core/names.ts";
import { showAs } from "../../core/show_as.ts";
import { EvalResults } from "./eval_results.ts";
import { FitResults } from "./fit_results.ts";
import { PhaseResults } from "./phase_results.ts";
import { displayResults, type PhaseSummary, summaryOf } from "./results_display.ts";
import { TrainResults } from "./train_results.ts";

/** Results of a phase or of a group of phases. */
export type ResultItem<L extends string = string, P extends string = string> =
  | PhaseResults<L>
  | PhaseGroupResults<L, P>;

/**
 * What a group of phases has given. `L` are the labels of nodes, `P` those of phases and groups.
 *
 * @example
 * ```ts
 * import { PhaseGroupResults } from "./phase_group_results.ts";
 * import { PhaseRecorder } from "./phase_recorder.ts";
 * const test = new PhaseRecorder({ label: "test", kind: "eval", losses: [] }).results;
 * const group = new PhaseGroupResults("plan", [test]);
 * group.eval() === group.phase("test"); // true
 * ```
 */
export class PhaseGroupResults<L extends string = string, P extends string = string> {
  /** The label of the group. */
  readonly label: string;
  /** Results of its phases and groups, in the order in which they ran. */
  readonly items: readonly ResultItem<L, P>[];

  /**
   * @param label of the group
   * @param items results of its phases and groups
   */
  constructor(label: string, items: readonly ResultItem<L, P>[]) {
    this.label = label;
    this.items = Object.freeze([...items]);
    Object.freeze(this);
  }

  /** Labels of its phases and groups, in order. */
  get labels(): readonly P[] {
    return this.items.map(({ label }) => label as P);
  }

  /** Results of all phases, those of nested groups included, in the order in which they ran. */
  flatten(): readonly PhaseResults<L>[] {
    return this.items.flatMap((item) =>
      item instanceof PhaseGroupResults ? item.flatten() : [item]
    );
  }

  /**
   * Results of a phase, here or in a nested group.
   *
   * @param label of the phase
   * @returns its results
   * @throws UnknownNameError when there is none
   * @throws RangeError when there are several
   */
  phase(label: P): PhaseResults<L> {
    return this.#find("phase", PhaseResults, label);
  }

  /**
   * Results of a training phase.
   *
   * @param label of the phase; may be left out when there is one
   * @returns its results
   * @throws UnknownNameError when there is none
   * @throws RangeError when there are several
   */
  train(label?: P): TrainResults<L> {
    return this.#find("training phase", TrainResults, label);
  }

  /**
   * Results of an evaluation.
   *
   * @param label of the phase; may be left out when there is one
   * @returns its results
   * @throws UnknownNameError when there is none
   * @throws RangeError when there are several
   */
  eval(label?: P): EvalResults<L> {
    return this.#find("evaluation", EvalResults, label);
  }

  /**
   * Results of fitting.
   *
   * @param label of the phase; may be left out when there is one
   * @returns its results
   * @throws UnknownNameError when there is none
   * @throws RangeError when there are several
   */
  fit(label?: P): FitResults<L> {
    return this.#find("fit phase", FitResults, label);
  }

  /**
   * Results of a nested group.
   *
   * @param label of the group; may be left out when there is one
   * @returns its results
   * @throws UnknownNameError when there is none
   * @throws RangeError when there are several
   */
  group(label?: P): PhaseGroupResults<L, P> {
    return this.#find<PhaseGroupResults<L, P>>("group", PhaseGroupResults, label);
  }

  /** Its own items go before nested ones. */
  #find<T extends ResultItem<L, P>>(
    kind: string,
    type: abstract new (...parts: never[]) => T,
    label: string | undefined,
  ): T {
    const isWanted = (item: ResultItem<L, P>): item is T => item instanceof type;
    const all = this.#nested().filter(isWanted);
    const own = this.items.filter(isWanted);
    const among = label === undefined || own.some((item) => item.label === label) ? own : all;
    const matching = among.filter((item) => item.label === (label ?? item.label));
    const found = matching.length === 0 && label === undefined ? all : matching;
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0) return only;
    if (only !== undefined) {
      throw new RangeError(
        `Cannot tell which ${kind} of ${quote(this.label)} is meant: there are ` +
          list(found.map((item) => item.label)),
      );
    }
    const known = all.map((item) => item.label);
    if (label !== undefined) {
      throw new UnknownNameError(`${kind} of ${this.label}`, label, { known });
    }
    throw new RangeError(
      `Cannot take the ${kind} of ${quote(this.label)}: it has none, but ${list(this.labels)}`,
    );
  }

  #nested(): readonly ResultItem<L, P>[] {
    return this.items.flatMap((item) =>
      item instanceof PhaseGroupResults ? [item, ...item.#nested()] : [item]
    );
  }
}

showAs(
  PhaseGroupResults.prototype,
  (group: PhaseGroupResults) => displayResults(`Results of ${group.label}`, summariesOf(group, [])),
);

function summariesOf(group: PhaseGroupResults, path: readonly string[]): readonly PhaseSummary[] {
  return group.items.flatMap((item) =>
    item instanceof PhaseGroupResults
      ? summariesOf(item, [...path, item.label])
      : [summaryOf(item.source, path)]
  );
}
