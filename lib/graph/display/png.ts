/**
 * SVG drawn as PNG, for pages that show no SVG; letters are those of DejaVu Sans on every machine.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

// Not literals: Deno would resolve the packages when this file is imported.
const [RENDERER, FONTS] = ["@resvg/resvg-js", "dejavu-fonts-ttf"] as const;

/** Wider pictures would fill notebooks. */
const MOST_PIXELS = 2400;

/**
 * Draws an SVG, at two pixels a unit unless it is large.
 *
 * @param svg the text of an SVG document
 * @returns the content of a PNG file
 * @throws Error when the text is no SVG
 * @example
 * ```ts
 * import { drawPng } from "./png.ts";
 * await drawPng('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>');
 * ```
 */
export async function drawPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import(RENDERER) as typeof import("@resvg/resvg-js");
  // Only when the package is imported is it certain to be on this machine.
  await import(`${FONTS}/package.json`, { with: { type: "json" } });
  const fontFiles = ["DejaVuSans", "DejaVuSans-Bold"].map((name) =>
    fileURLToPath(import.meta.resolve(`${FONTS}/ttf/${name}.ttf`))
  );
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" };
  const { width, height } = new Resvg(svg, { font: { loadSystemFonts: false } });
  const zoom = Math.min(2, MOST_PIXELS / Math.max(width, height, 1));
  const image = new Resvg(svg, { font, fitTo: { mode: "zoom", value: zoom } });
  return new Uint8Array(image.render().asPng());
}
