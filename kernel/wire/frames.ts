/**
 * Messages as the frames that travel: routing frames, delimiter, signature, four JSON frames,
 * buffers.
 *
 * Source: Jupyter messaging specification 5.5, "The wire protocol".
 *
 * @module
 */

import { writeJson } from "./json.ts";
import {
  type Header,
  type JsonObject,
  type Message,
  type ParentHeader,
  PROTOCOL_VERSION,
} from "./message.ts";
import type { ProblemKind, WireProblem } from "./problem.ts";
import type { ReplayGuard } from "./replay.ts";
import type { Signer } from "./sign.ts";

/** Parts the routing frames from the message. */
const DELIMITER: Uint8Array = new TextEncoder().encode("<IDS|MSG>");

/** A message that passed every check. */
export interface Decoded {
  readonly ok: true;
  /** All frames before the delimiter. */
  readonly identities: readonly Uint8Array[];
  readonly message: Message;
}

/** A message that is to be dropped. */
export interface Undecoded {
  readonly ok: false;
  readonly problem: WireProblem;
}

/** What frames are checked against. */
export interface Checks {
  readonly signer: Signer;
  /** Refuses signatures that came before; unused while messages are not signed. */
  readonly replay: ReplayGuard;
}

/**
 * Takes a message apart into frames.
 *
 * @param message what to send
 * @param signer the connection's signer
 * @returns the frames from the delimiter on; the buffers are the message's own, not copied
 * @example
 * ```ts
 * import { encodeFrames } from "./frames.ts";
 * import { createMessage } from "./message.ts";
 * import { createSigner } from "./sign.ts";
 * const author = { session: "s", username: "me" };
 * const message = createMessage(author, { msg_type: "status", content: {} });
 * console.assert(encodeFrames(message, createSigner("")).length === 6);
 * ```
 */
export function encodeFrames(message: Message, signer: Signer): Uint8Array[] {
  const signed = encodeTexts([
    writeJson(message.header),
    parentText(message.parent_header),
    writeJson(message.metadata),
    writeJson(message.content),
  ]);
  return [DELIMITER, signer.sign(signed), ...signed, ...message.buffers];
}

/** The five messages of a cell and more have the same parent. */
const parentTexts = new WeakMap<ParentHeader, string>();

function parentText(parent: ParentHeader): string {
  const known = parentTexts.get(parent);
  if (known !== undefined) return known;
  const text = writeJson(parent);
  parentTexts.set(parent, text);
  return text;
}

const ENCODER = new TextEncoder();

/** Texts that are longer together take longer to put together than to encode one by one. */
const SHORT = 16 * 1024;

/** Encodes short texts at once, in one buffer, if their bytes are as many as their characters. */
function encodeTexts(texts: readonly string[]): readonly Uint8Array[] {
  const size = texts.reduce((sum, { length }) => sum + length, 0);
  const bytes = size > SHORT ? undefined : ENCODER.encode(texts.join(""));
  if (bytes?.length !== size) return texts.map((text) => ENCODER.encode(text));
  let start = 0;
  return texts.map(({ length }) => bytes.subarray(start, start += length));
}

/**
 * Puts a message together from its frames. Never throws.
 *
 * @param frames what arrived, routing frames included
 * @param checks signatures to check and to remember
 * @returns the message, or what is wrong with it
 * @example
 * ```ts
 * import { decodeFrames } from "./frames.ts";
 * import { ReplayGuard } from "./replay.ts";
 * import { createSigner } from "./sign.ts";
 * const checks = { signer: createSigner("secret"), replay: new ReplayGuard() };
 * const decoded = decodeFrames([new Uint8Array(3)], checks);
 * console.assert(!decoded.ok && decoded.problem.kind === "truncated");
 * ```
 */
export function decodeFrames(
  frames: readonly Uint8Array[],
  checks: Checks,
): Decoded | Undecoded {
  const start = frames.findIndex(isDelimiter);
  if (start < 0) return dropped("truncated", `no <IDS|MSG> among ${frames.length} frames`);
  const signature = frames[start + 1];
  const signed = frames.slice(start + 2, start + 6);
  if (signature === undefined || signed.length < 4) {
    const count = frames.length - start - 1;
    return dropped("truncated", `${count} frames after <IDS|MSG>, at least 5 are needed`);
  }
  const distrusted = distrust(signature, signed, checks);
  if (distrusted !== undefined) return distrusted;
  const parsed = parseSigned(signed);
  if (!parsed.ok) return parsed;
  const message = { ...parsed.parts, buffers: frames.slice(start + 6) };
  return { ok: true, identities: frames.slice(0, start), message };
}

function distrust(
  signature: Uint8Array,
  signed: readonly Uint8Array[],
  { signer, replay }: Checks,
): Undecoded | undefined {
  if (!signer.signs) return undefined;
  if (signature.length === 0) return dropped("unsigned", "the signature is empty");
  if (!signer.verify(signature, signed)) return dropped("forged", "the signature differs");
  if (!replay.admit(signature)) return dropped("replayed", "the signature came before");
  return undefined;
}

type Parts = Omit<Message, "buffers">;

function parseSigned(
  signed: readonly Uint8Array[],
): { readonly ok: true; readonly parts: Parts } | Undecoded {
  const objects: JsonObject[] = [];
  for (const [index, name] of ["header", "parent_header", "metadata", "content"].entries()) {
    let value: unknown;
    try {
      value = JSON.parse(UTF8.decode(signed[index]));
    } catch (error) {
      return dropped("not-json", `${name}: ${error instanceof Error ? error.message : error}`);
    }
    // Some clients write null where they mean nothing.
    if (value === null && name !== "header") value = {};
    if (!isObject(value)) return dropped("malformed", `${name} is ${kindOf(value)}, not an object`);
    objects.push(value);
  }
  const [header = {}, parent = {}, metadata = {}, content = {}] = objects;
  const wrong = headerProblem(header);
  if (wrong !== undefined) return dropped("malformed", wrong);
  const parts = {
    header: { ...HEADER_DEFAULTS, ...header } as Header,
    parent_header: parent as ParentHeader,
    metadata,
    content,
  };
  return { ok: true, parts };
}

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

/** What older clients leave out, and nothing depends on. */
const HEADER_DEFAULTS = { username: "", date: "", version: PROTOCOL_VERSION };

function headerProblem(header: JsonObject): string | undefined {
  for (const key of ["msg_id", "msg_type", "session"]) {
    if (!Object.hasOwn(header, key)) return `the header lacks ${key}`;
  }
  for (const key of ["msg_id", "msg_type", "session", ...Object.keys(HEADER_DEFAULTS)]) {
    const value = header[key];
    if (value !== undefined && typeof value !== "string") {
      return `${key} of the header is ${kindOf(value)}, not text`;
    }
  }
  return undefined;
}

function dropped(kind: ProblemKind, detail: string): Undecoded {
  return { ok: false, problem: { kind, detail } };
}

function isDelimiter(frame: Uint8Array): boolean {
  return frame.length === DELIMITER.length &&
    frame.every((byte, index) => byte === DELIMITER[index]);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
}
