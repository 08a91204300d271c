/** How results show themselves. */
import assert from "node:assert/strict";
import { compile } from "vega-lite";

const CHART = "application/vnd.vegalite.v5+json";

/** Checks that a result is a chart that Vega-Lite takes, with text and without HTML; gives the text. */
export function textBesideChart(result: unknown): string {
  const shown = (result as Record<symbol, () => Record<string, unknown>>)[
    Symbol.for("Jupyter.display")
  ]?.call(result) ?? assert.fail("it does not show itself");
  assert.deepEqual(Object.keys(shown), [CHART, "text/plain"]);
  const warnings: string[] = [];
  const warn = (...told: readonly unknown[]): void => void warnings.push(told.join(" "));
  const quiet = (): void => {};
  const logger = { warn, info: quiet, debug: quiet, error: warn, level: () => logger };
  const spec = JSON.parse(JSON.stringify(shown[CHART]));
  assert.match(spec.$schema, /vega-lite\/v5\.json$/);
  const { spec: vega } = compile(spec, { logger: logger as never });
  assert.ok((vega.marks ?? []).length > 0);
  // This compiler is newer than the schema that notebooks draw; it says so, and nothing else.
  assert.deepEqual(warnings.filter((line) => !line.includes("supports only v6")), []);
  return shown["text/plain"] as string;
}
