/**
 * Kind and size of a picture, read from its first bytes.
 *
 * @module
 */

/** What the head of a picture states. */
export interface ImageHead {
  /** Such as `image/png`. */
  readonly type: string;
  /** Pixels; absent where the head does not state them. */
  readonly width?: number;
  readonly height?: number;
}

/**
 * Reads kind and size of a PNG, JPEG, GIF or WebP picture.
 *
 * @param bytes the whole picture, or at least its head
 * @returns what it is, or undefined if it is none of these
 * @example
 * ```ts
 * import { readImageHead } from "./image_size.ts";
 * console.assert(readImageHead(new Uint8Array(8)) === undefined);
 * ```
 */
export function readImageHead(bytes: Uint8Array): ImageHead | undefined {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return png(bytes);
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return jpeg(bytes);
  if (startsWith(bytes, ascii("GIF87a")) || startsWith(bytes, ascii("GIF89a"))) return gif(bytes);
  if (startsWith(bytes, ascii("RIFF")) && startsWith(bytes.subarray(8), ascii("WEBP"))) {
    return { type: "image/webp" };
  }
  return undefined;
}

function png(bytes: Uint8Array): ImageHead {
  if (bytes.length < 24) return { type: "image/png" };
  const view = viewOf(bytes);
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(bytes: Uint8Array): ImageHead {
  if (bytes.length < 10) return { type: "image/gif" };
  const view = viewOf(bytes);
  return { type: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** The size stands in the frame header, behind segments of any length. */
function jpeg(bytes: Uint8Array): ImageHead {
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = view.getUint8(at + 1);
    if (isFrameHeader(marker)) {
      return { type: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return { type: "image/jpeg" };
}

/** SOF0 to SOF15, without the tables DHT, JPG and DAC that stand among them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte);
}

function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
