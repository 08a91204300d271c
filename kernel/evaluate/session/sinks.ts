/**
 * How displays and comm messages become events.
 *
 * @module
 */

import type { CommSink } from "../../comm/comm.ts";
import type { DisplaySink } from "../../display/sink.ts";
import type { Output } from "./output.ts";

/**
 * The way out for displays.
 *
 * @param output sends the events
 * @returns the sink
 */
export function displaySink(output: Output): DisplaySink {
  return {
    display: (bundle, { buffers, ...options } = {}) => {
      const event = { type: "display", cell: output.cell, bundle, ...options } as const;
      output.event(buffers ? { ...event, buffers: buffers.map(toBase64) } : event);
    },
    clear: ({ wait = false } = {}) => output.event({ type: "clear", cell: output.cell, wait }),
  };
}

type Data = Readonly<Record<string, unknown>>;

/** Copies data as JSON. */
type AsJson = (data: Data) => Data;

/**
 * The way out for comm messages.
 *
 * @param output sends the events
 * @param asJson mends what JSON cannot hold
 * @returns the sink
 */
export function commSink(output: Output, asJson: AsJson): CommSink {
  return {
    comm: (action, content, { metadata = {}, buffers = [] }) => {
      const event = {
        type: "comm",
        cell: output.cell,
        action,
        content,
        metadata,
        buffers: buffers.map(toBase64),
      } as const;
      try {
        output.event(event);
      } catch {
        // Nothing has left yet: a BigInt, a cycle or a getter that throws cannot be written.
        output.event({ ...event, content: asJson(content), metadata: asJson(metadata) });
      }
    },
  };
}

/**
 * A binary part of a message as text: numbers of any kind are sent as the bytes that they are.
 *
 * @param binary bytes, or a view of them such as a Float32Array
 * @returns its bytes in base64
 * @example
 * ```ts
 * import { toBase64 } from "./sinks.ts";
 * console.assert(toBase64(Uint16Array.of(1)) === "AQA=");
 * ```
 */
export function toBase64(binary: ArrayBuffer | ArrayBufferView): string {
  if (!ArrayBuffer.isView(binary)) return new Uint8Array(binary).toBase64();
  const { buffer, byteOffset, byteLength } = binary;
  return new Uint8Array(buffer, byteOffset, byteLength).toBase64();
}
