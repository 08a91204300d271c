/**
 * A training curve, drawn: in the browser by the default export, in the session by `drawCurve` for the static
 * form. The browser gets this file's text without its types, so it imports nothing.
 *
 * @module
 */

/** One line of the chart; in the browser its numbers come as a view of their bytes. */
export interface Series {
  readonly name: string;
  /** Float64: where each point stands, ascending. */
  readonly x: Float64Array | DataView;
  /** Float64: its value; what is not finite is a gap. */
  readonly y: Float64Array | DataView;
}

/** What the chart shows. */
export interface CurveState {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly Series[];
  /** Whether the training has ended. */
  readonly done: boolean;
}

/** What anywidget hands to a view of the model. */
export interface CurveModel {
  get<K extends keyof CurveState>(name: K): CurveState[K];
  on(event: string, listener: () => void): void;
  off(event: string, listener: () => void): void;
  send(content: unknown): void;
}

/** What a view is drawn into. */
export interface ViewElement {
  innerHTML: string;
}

const WIDTH = 640;
const HEIGHT = 360;
const FRAME = { left: 64, right: 16, top: 36, bottom: 44 };
/** Okabe and Ito's palette, told apart by all kinds of sight, and dashes for print. */
const COLOURS = ["#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9"];
const DASHES = ["", "6 3", "2 3", "8 3 2 3"];
/** Read on white and on black. */
const GREY = "#767676";

/** What anywidget looks for in the module; `render` answers how to take the view away again. */
const VIEW: { render(into: { model: CurveModel; el: ViewElement }): () => void } = { render };
export default VIEW;

function render({ model, el }: { model: CurveModel; el: ViewElement }): () => void {
  function draw(): void {
    el.innerHTML = drawCurve({
      title: model.get("title"),
      xLabel: model.get("xLabel"),
      yLabel: model.get("yLabel"),
      series: model.get("series"),
      done: model.get("done"),
    });
  }
  const events = ["change:series", "change:done", "change:title"];
  for (const event of events) model.on(event, draw);
  draw();
  model.send({ kind: "shown" });
  return () => events.forEach((event) => model.off(event, draw));
}

/**
 * Draws the curve.
 *
 * @param state series of points and their names
 * @returns an SVG picture, 640 × 360 units, with a title and a description for screen readers
 * @example
 * ```ts
 * import { drawCurve } from "./view.ts";
 * const points = { x: Float64Array.of(1, 2), y: Float64Array.of(3, 1) };
 * const labels = { title: "Loss", xLabel: "epoch", yLabel: "loss", done: true };
 * const svg = drawCurve({ ...labels, series: [{ name: "loss", ...points }] });
 * console.assert(svg.startsWith("<svg "));
 * ```
 */
export function drawCurve(state: CurveState): string {
  const lines = state.series.map(({ name, x, y }) => ({ name, x: numbers(x), y: numbers(y) }));
  const across = axis(extent(lines.flatMap(({ x }) => x)), [FRAME.left, WIDTH - FRAME.right]);
  const up = axis(extent(lines.flatMap(({ y }) => y)), [HEIGHT - FRAME.bottom, FRAME.top]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" ` +
    `width="${WIDTH}" height="${HEIGHT}" style="max-width:100%;height:auto" role="img" ` +
    `aria-label="${escapeMarkup(describeCurve(state))}" font-family="sans-serif" font-size="12">` +
    `<title>${escapeMarkup(state.title)}</title>` +
    grid(across, up) +
    label(state.title, { x: WIDTH / 2, y: 16, size: 14 }) +
    label(state.xLabel, { x: WIDTH / 2, y: HEIGHT - 6, size: 12 }) +
    label(state.yLabel, { x: 14, y: HEIGHT / 2, size: 12, turned: true }) +
    lines.map((line, index) => curve(line, { across, up, index })).join("") +
    lines.map((line, index) => key(line, index)).join("") +
    "</svg>";
}

/**
 * Says in one sentence what the curve shows.
 *
 * @param state series of points and their names
 * @returns such as `Loss: train fell from 2.3 to 0.1 over epoch 1 to 9`
 * @example
 * ```ts
 * import { describeCurve } from "./view.ts";
 * const labels = { title: "Loss", xLabel: "epoch", yLabel: "loss", done: true };
 * console.assert(describeCurve({ ...labels, series: [] }) === "Loss: no points yet");
 * ```
 */
export function describeCurve({ title, xLabel, series }: CurveState): string {
  const parts = series.flatMap(({ name, x, y }) => {
    const [at, values] = [numbers(x), numbers(y)];
    if (values.length === 0) return [];
    const [first, last] = [values[0] ?? NaN, values[values.length - 1] ?? NaN];
    const verb = last < first ? "fell" : last > first ? "rose" : "went";
    const range = `over ${xLabel} ${short(at[0] ?? NaN)} to ${short(at[at.length - 1] ?? NaN)}`;
    return [`${name} ${verb} from ${short(first)} to ${short(last)} ${range}`];
  });
  return `${title}: ${parts.join("; ") || "no points yet"}`;
}

function numbers(values: Float64Array | DataView): number[] {
  if (values instanceof Float64Array) return Array.from(values);
  // Bytes that came over a wire may begin anywhere.
  return Array.from(
    { length: Math.floor(values.byteLength / 8) },
    (_, index) => values.getFloat64(index * 8, true),
  );
}

function extent(values: number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  const room = Math.abs(low) / 10 || 1;
  return low === high ? [low - room, high + room] : [low, high];
}

interface Axis {
  readonly ticks: number[];
  place(value: number): number;
}

/** From the numbers' range to places, with ticks at 1, 2 or 5 times a power of ten. */
function axis([low, high]: [number, number], [from, to]: [number, number]): Axis {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return {
    ticks: Array.from({ length: count }, (_, index) => (first + index) * step),
    place: (value) => from + (to - from) * (value - low) / (high - low),
  };
}

function grid(across: Axis, up: Axis): string {
  const rows = up.ticks.map((value) => {
    const y = round(up.place(value));
    return `<path d="M${FRAME.left} ${y}H${WIDTH - FRAME.right}" stroke="${GREY}" ` +
      `stroke-opacity="0.3"/>` +
      `<text x="${FRAME.left - 6}" y="${y + 4}" text-anchor="end" fill="${GREY}">` +
      `${short(value)}</text>`;
  });
  const columns = across.ticks.map((value) =>
    `<text x="${round(across.place(value))}" y="${HEIGHT - FRAME.bottom + 16}" ` +
    `text-anchor="middle" fill="${GREY}">${short(value)}</text>`
  );
  return [...rows, ...columns].join("");
}

function label(
  text: string,
  { x, y, size, turned }: { x: number; y: number; size: number; turned?: boolean },
): string {
  const turn = turned ? ` transform="rotate(-90 ${x} ${y})"` : "";
  return `<text x="${x}" y="${y}" text-anchor="middle" font-size="${size}" fill="${GREY}"${turn}>` +
    `${escapeMarkup(text)}</text>`;
}

function curve(
  { x, y }: { x: number[]; y: number[] },
  { across, up, index }: { across: Axis; up: Axis; index: number },
): string {
  let pen = "M";
  let path = "";
  for (const [at, value] of y.entries()) {
    const place = across.place(x[at] ?? NaN);
    if (!Number.isFinite(value) || !Number.isFinite(place)) {
      pen = "M"; // a gap
      continue;
    }
    path += `${pen}${round(place)} ${round(up.place(value))}`;
    pen = "L";
  }
  // A lone point has no length; round ends make it a dot.
  return `<path d="${path}${pen === "L" && !path.includes("L") ? "h0" : ""}" fill="none" ` +
    `stroke="${COLOURS[index % COLOURS.length]}" stroke-width="2" stroke-linecap="round" ` +
    `stroke-linejoin="round" stroke-dasharray="${DASHES[index % DASHES.length]}"/>`;
}

function key({ name, y }: { name: string; y: number[] }, index: number): string {
  const x = FRAME.left + 8 + (index % 3) * 180;
  const row = FRAME.top + 10 + Math.floor(index / 3) * 16;
  const last = y.length === 0 ? "" : ` ${short(y[y.length - 1] ?? NaN)}`;
  return `<path d="M${x} ${row}h22" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="2" ` +
    `stroke-dasharray="${DASHES[index % DASHES.length]}"/>` +
    `<text x="${x + 28}" y="${row + 4}" fill="${GREY}">${escapeMarkup(name + last)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/**
 * Text as it shows between tags and inside quoted attributes.
 *
 * @param text any text
 * @returns the same with the five signs of markup as references
 * @example
 * ```ts
 * import { escapeMarkup } from "./view.ts";
 * console.assert(escapeMarkup("<b>") === "&#60;b&#62;");
 * ```
 */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
