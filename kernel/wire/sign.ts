/**
 * Signatures of messages: HMAC-SHA256 over the four JSON frames, exactly as they travel.
 *
 * Source: Jupyter messaging specification 5.5, "The wire protocol".
 *
 * @module
 */

import { createHash, type Hash, timingSafeEqual } from "node:crypto";

/** Signs and checks the four frames of messages. Buffers behind them are not signed. */
export interface Signer {
  /** Whether there is a key; without one signatures are empty and everything passes. */
  readonly signs: boolean;
  /** The signature, as the ASCII bytes of its hexadecimal digits. */
  sign(frames: readonly Uint8Array[]): Uint8Array;
  /** Whether a signature is that of the frames; takes as long for any wrong one. */
  verify(signature: Uint8Array, frames: readonly Uint8Array[]): boolean;
}

/**
 * The signer of a connection.
 *
 * @param key the connection's key, used as UTF-8 text; "" signs nothing
 * @returns the signer
 * @example
 * ```ts
 * import { createSigner } from "./sign.ts";
 * const signer = createSigner("secret");
 * const frames = [new TextEncoder().encode("{}")];
 * console.assert(signer.verify(signer.sign(frames), frames));
 * ```
 */
export function createSigner(key: string): Signer {
  return key === "" ? UNSIGNED : new HmacSigner(key);
}

const UNSIGNED: Signer = {
  signs: false,
  sign: () => new Uint8Array(),
  verify: () => true,
};

const ENCODER = new TextEncoder();

/** Bytes of a block of SHA-256, which the key is filled up to or hashed down for. */
const BLOCK = 64;

/**
 * HMAC by its definition (RFC 2104), from two hashes that have taken the key in already: a fourth of
 * what `createHmac` costs, and each message of a cell is signed.
 */
class HmacSigner implements Signer {
  readonly signs = true;
  readonly #inner: Hash;
  readonly #outer: Hash;

  constructor(key: string) {
    const bytes = new TextEncoder().encode(key);
    const block = new Uint8Array(BLOCK);
    block.set(bytes.length > BLOCK ? createHash("sha256").update(bytes).digest() : bytes);
    this.#inner = createHash("sha256").update(block.map((byte) => byte ^ 0x36));
    this.#outer = createHash("sha256").update(block.map((byte) => byte ^ 0x5c));
  }

  sign(frames: readonly Uint8Array[]): Uint8Array {
    const inner = this.#inner.copy();
    for (const frame of frames) inner.update(frame);
    return ENCODER.encode(this.#outer.copy().update(inner.digest()).digest("hex"));
  }

  verify(signature: Uint8Array, frames: readonly Uint8Array[]): boolean {
    const right = this.sign(frames);
    // The length of a signature is no secret, and the comparison needs equal ones.
    return signature.length === right.length && timingSafeEqual(signature, right);
  }
}
