/**
 * What becomes of the tags and identifiers of samples that merge. They stay outside of the engine:
 * most are texts.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import type { Sample } from "../data/column.ts";
import type { GraphNode } from "./node.ts";
import { type Arriving, chooseArriving, type MergeOptions, presentAt } from "./merge_strategy.ts";

/** Tags by key, one value for each sample. */
export type Tags = Readonly<Record<string, readonly Sample[]>>;

/** Samples that merge, and cannot: they are not the same ones, or their tags are of other kinds. */
export class SampleMismatchError extends RangeError {
  override readonly name = "SampleMismatchError";
  /** The node where they merge. */
  readonly node: string;
  /** The first row in question. */
  readonly row: number;

  /**
   * @param message what is wrong, and how to mend it
   * @param place the node, and the first row in question
   */
  constructor(message: string, { node, row }: { readonly node: string; readonly row: number }) {
    super(message);
    this.node = node;
    this.row = row;
  }
}

/**
 * Merges tags as a node says.
 *
 * Along an axis, a tag that several inputs have becomes a list with the values of each; axis 0 of
 * single values is that list. The mean is that of numbers. A tag that one input alone has stays as
 * it is in both.
 *
 * @param node a merge node, or a model node, which passes on those of its first input
 * @param arriving tags at each input
 * @returns tags by key; none when no samples have any
 * @throws SampleMismatchError for a mean of tags that are no numbers, or an axis that they lack
 * @example
 * ```ts
 * import { concat } from "./merges/concat.ts";
 * import { MergeNode } from "./merge_node.ts";
 * import { mergeTags } from "./merge_tags.ts";
 * const node = new MergeNode({ label: "Both", inputs: ["A", "B"], merge: concat({ tags: 0 }) });
 * const arriving = [{ port: "0", value: { cell: [1] } }, { port: "1", value: { cell: [7] } }];
 * mergeTags(node, arriving).cell; // [[1, 7]]
 * ```
 */
export function mergeTags(node: GraphNode, arriving: readonly Arriving<Tags>[]): Tags {
  const strategy = optionsOf(node).tags ?? "first";
  if (strategy !== "mean" && typeof strategy !== "number") {
    return chooseArriving(node, { arriving, strategy }) ?? {};
  }
  const all = presentAt(arriving).map(({ value }) => value);
  const keys = new Set(all.flatMap((tags) => Object.keys(tags)));
  const merged = [...keys].map((key) => {
    const columns = all.flatMap((tags) => tags[key] === undefined ? [] : [tags[key]]);
    const [first = []] = columns;
    if (columns.length === 1) return [key, first];
    const values = first.map((_, row) => {
      const parts = columns.map((column) => column[row] ?? null);
      const found = strategy === "mean" ? meanOf(parts) : joined(parts, strategy);
      if (found !== undefined) return found;
      throw mismatch(node, { key, row, strategy, parts });
    });
    return [key, values];
  });
  return Object.fromEntries(merged);
}

/**
 * Merges identifiers as a node says.
 *
 * @param node a merge node, or a model node, which passes on those of its first input
 * @param arriving identifiers at each input; `N/A` for padding, which agrees with everything
 * @returns an identifier for each sample
 * @throws SampleMismatchError when they must agree and do not
 * @example
 * ```ts
 * import { sum } from "./merges/elementwise.ts";
 * import { MergeNode } from "./merge_node.ts";
 * import { mergeIds } from "./merge_tags.ts";
 * const node = new MergeNode({ label: "Both", inputs: ["A", "B"], merge: sum() });
 * mergeIds(node, [{ port: "0", value: ["x"] }, { port: "1", value: ["x"] }]); // ["x"]
 * ```
 */
export function mergeIds(
  node: GraphNode,
  arriving: readonly Arriving<readonly string[]>[],
): readonly string[] {
  const usual = node.type === "merge" ? "agree" : "first";
  const strategy = optionsOf(node).ids ?? usual;
  if (strategy !== "agree") return chooseArriving(node, { arriving, strategy }) ?? [];
  const [first, ...others] = presentAt(arriving);
  if (first === undefined) return [];
  if (others.every(({ value }) => value === first.value)) return first.value;
  return first.value.map((id, row) => {
    let known = { port: first.port, id };
    for (const { port, value } of others) {
      const other = value[row] ?? NOBODY;
      if (known.id === NOBODY) known = { port, id: other };
      if (other === NOBODY || other === known.id) continue;
      throw new SampleMismatchError(
        `${node.label} merges other samples: in row ${row}, ${known.port} has ${
          quote(known.id)
        } and ` +
          `${port} has ${
            quote(other)
          }; align them (AlignedSampler), or say whose identifiers count ` +
          'with the ids of the merge, such as ids: "first"',
        { node: node.label, row },
      );
    }
    return known.id;
  });
}

/** The identifier of padding. */
export const NOBODY = "N/A";

function optionsOf(node: GraphNode): MergeOptions {
  return node.type === "merge" ? node.merge.options : {};
}

function meanOf(parts: readonly Sample[]): Sample | undefined {
  if (parts.every((part) => typeof part === "number")) {
    return parts.reduce((sum, part) => sum + part, 0) / parts.length;
  }
  const lists = parts.filter(isList);
  const [first] = lists;
  if (first === undefined || lists.length < parts.length) return undefined;
  if (lists.some(({ length }) => length !== first.length)) return undefined;
  const means = first.map((_, at) => meanOf(lists.map((list) => list[at] ?? null)));
  return means.some((mean) => mean === undefined) ? undefined : means as readonly Sample[];
}

/** Lists side by side along an axis; single values are lists of one. */
function joined(parts: readonly Sample[], axis: number): Sample | undefined {
  const lists = parts.map((part) => isList(part) ? part : [part]);
  const rank = Math.max(...lists.map(rankOf));
  const at = axis < 0 ? rank + axis : axis;
  if (!Number.isInteger(at) || at < 0 || at >= rank) return undefined;
  if (at === 0) return lists.flat();
  const [first = []] = lists;
  const rows = first.map((_, row) => joined(lists.map((list) => list[row] ?? null), at - 1));
  return rows.some((row) => row === undefined) ? undefined : rows as readonly Sample[];
}

function isList(sample: Sample): sample is readonly Sample[] {
  return Array.isArray(sample);
}

function rankOf(sample: Sample): number {
  return isList(sample) ? 1 + Math.max(0, ...sample.slice(0, 1).map(rankOf)) : 0;
}

function mismatch(
  node: GraphNode,
  { key, row, strategy, parts }: {
    readonly key: string;
    readonly row: number;
    readonly strategy: number | "mean";
    readonly parts: readonly Sample[];
  },
): SampleMismatchError {
  const what = strategy === "mean" ? "take the mean of" : `put along axis ${strategy}`;
  return new SampleMismatchError(
    `${node.label} cannot ${what} the tag ${quote(key)}: row ${row} has ` +
      `${parts.map((part) => JSON.stringify(part)).join(" and ")}; take those of one input, as ` +
      'tags: "first"',
    { node: node.label, row },
  );
}
