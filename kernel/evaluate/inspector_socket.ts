/**
 * A WebSocket that acknowledges what it hears.
 *
 * The inspector's server leaves Nagle's algorithm on. Of two short messages in a row it holds the
 * second until the first is acknowledged, which the system delays by 40 ms unless there is
 * something to send. So a message behind which another may wait is answered with an unsolicited
 * pong (RFC 6455, 5.5.3), which costs a few bytes, has no answer, and which the runtime's own
 * WebSocket cannot send.
 *
 * @module
 */

/** Who hears of the connection. */
export interface SocketListener {
  /** Takes a message; true if the server may have another one to send before it is sent any. */
  message(text: string): boolean;
  closed(): void;
}

const TEXT = 1;
const CLOSE = 8;
const PONG = 10;
/** The inspector's server hangs up at a message of so many bytes. */
const TOO_MANY_BYTES = 64 * 1024 * 1024;
const HANDSHAKE_END = "\r\n\r\n";

/** One connection, for text messages of a trusted server on this machine. */
export class InspectorSocket {
  readonly #connection: Deno.TcpConn;
  readonly #encoder = new TextEncoder();
  /** What is being written, if anything. */
  #sending: Promise<void> | undefined;
  #open = true;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /**
   * Connects.
   *
   * @param url `ws://…`
   * @returns the open connection; nothing is read before `listen`
   * @throws Error if the server refuses
   */
  static async connect(url: string): Promise<InspectorSocket> {
    const { hostname, port, pathname, host } = new URL(url);
    const connection = await Deno.connect({ hostname, port: Number(port) });
    connection.setNoDelay(true);
    const key = crypto.getRandomValues(new Uint8Array(16)).toBase64();
    const request = [
      `GET ${pathname} HTTP/1.1`,
      `Host: ${host}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
      `Sec-WebSocket-Key: ${key}`,
      "Sec-WebSocket-Version: 13",
    ];
    const socket = new InspectorSocket(connection);
    try {
      await writeAll(connection, socket.#encoder.encode(request.join("\r\n") + HANDSHAKE_END));
      await readHandshake(connection);
      return socket;
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** Whether messages can be sent. */
  get open(): boolean {
    return this.#open;
  }

  /** Sends a text; false, and nothing is sent, if it is longer than the server takes. */
  send(text: string): boolean {
    const payload = this.#encoder.encode(text);
    if (payload.length >= TOO_MANY_BYTES) return false;
    this.#write(encodeFrame(TEXT, payload));
    return true;
  }

  /** Closes at once. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#connection.close();
  }

  /** Hands messages over until the connection closes. */
  async listen(listener: SocketListener): Promise<void> {
    const frames = new FrameReader();
    const decoder = new TextDecoder();
    const chunk = new Uint8Array(64 * 1024);
    try {
      for (;;) {
        const count = await this.#connection.read(chunk);
        if (count === null) break;
        const payloads = frames.read(chunk.subarray(0, count));
        let more = false;
        for (const payload of payloads) more = listener.message(decoder.decode(payload));
        if (more) this.#write(encodeFrame(PONG, new Uint8Array(0)));
      }
    } catch {
      // the session has ended, or close() was called: either way there is no more to read
    }
    this.close();
    listener.closed();
  }

  #write(frame: Uint8Array): void {
    if (!this.#open) return;
    const write = (): Promise<void> => writeAll(this.#connection, frame);
    // In this very turn, if it can be: a cell begins that much sooner.
    const written = this.#sending === undefined ? write() : this.#sending.then(write);
    const sending: Promise<void> = written
      .catch(() => {}) // `listen` notices a broken connection
      .then(() => {
        if (this.#sending === sending) this.#sending = undefined;
      });
    this.#sending = sending;
  }
}

/** Puts frames together from chunks; control frames are passed over. */
class FrameReader {
  #held: Uint8Array[] = [];
  #length = 0;
  #needed = 2;
  #message: Uint8Array[] = [];

  read(chunk: Uint8Array): Uint8Array[] {
    this.#held.push(chunk.slice());
    this.#length += chunk.length;
    const messages: Uint8Array[] = [];
    while (this.#length >= this.#needed) {
      const bytes = this.#join();
      const frame = decodeFrame(bytes);
      if ("needed" in frame) {
        this.#needed = frame.needed;
        if (this.#length < this.#needed) break;
        continue;
      }
      this.#keep(bytes.subarray(frame.end));
      if (frame.opcode >= CLOSE) continue;
      this.#message.push(frame.payload);
      if (!frame.last) continue;
      messages.push(concat(this.#message));
      this.#message = [];
    }
    return messages;
  }

  #join(): Uint8Array {
    const bytes = concat(this.#held);
    this.#held = [bytes];
    return bytes;
  }

  #keep(rest: Uint8Array): void {
    this.#held = [rest];
    this.#length = rest.length;
    this.#needed = 2;
  }
}

type Frame =
  | { readonly needed: number }
  | {
    readonly opcode: number;
    readonly last: boolean;
    readonly payload: Uint8Array;
    readonly end: number;
  };

function decodeFrame(bytes: Uint8Array): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const first = view.getUint8(0);
  const short = view.getUint8(1) & 0x7f;
  const header = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < header) return { needed: header };
  const size = short === 126
    ? view.getUint16(2)
    : short === 127
    ? Number(view.getBigUint64(2))
    : short;
  const end = header + size;
  if (bytes.length < end) return { needed: end };
  return {
    opcode: first & 0x0f,
    last: (first & 0x80) !== 0,
    payload: bytes.subarray(header, end),
    end,
  };
}

/** A masked frame, as clients must send. */
function encodeFrame(opcode: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const extra = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const frame = new Uint8Array(2 + extra + 4 + length);
  const view = new DataView(frame.buffer);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127);
  if (extra === 2) view.setUint16(2, length);
  if (extra === 8) view.setBigUint64(2, BigInt(length));
  // The mask is all zero: it guards proxies against scripts, and here is neither.
  frame.set(payload, 2 + extra + 4);
  return frame;
}

async function readHandshake(connection: Deno.TcpConn): Promise<void> {
  const one = new Uint8Array(1);
  let text = "";
  // Byte by byte, so that nothing behind the handshake is read with it; it is short.
  while (!text.endsWith(HANDSHAKE_END)) {
    if (await connection.read(one) === null) throw new Error("The inspector closed the connection");
    text += String.fromCharCode(one[0] ?? 0);
  }
  if (!text.startsWith("HTTP/1.1 101")) {
    throw new Error(`The inspector refused: ${text.split("\r")[0]}`);
  }
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  let left = bytes;
  while (left.length > 0) left = left.subarray(await connection.write(left));
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
