/**
 * The part of libzmq's C interface that we call, as `Deno.dlopen` wants it.
 *
 * Source: libzmq 4.3.5, `zmq.h`.
 *
 * @module
 */

/** The functions, by their C names. `zmq_msg_t` is passed as a buffer of {@link MESSAGE_BYTES}. */
export const ZMQ_SYMBOLS = {
  zmq_errno: { parameters: [], result: "i32" },
  zmq_strerror: { parameters: ["i32"], result: "pointer" },
  zmq_ctx_new: { parameters: [], result: "pointer" },
  zmq_ctx_shutdown: { parameters: ["pointer"], result: "i32" },
  zmq_ctx_term: { parameters: ["pointer"], result: "i32", nonblocking: true },
  zmq_socket: { parameters: ["pointer", "i32"], result: "pointer" },
  zmq_close: { parameters: ["pointer"], result: "i32" },
  zmq_bind: { parameters: ["pointer", "buffer"], result: "i32" },
  zmq_connect: { parameters: ["pointer", "buffer"], result: "i32" },
  zmq_setsockopt: { parameters: ["pointer", "i32", "buffer", "usize"], result: "i32" },
  zmq_getsockopt: { parameters: ["pointer", "i32", "buffer", "buffer"], result: "i32" },
  zmq_msg_init: { parameters: ["buffer"], result: "i32" },
  zmq_msg_recv: { parameters: ["buffer", "pointer", "i32"], result: "i32" },
  zmq_msg_data: { parameters: ["buffer"], result: "pointer" },
  zmq_msg_size: { parameters: ["buffer"], result: "usize" },
  zmq_msg_more: { parameters: ["buffer"], result: "i32" },
  zmq_msg_close: { parameters: ["buffer"], result: "i32" },
  zmq_send: { parameters: ["pointer", "buffer", "usize", "i32"], result: "i32" },
  zmq_poll: { parameters: ["buffer", "i32", "i64"], result: "i32", nonblocking: true },
  zmq_proxy: { parameters: ["pointer", "pointer", "pointer"], result: "i32", nonblocking: true },
  zmq_socket_monitor: { parameters: ["pointer", "buffer", "i32"], result: "i32" },
  // Of the C library that libzmq is linked with; there is none on Windows.
  sched_yield: { parameters: [], result: "i32", optional: true },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32", optional: true },
  getsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "buffer"],
    result: "i32",
    optional: true,
  },
  malloc_trim: { parameters: ["usize"], result: "i32", nonblocking: true, optional: true },
  shutdown: { parameters: ["i32", "i32"], result: "i32", optional: true },
} as const;

/** The opened library. */
export type ZmqLibrary = Deno.DynamicLibrary<typeof ZMQ_SYMBOLS>;

/** Size of a `zmq_msg_t`. */
export const MESSAGE_BYTES = 64;

/** Kinds of socket. */
export const SOCKET_KIND = {
  pair: 0,
  sub: 2,
  req: 3,
  dealer: 5,
  router: 6,
  xpub: 9,
} as const;

/** What a socket is made for. */
export type SocketKind = keyof typeof SOCKET_KIND;

/** Socket options by number. */
export const OPTION = {
  routingId: 5,
  subscribe: 6,
  unsubscribe: 7,
  fd: 14,
  events: 15,
  linger: 17,
  sendHighWater: 23,
  receiveHighWater: 24,
  lastEndpoint: 32,
  /** 1 makes a router refuse what it cannot route, where it would drop it. */
  routerMandatory: 33,
  xpubVerbose: 40,
  ipv6: 42,
  routerHandover: 56,
} as const;

/** What a monitor tells of the connections of a bound socket. */
export const MONITOR_EVENT = { accepted: 0x20, closed: 0x80, disconnected: 0x200 } as const;

/** Flags of `zmq_send` and `zmq_msg_recv`. */
export const FLAG = { dontWait: 1, sendMore: 2 } as const;

/** The bit of `events` and of a poll item that says "can be received from". */
export const POLL_IN = 1;

/** Error numbers that we tell apart; they differ between systems. */
export interface ErrorNumbers {
  readonly EINTR: number;
  readonly EAGAIN: number;
  readonly EADDRINUSE: number;
  readonly EHOSTUNREACH: number;
}

/** The error numbers of this system. */
export const ERRNO: ErrorNumbers = Deno.build.os === "darwin"
  ? { EINTR: 4, EAGAIN: 35, EADDRINUSE: 48, EHOSTUNREACH: 65 }
  : Deno.build.os === "windows"
  ? { EINTR: 4, EAGAIN: 11, EADDRINUSE: 100, EHOSTUNREACH: 110 }
  : { EINTR: 4, EAGAIN: 11, EADDRINUSE: 98, EHOSTUNREACH: 113 };
