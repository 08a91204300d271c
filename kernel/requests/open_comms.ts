/**
 * The comms that are open, so that `comm_info` is answered while a cell runs.
 *
 * @module
 */

/** Comms by id. */
export class OpenComms {
  readonly #targets = new Map<string, string>();

  /** Follows a message of either side. */
  follow(action: string, content: Readonly<Record<string, unknown>>): void {
    const id = String(content.comm_id);
    if (action === "comm_open") this.#targets.set(id, String(content.target_name));
    if (action === "comm_close") this.#targets.delete(id);
  }

  /** Target names by id, of one target or of all. */
  list(target?: string): Record<string, { target_name: string }> {
    const entries = [...this.#targets].filter(([, name]) =>
      target === undefined || name === target
    );
    return Object.fromEntries(entries.map(([id, target_name]) => [id, { target_name }]));
  }

  /** Forgets all, and gives their ids: their session has ended. */
  clear(): readonly string[] {
    const ids = [...this.#targets.keys()];
    this.#targets.clear();
    return ids;
  }
}
