/** The kernel under test, its clients, and how checks are made. */
import type { ClientTransport } from "../../../kernel/wire/transport.ts";
import { Peer } from "../../support/peer.ts";

/** A kernel, and a way to reach it. */
export interface ServedKernel {
  connect(settings?: { readonly topics?: readonly string[] }): ClientTransport;
  /** Resolves when a client has ended it; the value is whether for a restart. */
  readonly ended: Promise<boolean>;
  close(): Promise<void>;
}

/** A kernel with a client that has heard its welcome. */
export class ProtocolRig implements AsyncDisposable {
  readonly kernel: ServedKernel;
  readonly peer: Peer;
  readonly #peers: Peer[] = [];

  constructor(kernel: ServedKernel, settings?: { readonly topics?: readonly string[] }) {
    this.kernel = kernel;
    this.peer = this.connect("first", settings);
  }

  /** Starts a kernel and waits until its client is connected. */
  static async open(start: () => Promise<ServedKernel>): Promise<ProtocolRig> {
    const rig = new ProtocolRig(await start());
    await rig.welcome(rig.peer);
    return rig;
  }

  /** Connects one more client. */
  connect(name: string, settings?: { readonly topics?: readonly string[] }): Peer {
    const peer = new Peer(this.kernel.connect(settings), name);
    this.#peers.push(peer);
    return peer;
  }

  /** Connects one more client and waits until it hears what is published. */
  async connected(name: string): Promise<Peer> {
    const peer = this.connect(name);
    await this.welcome(peer);
    return peer;
  }

  /** Waits until a client has been greeted and told how things stand. */
  async welcome(peer: Peer): Promise<void> {
    await peer.hear(({ header }) => header.msg_type === "iopub_welcome");
    await peer.hear(({ header }) => header.msg_type === "status");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#peers.map(({ transport }) => transport.close()));
    await this.kernel.close();
  }
}

/** Makes a check of a sentence and the test that shows it. */
export type Check = (sentence: string, test: () => Promise<void>) => Promise<unknown>;
