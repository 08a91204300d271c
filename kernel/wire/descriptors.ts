/**
 * What the system knows of a connection: how much of what was sent waits for the peer.
 *
 * libzmq tells neither how long its queues are nor who does not read; but its monitors name the file
 * descriptor of each connection that comes in, and the system tells of those.
 *
 * @module
 */

import type { ZmqLibrary } from "./zmq_symbols.ts";

/** Looks at connections of this process by their file descriptors. */
export interface Descriptors {
  /**
   * Where a connection came in, which tells it from whatever has its number later.
   *
   * @param descriptor its number
   * @returns the address as text; `undefined` for what is no connection
   */
  address(descriptor: number): string | undefined;
  /**
   * How much the system holds that the peer has not taken.
   *
   * @param descriptor the connection's number
   * @returns bytes as the system counts them, 0 when the peer has all; `undefined` when it cannot tell
   */
  waiting(descriptor: number): number | undefined;
  /**
   * Ends a connection: nothing more goes either way, and libzmq closes it and frees its queue.
   *
   * @param descriptor the connection's number
   */
  cutOff(descriptor: number): void;
}

/** The level and the options of `getsockopt` that tell what waits, and where the answer stands. */
interface WaitingOption {
  readonly level: number;
  readonly option: number;
  /** Which 32-bit number of the answer counts; the first one that is not 0 does. */
  readonly at: readonly number[];
}

/** Linux: `SO_MEMINFO`, what is queued of tcp and what is under way of others. macOS: `SO_NWRITE`. */
const WAITING: Partial<Record<typeof Deno.build.os, WaitingOption>> = {
  linux: { level: 1, option: 55, at: [5, 2] },
  darwin: { level: 0xffff, option: 0x1024, at: [0] },
};

/** `SHUT_RDWR`: both directions. */
const BOTH = 2;

/**
 * The descriptors of this process.
 *
 * @param library libzmq, whose C library has the functions
 * @returns what looks at them; it knows nothing of any where the system has no such functions
 * @example
 * ```ts
 * import { systemDescriptors } from "./descriptors.ts";
 * import { openLibrary } from "./library.ts";
 * const library = openLibrary();
 * console.assert(systemDescriptors(library).address(-1) === undefined);
 * library.close();
 * ```
 */
export function systemDescriptors(library: ZmqLibrary): Descriptors {
  const { getsockname, getsockopt, shutdown } = library.symbols;
  const bytes = new Uint8Array(new ArrayBuffer(256));
  const numbers = new Int32Array(bytes.buffer);
  const length = new Int32Array(new ArrayBuffer(64));
  const waits = WAITING[Deno.build.os];
  return {
    address: (descriptor) => {
      length[0] = bytes.length;
      if (getsockname === null || getsockname(descriptor, bytes, length) !== 0) return undefined;
      return bytes.subarray(0, length[0]).toHex();
    },
    waiting: (descriptor) => {
      if (waits === undefined || getsockopt === null) return undefined;
      length[0] = bytes.length;
      if (getsockopt(descriptor, waits.level, waits.option, bytes, length) !== 0) return undefined;
      return waits.at.map((index) => numbers[index] ?? 0).find((count) => count !== 0) ?? 0;
    },
    cutOff: (descriptor) => void shutdown?.(descriptor, BOTH),
  };
}
