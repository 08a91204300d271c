/**
 * Names of checkpoints, made of a template.
 *
 * @module
 */

import { UnknownNameError } from "../../core/names.ts";
import type { CheckpointPlace } from "../run/checkpointer.ts";

/** What a template may ask for. */
export const PLACEHOLDERS = ["phase", "epoch", "batch", "label", "hook"] as const;

/**
 * Refuses a template that asks for what there is not.
 *
 * @param template such as `{phase}_epoch{epoch}`
 * @returns the same
 * @throws UnknownNameError that names the placeholder; RangeError for what is no text
 * @example
 * ```ts
 * import { checkTemplate } from "./checkpoint_name.ts";
 * checkTemplate("{phase}_epoch{epoch}");
 * ```
 */
export function checkTemplate(template: string): string {
  if (typeof template !== "string" || template === "") {
    throw new RangeError(`Cannot name checkpoints after ${template}: give text, such as {phase}`);
  }
  for (const [, name = ""] of template.matchAll(/\{(\w*)\}/g)) {
    if (!(PLACEHOLDERS as readonly string[]).includes(name)) {
      throw new UnknownNameError("placeholder", name, { known: PLACEHOLDERS });
    }
  }
  return template;
}

/**
 * Names a checkpoint.
 *
 * @param template such as `{phase}_epoch{epoch}`; `label` is the innermost group or phase
 * @param place where it is taken; what starts or ends a phase has no epoch, and says `START` or `END`
 * @returns a name that can be that of a file
 * @example
 * ```ts
 * import { checkpointName } from "./checkpoint_name.ts";
 * const place = { hook: "epochEnd", path: ["tune"], epoch: 3 } as const;
 * checkpointName("{phase}_epoch{epoch}", place); // tune_epoch3
 * ```
 */
export function checkpointName(
  template: string,
  { hook, path, epoch, batch }: CheckpointPlace,
): string {
  const edge = hook.endsWith("Start") ? "START" : "END";
  const isInEpoch = /^(epoch|batch)/.test(hook);
  const values: Readonly<Record<string, string>> = {
    phase: path.join("-") || "experiment",
    label: path.at(-1) ?? "experiment",
    epoch: isInEpoch ? String(epoch ?? 0) : edge,
    batch: hook.startsWith("batch") ? String(batch ?? 0) : edge,
    hook,
  };
  return template.replaceAll(/\{(\w+)\}/g, (_, name) => values[name] ?? "")
    .replaceAll(/[^\w.-]/g, "_");
}
