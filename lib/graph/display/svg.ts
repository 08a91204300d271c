/**
 * Graphs as SVG that can be read on light and on dark pages.
 *
 * @module
 */

import { escapeMarkup } from "../../core/markup.ts";
import { PALETTE } from "./diagram.ts";
import { type Layout, TEXT } from "./layout.ts";

/**
 * Draws a placed diagram. Boxes and labels bring their own ground, so that no page shines through.
 *
 * @param layout a diagram with places
 * @returns the text of an SVG document
 * @example
 * ```ts
 * import { drawSvg } from "./svg.ts";
 * drawSvg({ label: "empty", width: 24, height: 24, boxes: [], arrows: [] });
 * ```
 */
export function drawSvg({ label, width, height, boxes, arrows }: Layout): string {
  // No document may be without size.
  const [w, h] = [Math.max(1, Math.ceil(width)), Math.max(1, Math.ceil(height))];
  const title = escapeMarkup(`ModelGraph ${label}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" ` +
    `viewBox="0 0 ${w} ${h}" role="img" aria-label="${title}" ` +
    `font-family="DejaVu Sans, Verdana, sans-serif" text-anchor="middle" style="max-width:100%">`,
    `<title>${title}</title>`,
    ...arrows.map(drawArrow),
    ...boxes.map(drawBox),
    "</svg>",
  ].join("\n");
}

function drawBox({ kind, title, detail, x, y, width, height }: Layout["boxes"][number]): string {
  const { fill, line } = PALETTE[kind];
  const corner = kind === "data" ? 14 : 4;
  const middle = number(x + width / 2);
  const dashes = kind === "frozen" ? ' stroke-dasharray="5 3"' : "";
  return `<g><rect x="${number(x)}" y="${number(y)}" width="${number(width)}" ` +
    `height="${number(height)}" rx="${corner}" fill="${fill}" stroke="${line}" ` +
    `stroke-width="1.5"${dashes}/>` +
    `<text x="${middle}" y="${number(y + 18)}" font-size="${TEXT.title}" font-weight="bold" ` +
    `fill="#000">${escapeMarkup(title)}</text>` +
    `<text x="${middle}" y="${number(y + 33)}" font-size="${TEXT.small}" fill="#333">` +
    `${escapeMarkup(detail)}</text></g>`;
}

function drawArrow({ points, text, labelAt }: Layout["arrows"][number]): string {
  const [end, before] = points.toReversed();
  if (!end || !before) return "";
  const path = points.map(({ x, y }) => `${number(x)},${number(y)}`).join(" ");
  const line = `<polyline points="${path}" fill="none" stroke="#808080" stroke-width="1.5"/>`;
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const head = [[0, 0], [-8, 4], [-8, -4]].map(([along = 0, aside = 0]) =>
    `${number(end.x + along * dx - aside * dy)},${number(end.y + along * dy + aside * dx)}`
  );
  const tip = `<polygon points="${head.join(" ")}" fill="#808080"/>`;
  if (labelAt === undefined) return `<g>${line}${tip}</g>`;
  const { x, y, width, height } = labelAt;
  return `<g>${line}${tip}<rect x="${number(x)}" y="${number(y)}" width="${number(width)}" ` +
    `height="${number(height)}" rx="3" fill="#F5F5F5"/>` +
    `<text x="${number(x + width / 2)}" y="${number(y + height - 5)}" ` +
    `font-size="${TEXT.small}" fill="#212121">${escapeMarkup(text)}</text></g>`;
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
