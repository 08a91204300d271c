/**
 * The walk from a chart to SVG: Vega-Lite compiles, Vega draws.
 *
 * @module
 */

import { escapeMarkup } from "../../lib/core/markup.ts";
import { describeThrown } from "./inspect.ts";
import type { PreparedChart } from "./vega_spec.ts";
import { PICTURE_CONFIG } from "./vega_theme.ts";

/** A drawing, and what the libraries had to say of it. */
export interface Drawing {
  readonly svg: string;
  readonly notes: readonly string[];
}

/**
 * Draws a chart.
 *
 * @param chart the chart
 * @returns SVG with transparent background, colours for light and dark pages, and a label
 * @throws {TypeError} if the specification is not valid, with the library's reason
 * @example
 * ```ts
 * import { drawSvg } from "./vega_draw.ts";
 * import { prepareChart } from "./vega_spec.ts";
 * const chart = prepareChart({ data: { values: [{ a: 1 }] }, mark: "point" });
 * const { svg } = await drawSvg(chart);
 * console.assert(svg.includes('role="img"'));
 * ```
 */
export async function drawSvg(chart: PreparedChart): Promise<Drawing> {
  const [vega, vegaLite] = await Promise.all([import("vega"), import("vega-lite")]);
  measureText(vega);
  const logger = notingLogger();
  try {
    const spec = chart.language === "vega" ? chart.spec : vegaLite.compile(
      // deno-lint-ignore no-explicit-any -- the compiler checks what the type would promise
      chart.spec as any,
      { config: PICTURE_CONFIG, logger },
    ).spec;
    // deno-lint-ignore no-explicit-any -- likewise
    const view = new vega.View(vega.parse(spec as any), { renderer: "none", logger });
    const svg = await view.toSVG();
    view.finalize();
    return { svg: labelled(svg, chart.summary), notes: logger.notes };
  } catch (error) {
    throw new TypeError(
      [`The chart is not valid ${chart.language}: ${describeThrown(error)}`, ...logger.notes].join(
        "; ",
      ),
      { cause: error },
    );
  }
}

/** Mean width of a letter of DejaVu Sans in its font size; Vega without a canvas assumes 0.8. */
const LETTER = 0.6;

function measureText(vega: object): void {
  // Vega's type declarations leave it out.
  (vega as { readonly textMetrics: { width: unknown } }).textMetrics.width = textWidth;
}

function textWidth(item: { readonly fontSize?: number }, text: unknown): number {
  return LETTER * (item.fontSize ?? 11) * String(text ?? "").length;
}

/** Screen readers take an SVG for a picture only if it says so. */
function labelled(svg: string, summary: string): string {
  return svg.replace(/^<svg /, `<svg role="img" aria-label="${escapeMarkup(summary)}" `);
}

const MAX_NOTES = 5;
const MAX_NOTE = 200;
/** Vega's number for the level at which it warns. */
const WARNINGS = 2;

interface NotingLogger {
  readonly notes: readonly string[];
  level(): number;
  level(level: number): NotingLogger;
  error(...parts: readonly unknown[]): NotingLogger;
  warn(...parts: readonly unknown[]): NotingLogger;
  info(): NotingLogger;
  debug(): NotingLogger;
}

/** Keeps what Vega would write to the console. Vega calls these with a `this` of its own. */
function notingLogger(): NotingLogger {
  const notes: string[] = [];
  const logger = { notes, level, error: note, warn: note, info: silent, debug: silent };
  return logger;

  function level(): number;
  function level(level: number): NotingLogger;
  function level(level?: number): number | NotingLogger {
    return level === undefined ? WARNINGS : logger;
  }

  function note(...parts: readonly unknown[]): NotingLogger {
    const text = parts.map((part) => typeof part === "string" ? part : describeThrown(part));
    const line = text.join(" ").slice(0, MAX_NOTE);
    if (notes.length < MAX_NOTES && !notes.includes(line)) notes.push(line);
    return logger;
  }

  function silent(): NotingLogger {
    return logger;
  }
}
