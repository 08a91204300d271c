/**
 * A client of the V8 inspector protocol over the session's WebSocket.
 *
 * Source: Chrome DevTools Protocol, domain Runtime.
 *
 * @module
 */

import { InspectorSocket } from "./inspector_socket.ts";

/** A value in the session, as the inspector describes it. */
export interface RemoteObject {
  readonly type: string;
  readonly subtype?: string;
  readonly className?: string;
  readonly value?: unknown;
  readonly unserializableValue?: string;
  readonly description?: string;
  readonly objectId?: string;
}

/** What went wrong in an evaluation. */
export interface ExceptionDetails {
  readonly text: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
  readonly exception?: RemoteObject;
}

/** Result of `Runtime.evaluate` and `Runtime.callFunctionOn`. */
export interface EvaluateResult {
  readonly result: RemoteObject;
  readonly exceptionDetails?: ExceptionDetails;
}

/** The connection closed, as it does when the session ends. */
export class InspectorClosed extends Error {
  override readonly name = "InspectorClosed";
}

/** A call has more text than the inspector's server takes; it was not made. */
export class CallTooLong extends Error {
  override readonly name = "CallTooLong";
}

/** The protocol refused a call. */
export class InspectorError extends Error {
  override readonly name = "InspectorError";
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** Sends calls, matches answers, and hands the calls of one binding to a listener. */
export class Inspector implements Disposable {
  readonly #socket: InspectorSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #closed = Promise.withResolvers<void>();
  /** Resolves when the connection has closed, at either end. */
  readonly closed: Promise<void> = this.#closed.promise;
  #next = 1;

  constructor(socket: InspectorSocket, onBinding: (payload: string) => void) {
    this.#socket = socket;
    socket.listen({
      message: (text) => this.#receive(text, onBinding),
      closed: () => this.#fail(),
    });
  }

  /**
   * Connects to a session's inspector.
   *
   * @param url address as the session printed it
   * @param onBinding hears the payload of each call of a binding
   * @returns the open connection
   * @throws Error if the session is gone already
   */
  static async connect(url: string, onBinding: (payload: string) => void): Promise<Inspector> {
    return new Inspector(await InspectorSocket.connect(url), onBinding);
  }

  /** Whether an answer is due. */
  get busy(): boolean {
    return this.#waiting.size > 0;
  }

  /**
   * Calls a method of the protocol.
   *
   * @param method such as `Runtime.evaluate`
   * @param params as the protocol defines them
   * @returns the method's result
   * @throws InspectorClosed if the session ends first; InspectorError if the method refuses;
   *   CallTooLong if the message has more bytes than the session's end takes
   */
  call<T>(method: string, params: Readonly<Record<string, unknown>> = {}): Promise<T> {
    if (!this.#socket.open) {
      return Promise.reject(new InspectorClosed(`Cannot call ${method}: the session has ended`));
    }
    const id = this.#next++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as T), reject });
      if (this.#socket.send(JSON.stringify({ id, method, params }))) return;
      this.#waiting.delete(id);
      reject(new CallTooLong(`Cannot call ${method}: the session takes at most 64 MB at once`));
    });
  }

  /** Closes the connection; calls under way are rejected. */
  [Symbol.dispose](): void {
    this.#socket.close();
    this.#fail();
  }

  /** True while calls wait for their answers. */
  #receive(text: string, onBinding: (payload: string) => void): boolean {
    const message = JSON.parse(text) as {
      id?: number;
      method?: string;
      params?: { payload?: string };
      result?: unknown;
      error?: { message: string };
    };
    if (message.method === "Runtime.bindingCalled") onBinding(message.params?.payload ?? "");
    if (message.id === undefined) return this.#waiting.size > 0;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new InspectorError(message.error.message));
    else waiting?.resolve(message.result);
    return this.#waiting.size > 0;
  }

  #fail(): void {
    this.#closed.resolve();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(new InspectorClosed("The session has ended"));
  }
}

/**
 * Makes a call, and once more if it fails: a termination that comes too late for the code it was to
 * stop hits the next call.
 *
 * @param call what to call
 * @returns its result
 * @throws InspectorClosed if the session ends first, or what the second call throws
 */
export async function twice<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof InspectorClosed) throw error;
    return await call();
  }
}
