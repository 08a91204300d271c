/**
 * Static and live completions in one list.
 *
 * @module
 */

import type { CompletionItem } from "./assist.ts";
import type { LiveProperty } from "./live_probe.ts";
import type { LiveTarget } from "./live_target.ts";

/**
 * Joins completions: the static ones in their order, with what only the live object has behind them;
 * names that begin with `_` come last.
 *
 * @param known static completions, best first
 * @param live what the object has, and where its names go
 * @returns one list without duplicates
 * @example
 * ```ts
 * import { liveTarget, mergeCompletions } from "./live.ts";
 * const target = liveTarget("user.", 5);
 * const properties = [{ name: "age", kind: "property", depth: 0 }];
 * const merged = target ? mergeCompletions([], { target, properties }) : [];
 * console.assert(merged[0]?.text === "age");
 * ```
 */
export function mergeCompletions(
  known: readonly CompletionItem[],
  { target, properties }: {
    readonly target: LiveTarget;
    readonly properties: readonly LiveProperty[];
  },
): readonly CompletionItem[] {
  const prefix = target.prefix.toLowerCase();
  const living = properties
    .filter(({ name }) => name.toLowerCase().startsWith(prefix))
    .toSorted((a, b) => a.depth - b.depth)
    .map((property) => toItem(property, target));
  const texts = new Set(known.map(({ text }) => text));
  const all = [...known, ...living.filter(({ text }) => !texts.has(text))];
  const isPrivate = ({ text }: CompletionItem): boolean => text.startsWith("_");
  return [...all.filter((item) => !isPrivate(item)), ...all.filter(isPrivate)];
}

/** A name that is no identifier replaces the dot by brackets. */
function toItem({ name, kind, detail }: LiveProperty, target: LiveTarget): CompletionItem {
  const { access, start, end, wants } = target;
  const plain = wants !== "members" || /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
  const quoted = wants === "members" ? name : quote(name, access);
  const bracketed = `${access === "?." ? "?." : ""}[${JSON.stringify(name)}]`;
  return {
    text: plain ? quoted : bracketed,
    type: kind === "column" ? "property" : kind,
    ...(detail === undefined ? {} : { signature: detail }),
    start: plain ? start : start - access.length,
    end,
  };
}

/** The name as it stands between such quotes. */
function quote(name: string, mark: string): string {
  const escaped = JSON.stringify(name).slice(1, -1);
  return mark === '"' ? escaped : escaped.replaceAll('\\"', '"').replaceAll(mark, `\\${mark}`);
}
