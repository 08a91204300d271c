/**
 * What a run must be for a checkpoint of another to fit it.
 *
 * @module
 */

import { canonicalJson, fingerprint, type Json, type JsonObject } from "../../core/json.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { BuiltGraph } from "../../graph/built_graph.ts";
import { itemConfig } from "../phases/phase_config.ts";
import type { Phase, PlanItem } from "../phases/phase.ts";
import type { PlanPart } from "../phases/plan_part.ts";

/** What an outline is made of. */
export interface Outlined {
  readonly graph: BuiltGraph;
  readonly data: readonly FeatureSet[];
  readonly seed: number | string;
}

/**
 * A short name for graph, data, plan and seed. Callbacks and losses of one's own, which no data can
 * hold, count by their labels.
 *
 * @param part what is run
 * @param of graph, data and seed
 * @returns the same for equal runs, in any process
 */
export function outlineOf({ plan, within }: PlanPart, { graph, data, seed }: Outlined): string {
  return fingerprint(
    canonicalJson(plan.items.map(outlineOfItem)),
    graph.graph.fingerprint,
    ...data.map((set) => `${set.label} ${set.fingerprint}`),
    String(seed),
    ...within,
  );
}

function outlineOfItem(item: PlanItem): Json {
  if (item.kind === "group") return { label: item.label, items: item.items.map(outlineOfItem) };
  try {
    return itemConfig(item);
  } catch {
    return withoutFunctions(item);
  }
}

function withoutFunctions(phase: Phase): JsonObject {
  const { kind, label, inputSources } = phase;
  return {
    kind,
    label,
    inputSources: inputSources.map((binding) => binding.getConfig()) as unknown as Json,
    losses: phase.losses.map(({ label, on, weight }) => ({ label, on, weight })),
    callbacks: phase.callbacks.map(({ label }) => label),
    epochs: phase.kind === "train" ? phase.epochs : 1,
  };
}
