/**
 * What is run of a plan: all of it, or one of its phases or groups alone.
 *
 * @module
 */

import type { Phase, PlanItem } from "./phase.ts";
import { PhaseGroup } from "./phase_group.ts";

/** What is run of a plan. */
export interface PlanPart {
  /** What is run, in order. */
  readonly plan: PhaseGroup;
  /** Labels of the groups of the whole plan that it stands in: it counts there. */
  readonly within: readonly string[];
}

/**
 * Finds a phase that is to be run alone.
 *
 * @param plan the whole
 * @param phase one that need not be in the plan, or its label in there (`group/phase`)
 * @returns a plan of that phase, and where it stands
 * @throws UnknownNameError when there is none of that label; TypeError when it is a group
 * @example
 * ```ts
 * import type { PhaseGroup } from "./phase_group.ts";
 * import { phaseAlone } from "./plan_part.ts";
 * const within = (plan: PhaseGroup) => phaseAlone(plan, "training/tune").within; // ["training"]
 * ```
 */
export function phaseAlone(plan: PhaseGroup, phase: Phase | string): PlanPart & { phase: Phase } {
  if (typeof phase !== "string") return { ...alone(plan, phase, placeOf(plan, phase)), phase };
  const { group, within, label } = holderOf(plan, phase);
  const found = group.phase(label);
  return { ...alone(plan, found, within), phase: found };
}

/**
 * Finds a group that is to be run alone.
 *
 * @param plan the whole
 * @param group one that need not be in the plan, or its label in there (`group/group`)
 * @returns a plan of that group, and where it stands
 * @throws UnknownNameError when there is none of that label; TypeError when it is a phase
 * @example
 * ```ts
 * import type { PhaseGroup } from "./phase_group.ts";
 * import { groupAlone } from "./plan_part.ts";
 * const alone = (plan: PhaseGroup) => groupAlone(plan, "training").plan.labels; // ["training"]
 * ```
 */
export function groupAlone(plan: PhaseGroup, group: PhaseGroup | string): PlanPart {
  if (typeof group !== "string") return alone(plan, group, placeOf(plan, group));
  const { group: holder, within, label } = holderOf(plan, group);
  return alone(plan, holder.group(label), within);
}

/**
 * Finds a part of a plan.
 *
 * @param plan the whole
 * @param path its label, or labels of groups before it (`group/phase`)
 * @returns a phase or a group
 * @throws UnknownNameError when there is none of that label; TypeError when it is in no group
 * @example
 * ```ts
 * import type { PhaseGroup } from "./phase_group.ts";
 * import { itemAt } from "./plan_part.ts";
 * const warmUp = (plan: PhaseGroup) => itemAt(plan, "training/warm_up");
 * ```
 */
export function itemAt(plan: PhaseGroup, path: string): PlanItem {
  const { group, label } = holderOf(plan, path);
  return group.item(label);
}

/**
 * Everything of a plan that can have been run: all of it, and each of its parts alone.
 *
 * @param plan phases and groups
 * @returns parts, the whole first
 * @example
 * ```ts
 * import { PhaseGroup } from "./phase_group.ts";
 * import { partsOf } from "./plan_part.ts";
 * partsOf(new PhaseGroup("plan", [new PhaseGroup("training")])).length; // 2
 * ```
 */
export function partsOf(plan: PhaseGroup): readonly PlanPart[] {
  const parts = placed(plan, []).map(({ item, within }) => alone(plan, item, within));
  return [{ plan, within: [] }, ...parts];
}

/** What is run alone runs in a group whose label is another than its own. */
function alone({ label }: PhaseGroup, item: PlanItem, within: readonly string[]): PlanPart {
  return { plan: new PhaseGroup(item.label === label ? `${label}_run` : label, [item]), within };
}

function holderOf(
  plan: PhaseGroup,
  path: string,
): { readonly group: PhaseGroup; readonly within: readonly string[]; readonly label: string } {
  const within = path.split("/");
  const label = within.pop() ?? "";
  const group = within.reduce((at, inner) => at.group(inner), plan);
  return { group, within, label };
}

/** What is not in the plan stands in no group of it. */
function placeOf(plan: PhaseGroup, item: PlanItem): readonly string[] {
  return placed(plan, []).find((one) => one.item === item)?.within ?? [];
}

function placed(
  group: PhaseGroup,
  within: readonly string[],
): readonly { readonly item: PlanItem; readonly within: readonly string[] }[] {
  return group.items.flatMap((item) => [
    { item, within },
    ...(item.kind === "group" ? placed(item, [...within, item.label]) : []),
  ]);
}
