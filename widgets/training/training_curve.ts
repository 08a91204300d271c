/**
 * A live training curve: points come in while a model trains, the chart follows.
 *
 * @module
 */

import { stripTypeScriptTypes } from "node:module";
import { sessionComms, type WidgetComms } from "../protocol/comms.ts";
import { WidgetModel } from "../protocol/model.ts";
import { type Clock, SYSTEM_CLOCK, Throttle } from "../throttle.ts";
import { downsample } from "./downsample.ts";
import { type CurveState, describeCurve, drawCurve, escapeMarkup } from "./view.ts";
import VIEW from "./view.ts" with { type: "text" };

/** How a curve looks, and where it is shown. */
export interface TrainingCurveOptions {
  /** Default `Training`. */
  readonly title?: string;
  /** Which value of a point is its place; default `epoch`. */
  readonly x?: string;
  /** What the values are; default `loss`. */
  readonly y?: string;
  /** Default: those of the session, if it has any. */
  readonly comms?: WidgetComms;
  /** Default: the `display` of the session, if there is one. */
  readonly display?: Display;
  /** Default: the clock of this process. */
  readonly clock?: Clock;
}

/** What a display is made with, and changed by. */
export type Display = (value: unknown) => { update(value: unknown): Promise<unknown> };

/** The values of one step, by name; one of them is its place. */
export type Point = Readonly<Record<string, number>>;

/** Redrawing more often helps nobody; servers drop what comes much faster. */
const INTERVAL_MS = 250;
/** Each line has at most so many points in the chart. */
const MOST_POINTS = 1000;
/** Points that the text form shows. */
const LAST_POINTS = 5;

interface Line {
  readonly x: number[];
  readonly y: number[];
}

/** Collects points and shows them, at most four times a second. */
export class TrainingCurve {
  readonly #x: string;
  readonly #lines = new Map<string, Line>();
  readonly #comms: WidgetComms | undefined;
  readonly #display: Display | undefined;
  readonly #model: WidgetModel<CurveState>;
  readonly #throttle: Throttle;
  #shown: ReturnType<Display> | undefined;
  /** Whether a view draws the points by itself, so that the display need not be replaced. */
  #live = false;
  #sent: Promise<unknown> = Promise.resolve();

  /** @param options title and names; by default points have an `epoch` and losses */
  constructor(options: TrainingCurveOptions = {}) {
    const { title = "Training", x = "epoch", y = "loss", clock = SYSTEM_CLOCK } = options;
    this.#x = x;
    this.#comms = options.comms ?? sessionComms();
    this.#display = options.display ?? sessionDisplay();
    this.#model = new WidgetModel<CurveState>({
      name: "modulab.TrainingCurve",
      esm: stripTypeScriptTypes(VIEW),
      state: { title, xLabel: x, yLabel: y, series: [], done: false },
    });
    this.#model.onCustom(() => void (this.#live = true));
    this.#throttle = new Throttle(() => this.#update(), { interval: INTERVAL_MS, clock });
  }

  /** Displays the curve below the cell, where it is kept up to date. */
  show(): this {
    this.#shown ??= this.#display?.(this);
    return this;
  }

  /**
   * Adds the values of one step to the lines of their names.
   *
   * @param point such as `{ epoch: 3, train: 0.52, validation: 0.61 }`; a line that has no value
   *   at this step is left out
   * @throws {TypeError} if it does not say where it stands
   */
  add(point: Point): void {
    const { [this.#x]: at, ...values } = point;
    if (at === undefined) {
      const names = Object.keys(point).join(", ") || "nothing";
      throw new TypeError(
        `Cannot place a point without ${this.#x}: it has ${names}; ` +
          `name another value with new TrainingCurve({ x: … })`,
      );
    }
    for (const [name, value] of Object.entries(values)) {
      const line = this.#lines.get(name) ?? { x: [], y: [] };
      this.#lines.set(name, line);
      line.x.push(at);
      line.y.push(value);
    }
    this.#throttle.request();
  }

  /** Shows the last points, also in the form that is saved with the notebook. */
  async done(): Promise<void> {
    this.#live = false;
    this.#throttle.stop();
    this.#update({ done: true });
    await this.#sent;
  }

  /** The state as views see it. */
  get state(): CurveState {
    return this.#model.state;
  }

  /** All forms by MIME type: a live view, and for places without widgets a picture and a text. */
  forms(): Readonly<Record<string, unknown>> {
    const { state } = this;
    const svg = drawCurve(state);
    return {
      ...(this.#comms === undefined ? {} : this.#model.open(this.#comms)),
      "text/html": asFigure(svg, describeCurve(state)),
      "image/svg+xml": svg,
      "text/plain": this.#text(),
    };
  }

  #update(more: Partial<CurveState> = {}): void {
    const series = [...this.#lines].map(([name, line]) => {
      const { x, y } = downsample(line, MOST_POINTS);
      return { name, x: Float64Array.from(x), y: Float64Array.from(y) };
    });
    this.#model.set({ series, ...more });
    if (this.#live || this.#shown === undefined) return;
    this.#sent = this.#shown.update(this).catch(() => {}); // the session may be at its end
  }

  #text(): string {
    const rows = [...this.#lines].map(([name, { x, y }]) => {
      const from = Math.max(0, x.length - LAST_POINTS);
      const last = y.slice(from).map((value) => Number(value.toPrecision(4)));
      return `${name} (${this.#x} ${x[from]} to ${x.at(-1)}): ${last.join(" ")}`;
    });
    return [describeCurve(this.state), ...rows].join("\n");
  }
}

// A symbol without a type of its own cannot name a method of an exported class.
Object.defineProperty(TrainingCurve.prototype, Symbol.for("Jupyter.display"), {
  value(this: TrainingCurve): Readonly<Record<string, unknown>> {
    return this.forms();
  },
});

/** A picture within HTML survives where drawings within HTML are taken out. */
function asFigure(svg: string, words: string): string {
  const source = `data:image/svg+xml;base64,${new TextEncoder().encode(svg).toBase64()}`;
  return `<figure style="margin:0"><img alt="${escapeMarkup(words)}" src="${source}"></figure>`;
}

function sessionDisplay(): Display | undefined {
  const { display } = globalThis as { readonly display?: Display };
  return typeof display === "function" ? display : undefined;
}
