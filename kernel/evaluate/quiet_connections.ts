/**
 * Connections for long messages.
 *
 * The inspector's server forgets the part of a message that has come as soon as it has something to
 * send on that connection, and hangs up at the rest. So a long message travels on a connection of
 * its own: events go to the first connection only, and no answer is due on this one.
 *
 * @module
 */

import { Inspector, InspectorClosed, twice } from "./inspector.ts";
import { RemoteHost } from "./remote_host.ts";

interface Connection {
  readonly inspector: Inspector;
  readonly host: RemoteHost;
}

/** The connections of one session besides its first. */
export class QuietConnections implements Disposable {
  readonly #url: string;
  readonly #first: Inspector;
  /** Those that nobody uses; on some an answer may still be due. */
  readonly #left: Connection[] = [];
  readonly #inspectors = new Set<Inspector>();
  #closed = false;

  /**
   * @param url address of the session's inspector
   * @param first the connection that hears of events; given up with any other that is lost, since a
   *   session must be reached on all or is none
   */
  constructor(url: string, first: Inspector) {
    this.#url = url;
    this.#first = first;
  }

  /**
   * Lends a connection on which nothing but what its borrower calls is under way. It is closed if the
   * work fails: an answer that the borrower has given up may never come.
   *
   * @param work what is to be called; objects that it gets are known to this connection only
   * @returns what the work returns
   * @throws InspectorClosed if the session ends first
   */
  async use<T>(work: (host: RemoteHost) => Promise<T>): Promise<T> {
    const free = this.#left.findIndex(({ inspector }) => !inspector.busy);
    const connection = this.#left.splice(free, free < 0 ? 0 : 1)[0] ?? await this.#connect();
    try {
      const result = await work(connection.host);
      this.#left.push(connection);
      return result;
    } catch (error) {
      // One that was lost is not closed by us, so that the first is given up with it.
      if (!(error instanceof InspectorClosed)) this.#close(connection.inspector);
      throw error;
    }
  }

  /** Closes all of them, for good. */
  [Symbol.dispose](): void {
    this.#closed = true;
    for (const inspector of this.#inspectors) inspector[Symbol.dispose]();
  }

  #close(inspector: Inspector): void {
    this.#inspectors.delete(inspector);
    inspector[Symbol.dispose]();
  }

  async #connect(): Promise<Connection> {
    try {
      const inspector = await Inspector.connect(this.#url, () => {});
      this.#inspectors.add(inspector);
      inspector.closed.then(() => this.#inspectors.has(inspector) && this.#first[Symbol.dispose]());
      if (this.#closed) this[Symbol.dispose]();
      return { inspector, host: await twice(() => RemoteHost.find(inspector, this)) };
    } catch {
      this.#first[Symbol.dispose]();
      throw new InspectorClosed("Cannot connect to the session: it has ended");
    }
  }
}
