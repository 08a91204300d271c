/**
 * All comms of a session, and the targets that a frontend may open.
 *
 * @module
 */

import type { WidgetComms } from "../../widgets/protocol/comms.ts";
import { Comm, type CommMessage, type CommOptions, type CommSink } from "./comm.ts";

/** Called for each comm that a frontend opens to a target. */
export type CommTarget = (comm: Comm, message: CommMessage) => unknown;

/** How to open a comm. */
export interface CommOpenOptions extends CommOptions {
  readonly data?: Readonly<Record<string, unknown>>;
  /** Default: a fresh id. */
  readonly id?: string;
}

/** Opens comms, finds them again, and answers those that a frontend opens. */
export class Comms implements WidgetComms {
  readonly #sink: CommSink;
  readonly #comms = new Map<string, Comm>();
  readonly #targets = new Map<string, CommTarget>();

  /** @param sink where messages leave the session */
  constructor(sink: CommSink) {
    this.#sink = sink;
  }

  /**
   * Lets frontends open comms of this name.
   *
   * @param name the target
   * @param target called for each comm that is opened
   */
  registerTarget(name: string, target: CommTarget): void {
    this.#targets.set(name, target);
  }

  /** Takes a target back. */
  unregisterTarget(name: string): void {
    this.#targets.delete(name);
  }

  /**
   * Opens a comm to a target of the frontend.
   *
   * @param target the frontend's name for it, such as `jupyter.widget`
   * @param options first data, metadata, buffers, id
   * @returns the open comm
   */
  open(target: string, options: CommOpenOptions = {}): Comm {
    const { data = {}, id = crypto.randomUUID(), ...rest } = options;
    const comm = this.#add(id, target);
    this.#sink.comm("comm_open", { comm_id: id, target_name: target, data }, rest);
    return comm;
  }

  /**
   * Takes what a frontend sent.
   *
   * @param action which message it is
   * @param content the message's content
   * @param message data, metadata and buffers
   * @throws whatever the listeners throw
   */
  async receive(
    action: "comm_open" | "comm_msg" | "comm_close",
    content: { readonly comm_id: string; readonly target_name?: string },
    message: CommMessage,
  ): Promise<void> {
    const id = content.comm_id;
    if (action === "comm_open") return await this.#opened(id, content.target_name ?? "", message);
    const comm = this.#comms.get(id);
    if (action === "comm_msg") await comm?.receive(message);
    else await comm?.receiveClose(message);
  }

  async #opened(id: string, name: string, message: CommMessage): Promise<void> {
    const target = this.#targets.get(name);
    if (!target) return this.#sink.comm("comm_close", { comm_id: id, data: {} }, {});
    const comm = this.#add(id, name);
    try {
      await target(comm, message);
    } catch (error) {
      comm.close();
      throw error;
    }
  }

  #add(id: string, target: string): Comm {
    const forget = (gone: string): void => void this.#comms.delete(gone);
    const comm = new Comm({ id, target, sink: this.#sink, forget });
    this.#comms.set(id, comm);
    return comm;
  }
}
