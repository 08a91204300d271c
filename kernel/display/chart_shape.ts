/**
 * Specifications of Vega-Lite without a `$schema`, known by their shape: what to draw, of which data, by
 * which of the language's own channels. Only what can be nothing else counts.
 *
 * Source: https://vega.github.io/vega-lite/docs/spec.html
 *
 * @module
 */

import { isRecord } from "./record.ts";

/** The marks that Vega-Lite draws. */
export const MARKS: readonly string[] = [
  ..."arc area bar boxplot circle errorband errorbar geoshape image line point rect rule".split(
    " ",
  ),
  ..."square text tick trail".split(" "),
];

const CHANNELS: ReadonlySet<string> = new Set([
  ..."x y x2 y2 xError yError xError2 yError2 xOffset yOffset theta theta2 radius radius2".split(
    " ",
  ),
  ..."longitude latitude longitude2 latitude2 color fill stroke opacity fillOpacity".split(" "),
  ..."strokeOpacity strokeWidth strokeDash size angle shape text tooltip href url".split(" "),
  ..."description detail key order time facet row column".split(" "),
]);

/** Views within a view, of which it has at most one list. */
const LISTS = ["layer", "concat", "hconcat", "vconcat"] as const;

/**
 * Whether a plain object is a specification of Vega-Lite, by its shape alone: data, and a known mark with
 * an encoding of known channels, or a list of such views.
 *
 * @param value anything but a proxy
 * @returns false where there is any doubt
 * @example
 * ```ts
 * import { hasChartShape } from "./chart_shape.ts";
 * const data = { values: [{ a: 1 }] };
 * console.assert(hasChartShape({ data, mark: "bar", encoding: { x: { field: "a" } } }));
 * console.assert(!hasChartShape({ data, mark: "bar" }));
 * ```
 */
export function hasChartShape(value: object): boolean {
  return isView(value, { data: false, encoding: false });
}

/** What the views around one have given already. */
interface Given {
  readonly data: boolean;
  readonly encoding: boolean;
}

function isView(value: unknown, around: Given): boolean {
  if (!isPlain(value)) return false;
  const list = LISTS.find((key) => key in value);
  if (list === undefined && !("mark" in value)) return false;
  const { data, encoding } = value;
  if (encoding !== undefined && !isEncoding(encoding)) return false;
  const given = {
    data: around.data || (typeof data === "object" && data !== null),
    encoding: around.encoding || encoding !== undefined,
  };
  if (list === undefined) return given.data && given.encoding && isMark(value["mark"]);
  const views = value[list];
  return Array.isArray(views) && views.length > 0 && views.every((view) => isView(view, given));
}

function isMark(mark: unknown): boolean {
  const type = isPlain(mark) ? mark["type"] : mark;
  return typeof type === "string" && MARKS.includes(type);
}

function isEncoding(encoding: unknown): boolean {
  if (!isPlain(encoding)) return false;
  const channels = Object.entries(encoding);
  return channels.length > 0 &&
    channels.every(([name, definition]) =>
      CHANNELS.has(name) && typeof definition === "object" && definition !== null
    );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
