/**
 * The Jupyter message: one value for every channel, transport and test.
 *
 * Source: Jupyter messaging specification 5.5, "General message format".
 *
 * @module
 */

/** The version of the messaging specification this kernel speaks. */
export const PROTOCOL_VERSION = "5.5";

/** A socket of the protocol; `iopub` goes only outwards. */
export type Channel = "shell" | "control" | "stdin" | "iopub";

/** What may stand in a message: a JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Who sent a message, when, and of which kind. Unknown keys are kept. */
export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601 with a time zone. */
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
  readonly [key: string]: Json;
}

/** The header of the request that caused a message, or nothing. */
export type ParentHeader = Header | Record<string, never>;

/** One message, without the frames that route and sign it. */
export interface Message {
  readonly header: Header;
  readonly parent_header: ParentHeader;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  /** Binary frames behind the content; never signed, never copied. */
  readonly buffers: readonly Uint8Array[];
}

/** What a sender states of a new message; the rest has plain defaults. */
export interface MessageInit {
  readonly msg_type: string;
  readonly content: JsonObject;
  readonly parent?: ParentHeader;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
}

/** Makes messages under one session id; every process has one author of its own. */
export interface Author {
  readonly session: string;
  readonly username: string;
}

/**
 * Completes a message with a fresh header.
 *
 * @param author whose session and user name the header states
 * @param init type, content, and what else differs from nothing
 * @returns the message, ready for a transport
 * @example
 * ```ts
 * import { createMessage } from "./message.ts";
 * const author = { session: "s", username: "me" };
 * const message = createMessage(author, { msg_type: "kernel_info_request", content: {} });
 * console.assert(message.header.version === "5.5");
 * ```
 */
export function createMessage(author: Author, init: MessageInit): Message {
  return {
    header: {
      msg_id: crypto.randomUUID(),
      session: author.session,
      username: author.username,
      date: new Date().toISOString(),
      msg_type: init.msg_type,
      version: PROTOCOL_VERSION,
    },
    parent_header: init.parent ?? {},
    metadata: init.metadata ?? {},
    content: init.content,
    buffers: init.buffers ?? [],
  };
}
