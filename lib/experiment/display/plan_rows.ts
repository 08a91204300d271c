/**
 * What each part of a plan does, in words.
 *
 * @module
 */

import type { InputBinding } from "../phases/input_binding.ts";
import type { Phase } from "../phases/phase.ts";
import type { PhaseGroup } from "../phases/phase_group.ts";

/** What a part of a plan does. */
export interface PlanRow {
  /** Labels of the groups around it, outermost first. */
  readonly path: readonly string[];
  readonly label: string;
  /** The phase; nothing for a group. */
  readonly phase: Phase | undefined;
  /** Splits of FeatureSets, and who deals them out. */
  readonly data: string;
  /** What is done with them. */
  readonly work: string;
  /** Losses, with the nodes that they are on and how much they count. */
  readonly losses: string;
  /** Labels of callbacks, in the order in which they run. */
  readonly callbacks: string;
}

/**
 * Tells what a plan does.
 *
 * @param plan phases and groups
 * @returns a row for each of them, groups before what is in them
 * @example
 * ```ts
 * import { PhaseGroup } from "../phases/phase_group.ts";
 * import { planRows } from "./plan_rows.ts";
 * planRows(new PhaseGroup("plan", [new PhaseGroup("empty")])).length; // 1
 * ```
 */
export function planRows(plan: PhaseGroup, path: readonly string[] = []): readonly PlanRow[] {
  return plan.items.flatMap((item) =>
    item.kind === "group"
      ? [groupRow(item.label, path), ...planRows(item, [...path, item.label])]
      : [phaseRow(item, path)]
  );
}

function groupRow(label: string, path: readonly string[]): PlanRow {
  return { path, label, phase: undefined, data: "", work: "group", losses: "", callbacks: "" };
}

function phaseRow(phase: Phase, path: readonly string[]): PlanRow {
  return {
    path,
    label: phase.label,
    phase,
    data: phase.inputSources.map(describeBinding).join(phase.kind === "train" ? WITH : AND),
    work: describeWork(phase),
    losses: phase.losses
      .map(({ label, on, weight }) => `${weight === 1 ? "" : `${weight} · `}${label} on ${on}`)
      .join(", "),
    callbacks: phase.callbacks.map(({ label }) => label).join(", "),
  };
}

const [WITH, AND] = [" | ", ", "];

/**
 * Names what a binding takes from.
 *
 * @param binding splits of FeatureSets
 * @returns such as `digits/train`
 * @example
 * ```ts
 * import { InputBinding } from "../phases/input_binding.ts";
 * import { sourcesOf } from "./plan_rows.ts";
 * sourcesOf(InputBinding.forEvaluation({ featureSet: "digits", split: "test" })); // digits/test
 * ```
 */
export function sourcesOf({ splits }: InputBinding): string {
  return Object.entries(splits)
    .map(([set, split]) => split === null ? set : `${set}/${split}`)
    .join(" + ");
}

function describeBinding(binding: InputBinding): string {
  const { sampler } = binding;
  return sampler === undefined ? sourcesOf(binding) : `${sourcesOf(binding)} by ${sampler.name}`;
}

function describeWork(phase: Phase): string {
  const nodes = phase.activeNodes === undefined ? "" : ` of ${phase.activeNodes.join(", ")}`;
  if (phase.kind === "eval") return `eval${nodes}`;
  if (phase.kind === "fit") return `fit${phase.partial ? " on" : ""}${nodes}`;
  const epochs = `${phase.epochs} ${phase.epochs === 1 ? "epoch" : "epochs"}`;
  const several = phase.inputSources.length > 1 ? `, ${phase.batchSchedule}` : "";
  return `train${nodes}, ${epochs}${several}`;
}
