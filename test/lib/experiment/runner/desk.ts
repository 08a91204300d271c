/** Where jobs of other processes tell that they run, and wait to be told how to go on. */

/** Somebody at the desk. */
export interface Visitor {
  readonly name: string;
  /** Tells it how to go on. */
  reply(word: string): Promise<void>;
  /** Resolves when its process is gone. */
  readonly gone: Promise<void>;
}

/** A server on this machine. */
export class Desk implements Disposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #lines: Deno.Conn[] = [];

  /** Where jobs come to. */
  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** Waits for the next visitor. */
  async next(): Promise<Visitor> {
    const line = await this.#listener.accept();
    this.#lines.push(line);
    const bytes = new Uint8Array(100);
    const name = new TextDecoder().decode(bytes.subarray(0, await line.read(bytes) ?? 0));
    return {
      name,
      reply: async (word) => void await line.write(new TextEncoder().encode(word)),
      // A process that is killed resets its line or closes it.
      get gone() {
        return line.read(bytes).then(() => {}, () => {});
      },
    };
  }

  [Symbol.dispose](): void {
    this.#listener.close();
    for (const line of this.#lines) line.close();
  }
}
