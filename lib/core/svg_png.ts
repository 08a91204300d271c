/**
 * SVG drawn as a PNG picture, alike on every machine: the letters come from DejaVu Sans, which an
 * npm package carries, not from what fonts a machine has.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

// Not literals: Deno would resolve the packages when this file is imported.
const [RENDERER, FONTS] = ["@resvg/resvg-js", "dejavu-fonts-ttf"] as const;

/** How to draw. */
export interface PngOptions {
  /** Pixels per unit of the SVG; default 2, for dense screens. */
  readonly scale?: number;
  /** Bytes the picture may have; where it would have more, the scale is lowered. Default 200 KB. */
  readonly maxBytes?: number;
  /**
   * Pixels the picture may have in each direction; default 8192. Native code draws, and nothing stops
   * it: a chart of 100,000 by 100,000 would take minutes, and 160 GB.
   */
  readonly maxPixels?: number;
}

/** A picture, and the size in which it is to be shown. */
export interface PngPicture {
  readonly bytes: Uint8Array;
  /** Units of the SVG, not pixels. */
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

const LOWER = 0.75;
const MIN_SCALE = 0.25;

/**
 * Draws an SVG.
 *
 * @param svg the text of one SVG document
 * @param options scale and size
 * @returns the picture
 * @throws {Error} if the text is no SVG
 * @example
 * ```ts
 * import { renderPng } from "./svg_png.ts";
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>';
 * const { width, scale } = await renderPng(svg);
 * console.assert(width === 9 && scale === 2);
 * ```
 */
export async function renderPng(svg: string, options: PngOptions = {}): Promise<PngPicture> {
  const { maxBytes = 200_000, maxPixels = 8192 } = options;
  const { Resvg } = await import(RENDERER) as typeof import("@resvg/resvg-js");
  const font = await fonts(svg);
  const open = (value: number) => new Resvg(svg, { font, fitTo: { mode: "zoom", value } });
  let scale = options.scale ?? 2;
  let image = open(scale);
  const { width, height } = image;
  const largest = maxPixels / Math.max(width, height, 1);
  if (scale > largest) image = open(scale = largest);
  for (;; image = open(scale)) {
    const bytes = new Uint8Array(image.render().asPng());
    if (bytes.length <= maxBytes || scale * LOWER < MIN_SCALE) {
      return { bytes, width, height, scale };
    }
    scale *= LOWER;
  }
}

/** Scripts that DejaVu Sans does not cover; the machine's own fonts may. */
const OTHER_SCRIPTS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Emoji_Presentation}]/u;

async function fonts(svg: string): Promise<FontOptions> {
  // Only when the package is imported is it certain to be on this machine.
  await import(`${FONTS}/package.json`, { with: { type: "json" } });
  return {
    fontFiles: ["DejaVuSans", "DejaVuSans-Bold", "DejaVuSansMono"].map((name) =>
      fileURLToPath(import.meta.resolve(`${FONTS}/ttf/${name}.ttf`))
    ),
    loadSystemFonts: OTHER_SCRIPTS.test(svg),
    defaultFontFamily: "DejaVu Sans",
    sansSerifFamily: "DejaVu Sans",
    serifFamily: "DejaVu Sans",
    monospaceFamily: "DejaVu Sans Mono",
  };
}

interface FontOptions {
  readonly fontFiles: string[];
  readonly loadSystemFonts: boolean;
  readonly defaultFontFamily: string;
  readonly sansSerifFamily: string;
  readonly serifFamily: string;
  readonly monospaceFamily: string;
}
