/**
 * How far a run is, as far as it has been told.
 *
 * @module
 */

import type { PhaseBegun, Progress, StepDone } from "./progress.ts";

/** A phase, and how far it is. */
export interface ShownPhase extends PhaseBegun {
  /** The epoch that runs, from 0. */
  readonly epoch: number;
  /** Batches of it that are done. */
  readonly batch: number;
  /** The loss of the last batch; nothing before it. */
  readonly loss: number | undefined;
  /** Numbers that were told, by name: the newest of each. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** Gathers what a run tells, for whoever draws it. */
export class ProgressState implements Progress {
  /** What runs. */
  title = "";
  /** Phases so far; the last one runs. */
  readonly phases: ShownPhase[] = [];
  readonly notices: string[] = [];
  /** How the run ended; nothing while it runs. */
  status: string | undefined;

  begin(title: string): void {
    this.title = title;
    this.phases.length = 0;
    this.notices.length = 0;
    this.status = undefined;
  }

  phase(phase: PhaseBegun): void {
    this.phases.push({ ...phase, epoch: 0, batch: 0, loss: undefined, metrics: {} });
  }

  step({ epoch, batch, loss }: StepDone): void {
    this.#change({ epoch, batch: batch + 1, loss });
  }

  metric(name: string, value: number): void {
    const metrics = { ...this.phases.at(-1)?.metrics, [name]: value };
    this.#change({ metrics });
  }

  notice(message: string): void {
    this.notices.push(message);
  }

  end(status: string): void {
    this.status = status;
  }

  #change(changes: Partial<ShownPhase>): void {
    const last = this.phases.pop();
    if (last) this.phases.push({ ...last, ...changes });
  }
}

/**
 * The share of a phase that is done.
 *
 * @param phase how far it is
 * @returns from 0 to 1
 * @example
 * ```ts
 * import { shareOf } from "./progress_state.ts";
 * const phase = { path: ["a"], kind: "train", epochs: 2, steps: 10, loss: 1, metrics: {} } as const;
 * shareOf({ ...phase, epoch: 1, batch: 5 }); // 0.75
 * ```
 */
export function shareOf({ epoch, batch, epochs, steps }: ShownPhase): number {
  return Math.min(1, (epoch * steps + batch) / Math.max(1, epochs * steps));
}

/**
 * What is known of a phase, for people.
 *
 * @param phase how far it is
 * @returns such as `epoch 3/20 · loss 0.0123 · val_loss 0.0201`
 */
export function factsOf({ kind, epoch, epochs, batch, steps, loss, metrics }: ShownPhase): string {
  const place = kind === "train"
    ? `epoch ${Math.min(epoch + 1, epochs)}/${epochs}`
    : `${batch}/${steps}`;
  const numbers = Object.entries({ ...(loss !== undefined && { loss }), ...metrics })
    .map(([name, value]) => `${name} ${short(value)}`);
  return [place, ...numbers].join(" · ");
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
