/**
 * A channel over a stream of bytes.
 *
 * @module
 */

import type { Duplex } from "node:stream";
import { encodeFrame, FrameReader } from "./frame.ts";
import type { Channel, Ear } from "./messages.ts";

/**
 * Speaks frames over a stream. Bytes that are no frames close the line, as an error does.
 *
 * @param stream both ways
 * @returns the channel
 * @example
 * ```ts
 * import { Duplex } from "node:stream";
 * import { streamChannel } from "./stream_channel.ts";
 * const channel = streamChannel<string, string>(Duplex.from([]));
 * ```
 */
export function streamChannel<Sent, Received>(stream: Duplex): Channel<Sent, Received> {
  const reader = new FrameReader();
  stream.on("error", () => stream.destroy());
  return {
    send(frame) {
      if (!stream.writable) return;
      for (const part of encodeFrame(frame)) stream.write(part);
    },
    listen(ear) {
      stream.on("data", (piece: Uint8Array) => hear(piece, ear));
      stream.once("end", () => stream.destroy());
      stream.once("close", ear.onClose);
    },
    close: () => void stream.destroy(),
  };

  function hear(piece: Uint8Array, ear: Ear<Received>): void {
    if (stream.destroyed) return;
    let frames: ReturnType<FrameReader["read"]>;
    try {
      frames = reader.read(piece);
    } catch {
      stream.destroy();
      return;
    }
    for (const frame of frames) ear.onFrame(frame as Parameters<typeof ear.onFrame>[0]);
  }
}
