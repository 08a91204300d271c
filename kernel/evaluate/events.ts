/**
 * What a session and its kernel tell each other besides text: events go out over an inspector
 * binding, calls come in as evaluations of the session's host object.
 *
 * @module
 */

import type { MimeBundle } from "../display/bundle.ts";

/** The global function (an inspector binding) through which a session sends events. */
export const EMIT = "__modulab_emit";

/** The key of the session's host object on `globalThis`, as `Symbol.for(HOST)`. */
export const HOST = "modulab.host";

/** The barrier of this id says that the session has loaded. */
export const LOADED = 0;

/**
 * How many lines stand in a cell's script before its compiled text: the announcement. One message
 * instead of two, since the first line costs nothing but a second message may wait for the first.
 */
export const LINES_BEFORE = 1;

/** A display, its place among all displays, and binary parts as base64. */
export interface DisplayEvent {
  readonly type: "display" | "result";
  readonly cell: string | null;
  readonly bundle: MimeBundle;
  readonly id?: string;
  readonly update?: boolean;
  readonly buffers?: readonly string[];
}

/** Something a session says. Events keep their order among the text. */
export type SessionEvent =
  | DisplayEvent
  | { readonly type: "clear"; readonly cell: string | null; readonly wait: boolean }
  | {
    readonly type: "input";
    readonly cell: string | null;
    readonly id: number;
    readonly prompt: string;
    readonly password: boolean;
    /** A synchronous wait reads the answer from fd 0, any other gets a call. */
    readonly sync: boolean;
  }
  | {
    readonly type: "comm";
    readonly cell: string | null;
    readonly action: "comm_open" | "comm_msg" | "comm_close";
    readonly content: Readonly<Record<string, unknown>>;
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly buffers: readonly string[];
  }
  | {
    readonly type: "command";
    readonly cell: string | null;
    readonly id: number;
    readonly name: string;
    readonly args: string;
    readonly body?: string;
  }
  /** An error that no cell awaited: a rejection or an exception of a timer. */
  | { readonly type: "stray"; readonly cell: string | null; readonly error: ErrorReport }
  /** Answer to `probe`: the session's event loop turns. */
  | { readonly type: "alive"; readonly id: number };

/** A large event with the number that stands in its mark in the stdout pipe. */
export interface Envelope {
  readonly seq: number;
  readonly event: SessionEvent;
}

/**
 * One frame of a stack, in the coordinates of the script V8 ran (both from 1); in a cell's script
 * the compiled text begins behind `LINES_BEFORE` lines.
 */
export interface StackFrame {
  readonly fn: string | null;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly async: boolean;
}

/** An error, or whatever was thrown, as plain data. */
export interface ErrorReport {
  readonly name: string;
  readonly message: string;
  readonly frames: readonly StackFrame[];
  /** Own properties beyond the usual ones, as text. */
  readonly details?: string;
  readonly cause?: ErrorReport;
  readonly errors?: readonly ErrorReport[];
  /** Set if what was thrown is not an Error: its text stands in `message`. */
  readonly thrown?: boolean;
}

/** What a cell is told before it runs. */
export interface CellAnnouncement {
  readonly id: string;
  /** Number in `In[n]` and `Out[n]`. */
  readonly count: number;
  readonly source: string;
  /** Whether the value of the last expression is shown and kept in `Out`. */
  readonly showResult: boolean;
  /** Whether `In`, `Out` and `_` remember this cell. */
  readonly remember: boolean;
  /** Whether the client can be asked for input. */
  readonly allowInput: boolean;
  /** Where its relative imports start; default the notebook's folder. */
  readonly folder?: string;
  /** Whether its value will be asked for when it has ended, by `bundleOf`. */
  readonly keep?: boolean;
}

/** What the host object says when a cell has ended. */
export interface Settled {
  readonly error?: ErrorReport;
  /** Set if the session never heard of the cell: V8 refused its script, nothing of it has run. */
  readonly refused?: boolean;
}
