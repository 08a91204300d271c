/**
 * What an ONNX file says about its ports beyond shapes, as entries of its metadata: the key
 * `signal.units` has the units of the port `signal`, and so on.
 *
 * @module
 */

import { Message } from "../../engine/lower/protobuf.ts";
import type { Interface, Ports } from "../interface.ts";

/** What a port can say beyond its shape and type. */
export type PortMeaning = Pick<Interface, "domain" | "units" | "range" | "meaning">;

const TEXTS = ["domain", "units", "meaning"] as const;

/** Number of the field, from `onnx.proto`. */
const METADATA = 14;

/**
 * Reads what is said of a port.
 *
 * @param metadata of an ONNX file
 * @param port its name in the file
 * @returns domain, units, range and meaning, as far as they are there
 * @throws SyntaxError for a range that is no pair of numbers
 * @example
 * ```ts
 * import { readMeaning } from "./interface_metadata.ts";
 * readMeaning({ "soh.units": "%", "soh.range": "0, 100" }, "soh").range; // [0, 100]
 * ```
 */
export function readMeaning(
  metadata: Readonly<Record<string, string>>,
  port: string,
): PortMeaning {
  const texts = TEXTS.flatMap((aspect) => {
    const text = metadata[`${port}.${aspect}`];
    return text === undefined ? [] : [[aspect, text]];
  });
  const range = metadata[`${port}.range`];
  return {
    ...Object.fromEntries(texts),
    ...range !== undefined && { range: readRange(range, port) },
  };
}

/**
 * Adds to an ONNX file what its ports mean.
 *
 * @param bytes the file
 * @param ports what is said, by the names of the ports in the file
 * @returns another file, with more metadata
 * @example
 * ```ts
 * import { writeMeaning } from "./interface_metadata.ts";
 * writeMeaning(new Uint8Array(), { soh: { units: "%", range: [0, 100] } });
 * ```
 */
export function writeMeaning(
  bytes: Uint8Array,
  ports: Ports<PortMeaning>,
): Uint8Array<ArrayBuffer> {
  const entries = new Message();
  for (const [port, { range, ...texts }] of Object.entries(ports)) {
    const said = { ...texts, ...range && { range: range.join(", ") } };
    for (const aspect of [...TEXTS, "range"] as const) {
      const value = said[aspect];
      if (value === undefined) continue;
      entries.bytes(METADATA, new Message().text(1, `${port}.${aspect}`).text(2, value));
    }
  }
  // Fields of a message may come in any order, so that a file can be continued.
  const more = entries.finish();
  const all = new Uint8Array(bytes.length + more.length);
  all.set(bytes);
  all.set(more, bytes.length);
  return all;
}

function readRange(text: string, port: string): readonly [number, number] {
  const [least = NaN, greatest = NaN, ...more] = text.replaceAll(/[[\]]/g, "").split(",").map(
    Number,
  );
  if (least <= greatest && more.length === 0) return [least, greatest];
  throw new SyntaxError(
    `Cannot read the metadata "${port}.range": it is "${text}"; write two numbers as "0, 100"`,
  );
}
