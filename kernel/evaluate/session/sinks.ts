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

/**
 * The way out for comm messages.
 *
 * @param output sends the events
 * @returns the sink
 */
export function commSink(output: Output): CommSink {
  return {
    comm: (action, content, { metadata = {}, buffers = [] }) =>
      output.event({
        type: "comm",
        cell: output.cell,
        action,
        content,
        metadata,
        buffers: buffers.map(toBase64),
      }),
  };
}

function toBase64(bytes: Uint8Array): string {
  return bytes.toBase64();
}
