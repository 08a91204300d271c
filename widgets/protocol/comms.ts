/**
 * What widgets need of a kernel: conversations with the frontend. The kernel implements this.
 *
 * Source: Jupyter messaging specification 5.5, "Custom messages".
 *
 * @module
 */

/** A message of a conversation. */
export interface CommMessage {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** What goes with the data of a message. */
export interface CommOptions {
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Binary values, sent as the bytes that they are. */
  readonly buffers?: readonly (ArrayBuffer | ArrayBufferView)[];
}

/** One conversation. */
export interface WidgetComm {
  readonly id: string;
  send(data: Readonly<Record<string, unknown>>, options?: CommOptions): void;
  /** Ends it and tells the frontend. */
  close(): void;
  /** Hears what the frontend sends; returns a function that stops it. */
  onMessage(listener: (message: CommMessage) => unknown): () => void;
  /** Hears that the frontend ended it; returns a function that stops it. */
  onClose(listener: (message: CommMessage) => unknown): () => void;
}

/** Opens conversations, and answers those that a frontend opens. */
export interface WidgetComms {
  open(
    target: string,
    options: CommOptions & {
      readonly id: string;
      readonly data: Readonly<Record<string, unknown>>;
    },
  ): WidgetComm;
  /** Calls the listener for each conversation that a frontend opens to a target. */
  registerTarget(name: string, listener: (comm: WidgetComm) => unknown): void;
}

/**
 * The comms of the session that this code runs in.
 *
 * @returns the comms, or undefined outside a session of modulab: widgets then show their static form
 * @example
 * ```ts
 * import { sessionComms } from "./comms.ts";
 * console.assert(sessionComms() === undefined || typeof sessionComms()?.open === "function");
 * ```
 */
export function sessionComms(): WidgetComms | undefined {
  const { comms } = globalThis as { readonly comms?: Partial<WidgetComms> };
  const isOurs = typeof comms?.open === "function" && typeof comms.registerTarget === "function";
  return isOurs ? comms as WidgetComms : undefined;
}
