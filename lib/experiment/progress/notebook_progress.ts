/**
 * One display in a notebook, updated while a run goes on.
 *
 * @module
 */

import { type Clock, machineClock } from "../../core/clock.ts";
import { escapeMarkup } from "../../core/markup.ts";
import type { PhaseBegun, Progress, StepDone } from "./progress.ts";
import { factsOf, ProgressState, shareOf, type ShownPhase } from "./progress_state.ts";

/** What a notebook shows: contents by MIME type. */
export type ProgressBundle = Readonly<Record<"text/html" | "text/plain", string>>;

/** Shows something: the first time as a new display, and in its place from then on. */
export type Show = (bundle: ProgressBundle) => void;

const INTERVAL = 200;

/** Shows bars for all phases, five times a second at most. */
export class NotebookProgress implements Progress {
  readonly #state = new ProgressState();
  readonly #show: Show;
  readonly #clock: Clock;
  #shown = -Infinity;

  /**
   * @param show shows something
   * @param options the clock
   */
  constructor(show: Show, { clock = machineClock }: { readonly clock?: Clock } = {}) {
    this.#show = show;
    this.#clock = clock;
  }

  begin(title: string): void {
    this.#state.begin(title);
  }

  phase(phase: PhaseBegun): void {
    this.#state.phase(phase);
    this.#draw();
  }

  step(at: StepDone): void {
    this.#state.step(at);
    this.#request();
  }

  metric(name: string, value: number): void {
    this.#state.metric(name, value);
  }

  notice(message: string): void {
    this.#state.notice(message);
    this.#draw();
  }

  end(status: string): void {
    this.#state.end(status);
    this.#draw();
  }

  #request(): void {
    if (this.#clock.now() - this.#shown >= INTERVAL) this.#draw();
  }

  #draw(): void {
    this.#shown = this.#clock.now();
    this.#show({ "text/html": htmlOf(this.#state), "text/plain": textOf(this.#state) });
  }
}

function htmlOf({ title, phases, notices, status }: ProgressState): string {
  const rows = phases.map((phase) =>
    `<tr><td>${escapeMarkup(phase.path.join("/"))}</td><td>${barOf(phase)}</td>` +
    `<td>${escapeMarkup(factsOf(phase))}</td></tr>`
  );
  const notes = notices.map((notice) => `<p>${escapeMarkup(notice)}</p>`);
  const caption = `<caption>${escapeMarkup(title)} · ${
    escapeMarkup(status ?? "running")
  }</caption>`;
  return `<table>${caption}<tbody>${rows.join("")}</tbody></table>${notes.join("")}`;
}

function barOf(phase: ShownPhase): string {
  return `<progress max="1" value="${shareOf(phase).toFixed(3)}"></progress>`;
}

function textOf({ title, phases, notices, status }: ProgressState): string {
  const lines = phases.map((phase) =>
    `${phase.path.join("/")}  ${Math.round(100 * shareOf(phase))} %  ${factsOf(phase)}`
  );
  return [`${title}: ${status ?? "running"}`, ...lines, ...notices].join("\n");
}
