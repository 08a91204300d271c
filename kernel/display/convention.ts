/**
 * Values that say themselves how they look: ours, and those that follow `Jupyter.display`.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";
import type { Formatter } from "./formatter.ts";
import { inspectValue } from "./inspect.ts";
import { loadCharts } from "./load_charts.ts";
import { isRecord } from "./record.ts";
import { BUNDLE, JUPYTER_DISPLAY } from "./rich.ts";

/** A value with its forms under `modulab.bundle`. */
export interface WithBundle {
  readonly [BUNDLE]: MimeBundle | Promise<MimeBundle>;
}

/** A value that answers its forms by MIME type. */
export interface WithJupyterDisplay {
  [JUPYTER_DISPLAY](): unknown;
}

/** Values made by `html`, `md`, `table` and the like, and handles of displays. */
export const bundleFormatter: Formatter<WithBundle> = {
  name: "modulab.bundle",
  // A picture may have to be fetched, a chart drawn.
  budget: 10_000,
  immediate: true,
  accepts: (value): value is WithBundle => BUNDLE in value,
  format: (value) => value[BUNDLE],
};

/** Values of libraries that follow Deno's convention, synchronous or not. */
export const conventionFormatter: Formatter<WithJupyterDisplay> = {
  name: "Jupyter.display",
  // Libraries load what draws them at first use; Vega alone takes 0.3 s.
  budget: 5_000,
  accepts: (value): value is WithJupyterDisplay =>
    JUPYTER_DISPLAY in value && typeof value[JUPYTER_DISPLAY] === "function",
  async format(value) {
    const data: unknown = await value[JUPYTER_DISPLAY]();
    return await completed(asBundle(data));
  },
};

/** A chart without a picture would show nothing outside a few frontends. */
async function completed(bundle: MimeBundle): Promise<MimeBundle> {
  if (!Object.keys(bundle.data).some((type) => /^application\/vnd\.vega/.test(type))) return bundle;
  const { withPicture } = await loadCharts();
  return await withPicture(bundle);
}

/**
 * Accepts the two shapes of bundle that are in use: forms by MIME type, as in `deno jupyter`, and
 * `{ data, metadata }`, as in the protocol.
 *
 * @param value what a display method answered, or what is displayed with `raw`
 * @returns the bundle
 * @throws {TypeError} if it is of neither shape
 * @example
 * ```ts
 * import { asBundle } from "./convention.ts";
 * console.assert(asBundle({ "text/plain": "3" }).data["text/plain"] === "3");
 * ```
 */
export function asBundle(value: unknown): MimeBundle {
  if (!isRecord(value) || holdsOtherwise(value)) {
    throw new TypeError(
      `A display must be an object of values by MIME type, such as { "text/plain": "…" }: got ${
        inspectValue(value).slice(0, 100)
      }`,
    );
  }
  const isProtocolShape = isRecord(value.data) && !Object.keys(value).some(isMimeType);
  const data = isProtocolShape ? value.data as Record<string, unknown> : value;
  const wrong = Object.keys(data).find((key) => !isMimeType(key));
  if (wrong !== undefined) {
    throw new TypeError(
      `A display has values by MIME type, such as "text/plain": got the key "${wrong}"`,
    );
  }
  return { data, metadata: isProtocolShape && isRecord(value.metadata) ? value.metadata : {} };
}

/** A Map or a Date has no property, and is no empty bundle either. */
function holdsOtherwise(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return Object.keys(value).length === 0 && prototype !== null && prototype !== Object.prototype;
}

function isMimeType(key: string): boolean {
  return key.includes("/");
}
