/**
 * Phases in order, in groups nested at will.
 *
 * @module
 */

import { checkLabel, list, UnknownNameError } from "../../core/names.ts";
import { showAs } from "../../core/show_as.ts";
import { displayPlan } from "../display/plan_display.ts";
import type { EvalPhase } from "./eval_phase.ts";
import type { FitPhase } from "./fit_phase.ts";
import type { Phase, PlanItem } from "./phase.ts";
import type { TrainPhase } from "./train_phase.ts";

/** A phase and the groups that it is in. */
export interface PlacedPhase {
  /** Labels of the groups around it, outermost first, without that of the whole. */
  readonly path: readonly string[];
  readonly phase: Phase;
}

const PHASES = ["train", "eval", "fit"];
const KINDS = [...PHASES, "group"];

/**
 * Phases and groups, one after the other. A value: every edit gives another. `P` are the labels of the
 * group and of all that is in it.
 *
 * @example
 * ```ts
 * import type { EvalPhase } from "./eval_phase.ts";
 * import { PhaseGroup } from "./phase_group.ts";
 * import type { TrainPhase } from "./train_phase.ts";
 * const plan = (warmUp: TrainPhase, tune: TrainPhase, test: EvalPhase) =>
 *   new PhaseGroup("plan", [new PhaseGroup("training", [warmUp, tune]), test]).flatten().length; // 3
 * ```
 */
export class PhaseGroup<P extends string = string> {
  readonly kind = "group";
  /** What it is called in its group. */
  readonly label: string;
  readonly items: readonly PlanItem<P>[];

  /**
   * @param label what it is called in its group
   * @param items phases and groups, in order
   * @throws TypeError when the items are no list, or one of them is neither phase nor group
   * @throws RangeError when two labels in it are the same, its own included
   */
  constructor(label: P, items: readonly PlanItem<P>[] = []) {
    this.label = checkLabel(label, { kind: "group" });
    if (!Array.isArray(items)) {
      throw new TypeError(`Cannot make the group "${label}": give a list of phases and groups`);
    }
    if (items.some((item) => !KINDS.includes(item?.kind))) {
      throw new TypeError(
        `Cannot make the group "${label}": its items are phases and groups that were made, such as ` +
          "TrainPhase.fromSplit(…)",
      );
    }
    checkLabels(label, items.map((item) => item.label));
    this.items = Object.freeze([...items]);
    Object.freeze(this);
  }

  /** Labels of its phases and groups, in order. */
  get labels(): readonly string[] {
    return this.items.map(({ label }) => label);
  }

  /** Its phases and groups, in order. */
  [Symbol.iterator](): Iterator<PlanItem<P>> {
    return this.items[Symbol.iterator]();
  }

  /** All phases in the order in which they run, with the groups that they are in. */
  flatten(): readonly PlacedPhase[] {
    return this.items.flatMap((item) =>
      item.kind === "group"
        ? item.flatten().map(({ path, phase }) => ({ path: [item.label, ...path], phase }))
        : [{ path: [], phase: item }]
    );
  }

  /**
   * Finds a phase or a group.
   *
   * @param at its label, or its place from 0
   * @returns it
   * @throws UnknownNameError when there is none of that label; RangeError for a place that is not there
   */
  item(at: P | number): PlanItem<P> {
    const found = typeof at === "number"
      ? this.items.at(at)
      : this.items.find(({ label }) => label === at);
    if (found) return found;
    if (typeof at === "string") {
      throw new UnknownNameError(`item of the group "${this.label}"`, at, { known: this.labels });
    }
    throw new RangeError(`No item ${at} in the group "${this.label}": it has ${this.items.length}`);
  }

  /** Finds a phase. */
  phase(at: P | number): Phase<P> {
    return this.#only(at, PHASES) as Phase<P>;
  }

  /** Finds a phase of training. */
  trainPhase(at: P | number): TrainPhase<P> {
    return this.#only(at, ["train"]) as TrainPhase<P>;
  }

  /** Finds a phase of evaluation. */
  evalPhase(at: P | number): EvalPhase<P> {
    return this.#only(at, ["eval"]) as EvalPhase<P>;
  }

  /** Finds a phase of fitting. */
  fitPhase(at: P | number): FitPhase<P> {
    return this.#only(at, ["fit"]) as FitPhase<P>;
  }

  /** Finds a group. */
  group(at: P | number): PhaseGroup<P> {
    return this.#only(at, ["group"]) as PhaseGroup<P>;
  }

  /**
   * The group with one more item.
   *
   * @param item a phase or a group
   * @param place before which item, by label or place; at the end when left out
   * @returns another group
   */
  withItem<Q extends string>(
    item: PlanItem<Q>,
    { before }: { readonly before?: P | number } = {},
  ): PhaseGroup<P | Q> {
    const place = before === undefined ? this.items.length : this.items.indexOf(this.item(before));
    const items: readonly PlanItem<P | Q>[] = this.items;
    return this.#with<P | Q>(items.toSpliced(place, 0, item));
  }

  /** The group without an item. */
  withoutItem(at: P | number): PhaseGroup<P> {
    return this.#with(this.items.toSpliced(this.items.indexOf(this.item(at)), 1));
  }

  /** The group with an item in the place of another. */
  withReplaced<Q extends string>(at: P | number, item: PlanItem<Q>): PhaseGroup<P | Q> {
    const items: readonly PlanItem<P | Q>[] = this.items;
    return this.#with<P | Q>(items.with(this.items.indexOf(this.item(at)), item));
  }

  /** The group under another label. */
  withLabel<Q extends string>(label: Q): PhaseGroup<P | Q> {
    return new PhaseGroup<P | Q>(label, this.items);
  }

  #with<Q extends string>(items: readonly PlanItem<Q>[]): PhaseGroup<Q> {
    return new PhaseGroup<Q>(this.label as Q, items);
  }

  #only(at: P | number, kinds: readonly string[]): PlanItem<P> {
    const found = this.item(at);
    if (kinds.includes(found.kind)) return found;
    const wanted = kinds.length > 1 ? "a phase" : named(kinds[0] ?? "phase");
    throw new TypeError(`"${found.label}" is not ${wanted}, but ${named(found.kind)}`);
  }
}

showAs(PhaseGroup.prototype, (group: PhaseGroup) => displayPlan(group));

function checkLabels(group: string, labels: readonly string[]): void {
  const twice = labels.filter((one, at) => labels.indexOf(one) !== at);
  if (twice.length === 0 && !labels.includes(group)) return;
  const what = twice.length > 0
    ? `${list(twice)} is there twice`
    : `"${group}" is there twice, as its own label and in it (a plan has the label of its experiment)`;
  throw new RangeError(`Cannot make the group "${group}": ${what}; give one of them another label`);
}

/** A kind of item, for people. */
function named(kind: string): string {
  if (kind === "group") return "a group";
  return kind === "eval" ? "an eval phase" : `a ${kind} phase`;
}
