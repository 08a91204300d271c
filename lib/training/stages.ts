/**
 * Stages: lists of nodes that are trained apart.
 *
 * @module
 */

import { quote, UnknownNameError } from "../core/names.ts";
import type { Stages } from "./gradient_check.ts";

/** Lists of nodes; `each` makes a stage of every node. */
export type StageLists<L extends string = string> = "each" | readonly (readonly L[])[];

/**
 * Numbers stages.
 *
 * @param labels of all nodes
 * @param stages lists of nodes; nodes in no list are a stage of their own
 * @returns the stage of each node; nothing when all are trained together
 * @throws RangeError for a node in two stages; UnknownNameError for one that is not there
 * @example
 * ```ts
 * import { stagesOf } from "./stages.ts";
 * stagesOf(["Encoder", "Head"], "each")?.get("Head"); // 1
 * ```
 */
export function stagesOf(labels: readonly string[], stages: StageLists | undefined): Stages {
  if (stages === undefined) return undefined;
  if (stages === "each") return new Map(labels.map((label, index) => [label, index]));
  const listed = stages.flatMap((stage, index) => stage.map((label) => [label, index] as const));
  const twice = listed.find(([label], at) => listed.findIndex(([other]) => other === label) < at);
  if (twice) throw new RangeError(`Cannot train ${quote(twice[0])} in two stages: choose one`);
  const unknown = listed.find(([label]) => !labels.includes(label));
  if (unknown) throw new UnknownNameError("node", unknown[0], { known: labels });
  const alone = labels.filter((label) => !listed.some(([other]) => other === label));
  return new Map([
    ...listed,
    ...alone.map((label, index) => [label, stages.length + index] as const),
  ]);
}
