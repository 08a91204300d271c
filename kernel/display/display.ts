/**
 * `display(value)`: shows values in the order of the calls, however long each takes to format.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";
import { cleanBundle } from "./clean.ts";
import { asBundle } from "./convention.ts";
import type { ValueFormatter } from "./format.ts";
import type { Formatter } from "./formatter.ts";
import { BUNDLE } from "./rich.ts";
import type { DisplayOptions, DisplaySink } from "./sink.ts";

/** How to display one value. */
export interface DisplayCallOptions {
  /** Names the display for later updates; default a fresh name. */
  readonly id?: string;
  /** Replaces every display of this id instead of adding one. */
  readonly update?: boolean;
  /** Takes the value as a finished bundle: values by MIME type, or `{ data, metadata }`. */
  readonly raw?: boolean;
  /** Another name of `id`, as in `Deno.jupyter.display`. */
  readonly display_id?: string;
}

/** A display that was made, to change what it shows. As the result of a cell it shows nothing. */
export interface DisplayHandle {
  readonly id: string;
  /** Replaces what the display shows, wherever it is shown; resolves when that is sent. */
  update(value: unknown, options?: { readonly raw?: boolean }): Promise<void>;
  readonly [BUNDLE]: MimeBundle;
}

/** A handle at once; awaiting it waits until the display is sent. */
export type PendingDisplay = Promise<DisplayHandle> & DisplayHandle;

/** The function `display` of a session. */
export interface Display {
  (value: unknown, options?: DisplayCallOptions): PendingDisplay;
  /** Clears the output of the cell; with `wait` only when the next output arrives. */
  clear(options?: { readonly wait?: boolean }): void;
  /** Resolves when everything displayed so far is sent: a cell must not end before. */
  pending(): Promise<void>;
  /** Lets nobody wait any more for what is still to be sent, as code that was terminated may be. */
  giveUp(): void;
  /** The forms that a value would be shown in. */
  format(value: unknown): Promise<MimeBundle>;
  /** The formatters that are asked, first to last; put your own in front with `unshift`. */
  readonly formatters: Formatter[];
}

/** Shows nothing at all: results with this bundle are not sent. */
const NOTHING: MimeBundle = { data: {}, metadata: {} };

/**
 * Makes a `display` that sends into a sink.
 *
 * @param sink where displays go; called in the async context of the display call
 * @param formatter what turns values into bundles
 * @returns the function
 * @example
 * ```ts
 * import { createDisplay } from "./display.ts";
 * import { createFormatter } from "./format.ts";
 * const shown: unknown[] = [];
 * const sink = { display: (bundle: unknown) => shown.push(bundle), clear: () => {} };
 * const display = createDisplay(sink, createFormatter());
 * const handle = display("working");
 * await handle.update("done");
 * ```
 */
export function createDisplay(sink: DisplaySink, formatter: ValueFormatter): Display {
  let line = new Line();
  const session = crypto.randomUUID();
  let count = 0;

  function send(
    value: unknown,
    options: DisplayOptions & { readonly raw?: boolean },
  ): Promise<void> {
    const { raw, ...rest } = options;
    const bundle = raw
      ? cleanBundle(asBundle(value))
      : formatter.formatSync(value) ?? formatter.formatValue(value);
    return line.add(bundle, (ready) => {
      if (!isNothing(ready)) sink.display(ready, rest);
    });
  }

  function display(value: unknown, options: DisplayCallOptions = {}): PendingDisplay {
    const named = options.id ?? options.display_id;
    const id = named === undefined ? `${session}-${++count}` : String(named); // protocol: a string
    const handle: DisplayHandle = {
      id,
      update: (next, { raw = false } = {}) => send(next, { id, update: true, raw }),
      [BUNDLE]: NOTHING,
    };
    const sent = send(value, { id, update: options.update ?? false, raw: options.raw ?? false });
    return Object.assign(sent.then(() => handle), handle);
  }

  return Object.assign(display, {
    clear: (options: { readonly wait?: boolean } = {}): void => {
      line.add(NOTHING, () => sink.clear(options));
    },
    pending: (): Promise<void> => line.empty(),
    giveUp: (): void => {
      line.leave();
      line = new Line();
    },
    format: (value: unknown): Promise<MimeBundle> => formatter.formatValue(value),
    formatters: formatter.formatters,
  });
}

/**
 * Whether a bundle has no form, as those of display handles: it is not to be sent.
 *
 * @param bundle any bundle
 * @returns true if it shows nothing
 * @example
 * ```ts
 * import { isNothing } from "./display.ts";
 * console.assert(isNothing({ data: {}, metadata: {} }));
 * ```
 */
export function isNothing(bundle: MimeBundle): boolean {
  return Object.keys(bundle.data).length === 0;
}

/** Sends bundles in the order in which they were added; at once if nobody waits in front. */
class Line {
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #left = false;
  readonly #leaving = Promise.withResolvers<void>();

  add(bundle: MimeBundle | Promise<MimeBundle>, send: (bundle: MimeBundle) => void): Promise<void> {
    if (this.#waiting === 0 && !(bundle instanceof Promise)) {
      send(bundle);
      return this.#last;
    }
    this.#waiting++;
    const sent = this.#sendAfter(this.#last, { bundle, send });
    this.#last = sent.catch(() => {});
    return sent;
  }

  async empty(): Promise<void> {
    while (this.#waiting > 0 && !this.#left) {
      await Promise.race([this.#last, this.#leaving.promise]);
    }
  }

  /** Ends all waiting for it to be empty. */
  leave(): void {
    this.#left = true;
    this.#leaving.resolve();
  }

  async #sendAfter(
    before: Promise<void>,
    { bundle, send }: {
      readonly bundle: MimeBundle | Promise<MimeBundle>;
      readonly send: (bundle: MimeBundle) => void;
    },
  ): Promise<void> {
    try {
      await before;
      send(await bundle);
    } finally {
      this.#waiting--;
    }
  }
}
