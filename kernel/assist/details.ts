/**
 * Types and documentation of completions: asked for within a moment, kept for the next keystroke.
 *
 * @module
 */

import type { CompletionItem as ServerItem } from "vscode-languageserver-types";
import type { ServerProcess } from "./server_process.ts";

/** The server is asked for details of so many items at a time. */
const MOST_ITEMS = 10;

/** What the server knows of completion items beyond their names. */
export class CompletionDetails {
  #place = "";
  #known: Map<string, ServerItem> = new Map();
  #asking: AbortController = new AbortController();

  /**
   * Details of the first items, as far as they arrive in time. What arrives later is there when the
   * same place is asked about again, one letter further.
   *
   * @param items items that the server sent, best first
   * @param options whom to ask, for how long, and what the items complete: everything before the word
   * @returns detailed items by item
   */
  async of(
    items: readonly ServerItem[],
    { server, place, milliseconds }: {
      readonly server: ServerProcess;
      readonly place: string;
      readonly milliseconds: number;
    },
  ): Promise<ReadonlyMap<ServerItem, ServerItem>> {
    if (place !== this.#place) {
      this.#place = place;
      this.#known = new Map();
    }
    const known = this.#known;
    const { signal } = this.#asking = new AbortController();
    const unknown = items.slice(0, MOST_ITEMS)
      .filter(({ data, label }) => data !== undefined && !known.has(label));
    const asked = unknown.map(async (item) => {
      const detailed = await server
        .request<ServerItem>("completionItem/resolve", item, { signal })
        .catch(() => undefined);
      if (detailed) known.set(item.label, detailed);
    });
    await inTime(Promise.all(asked), milliseconds);
    return new Map(items.flatMap((item) => {
      const detailed = known.get(item.label);
      return detailed ? [[item, detailed] as const] : [];
    }));
  }

  /** Withdraws what is still being asked, so that the next question is answered at once. */
  stop(): void {
    this.#asking.abort();
  }

  /** Forgets what is known, after the cells have changed. */
  forget(): void {
    this.#place = "";
    this.#known = new Map();
  }
}

async function inTime(work: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
