/**
 * Loads what draws charts when the first chart is shown.
 *
 * @module
 */

/** Deno follows a literal import when it starts, which takes 12 ms for Vega's many packages. */
const CHARTS: string = "./vega.ts";

/**
 * Loads the drawing of charts, once.
 *
 * @returns the module
 * @example
 * ```ts
 * import { loadCharts } from "./load_charts.ts";
 * const { renderSvg } = await loadCharts();
 * await renderSvg({ data: { values: [{ a: 1 }] }, mark: "point" });
 * ```
 */
export function loadCharts(): Promise<typeof import("./vega.ts")> {
  return import(CHARTS);
}
