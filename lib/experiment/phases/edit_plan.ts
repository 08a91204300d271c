/**
 * Edits of a plan written as if it could be changed, and what they changed as patches (immer).
 *
 * @module
 */

import { applyPatches, enablePatches, type Patch, produceWithPatches } from "immer";
import { EvalPhase, type EvalPhaseOptions } from "./eval_phase.ts";
import { FitPhase, type FitPhaseOptions } from "./fit_phase.ts";
import type { PlanItem } from "./phase.ts";
import { PhaseGroup } from "./phase_group.ts";
import { TrainPhase, type TrainPhaseOptions } from "./train_phase.ts";

enablePatches();

/** Options that are drafted: lists can be changed in place. */
type Drafted<O> = {
  -readonly [K in keyof O]?: NonNullable<O[K]> extends readonly (infer E)[] ? E[] : O[K];
};

/** A phase or a group as a tree of plain objects, whose leaves are losses, bindings, callbacks. */
export interface PlanDraft
  extends
    Drafted<TrainPhaseOptions>,
    Drafted<Omit<EvalPhaseOptions, keyof TrainPhaseOptions>>,
    Drafted<Omit<FitPhaseOptions, keyof TrainPhaseOptions>> {
  kind: PlanItem["kind"];
  label: string;
  /** Of a group: what is in it. */
  items?: PlanDraft[];
}

/** A plan after an edit. */
export interface EditedPlan {
  readonly plan: PhaseGroup;
  /** What the edit changed: paths such as `["items", 0, "epochs"]`, and values. */
  readonly patches: readonly Patch[];
  /** What would undo it. */
  readonly inverse: readonly Patch[];
}

/**
 * Edits a plan.
 *
 * @param plan phases and groups; it stays as it is
 * @param recipe changes a draft of it
 * @returns another plan, and what was changed
 * @throws whatever the phases refuse that the draft says
 * @example
 * ```ts
 * import { editPlan } from "./edit_plan.ts";
 * import type { PhaseGroup } from "./phase_group.ts";
 * function longer(plan: PhaseGroup): PhaseGroup {
 *   return editPlan(plan, (draft) => {
 *     if (draft.items?.[0]) draft.items[0].epochs = 50;
 *   }).plan;
 * }
 * ```
 */
export function editPlan(plan: PhaseGroup, recipe: (draft: PlanDraft) => void): EditedPlan {
  const [edited, patches, inverse] = produceWithPatches(treeOf(plan), (draft) => {
    // Values in the tree are no drafts, whatever the type of drafts says of classes.
    recipe(draft as unknown as PlanDraft);
  });
  return { plan: itemOf(edited) as PhaseGroup, patches, inverse };
}

/**
 * Applies patches to a plan.
 *
 * @param plan the plan that an edit was made of, or one like it
 * @param patches what the edit changed, or what undoes it
 * @returns another plan
 */
export function patchPlan(plan: PhaseGroup, patches: readonly Patch[]): PhaseGroup {
  return itemOf(applyPatches(treeOf(plan), patches)) as PhaseGroup;
}

function treeOf(item: PlanItem): PlanDraft {
  if (item.kind === "group") {
    return { kind: "group", label: item.label, items: item.items.map(treeOf) };
  }
  const { kind, label, ...fields } = item;
  const { moves = {}, ...options } = fields as typeof fields & { readonly moves?: object };
  const given = Object.entries({ ...options, ...moves }).filter(([, value]) => value !== undefined);
  return {
    kind,
    label,
    ...Object.fromEntries(given.map(([name, value]) => [name, copied(value)])),
  };
}

/** Lists are drafted; what stands in them is a value that never changes. */
function copied(value: unknown): unknown {
  return Array.isArray(value) ? [...value] : value;
}

function itemOf(tree: PlanDraft): PlanItem {
  const { kind, label, items = [], ...options } = tree;
  if (kind === "group") return new PhaseGroup(label, items.map(itemOf));
  if (kind === "eval") return new EvalPhase(label, options as never);
  if (kind === "fit") return new FitPhase(label, options as never);
  return new TrainPhase(label, options as unknown as TrainPhaseOptions);
}
