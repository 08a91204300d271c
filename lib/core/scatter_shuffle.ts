/**
 * A random order of many integers, made where the processor's cache is: dealt out to buckets by
 * chance first, and then brought into a random order bucket by bucket.
 *
 * @module
 */

/** Where random bits come from. */
export interface BitSource {
  /** Fills an array with random bits. */
  fillBits(words: Int32Array): void;
}

/** As many as values of a byte. Writing to more places at once than there are pages at hand is slow. */
const BUCKETS = 256;

/** The longest list whose places sixteen random bits can tell without many being refused. */
const SHORT = 1 << 15;

/** Random words that are drawn at a time. */
const BLOCK = 4096;

/**
 * Brings integers into a random order, each order as likely as the others (Rao 1961, Sandelius 1962).
 *
 * Fisher and Yates reach all over the memory in every step, which takes longer the more others use
 * it. Here each step stays within a bucket.
 *
 * @param items any integers; they stay as they are
 * @param bits where chance comes from
 * @returns a new array of them
 * @example
 * ```ts
 * import { scatterShuffle } from "./scatter_shuffle.ts";
 * import { SeedStream } from "./seed.ts";
 * const order = scatterShuffle(Int32Array.of(5, 6, 7), SeedStream.from(13));
 * ```
 */
export function scatterShuffle(items: Int32Array, bits: BitSource): Int32Array {
  const { order, starts } = scatter(items, bits);
  const draw = new Draws(bits);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const [from, to] = [starts[bucket] as number, starts[bucket + 1] as number];
    if (to - from > SHORT) order.set(scatterShuffle(order.subarray(from, to), bits), from);
    else draw.shuffle(order.subarray(from, to));
  }
  return order;
}

/** A byte of chance for each item says which bucket it goes to. */
function scatter(
  items: Int32Array,
  bits: BitSource,
): { order: Int32Array; starts: Int32Array } {
  const words = new Int32Array(Math.ceil(items.length / 4));
  bits.fillBits(words);
  const buckets = new Uint8Array(words.buffer, 0, items.length);
  const starts = new Int32Array(BUCKETS + 1);
  for (let at = 0; at < buckets.length; at++) {
    const after = (buckets[at] as number) + 1;
    starts[after] = (starts[after] as number) + 1;
  }
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  }
  const order = new Int32Array(items.length);
  const next = starts.slice();
  for (let at = 0; at < items.length; at++) {
    const bucket = buckets[at] as number;
    const place = next[bucket] as number;
    order[place] = items[at] as number;
    next[bucket] = place + 1;
  }
  return { order, starts };
}

/** Sixteen random bits at a time, out of a block that is filled again when it is used up. */
class Draws {
  readonly #bits: BitSource;
  readonly #words = new Int32Array(BLOCK);
  readonly #halves = new Uint16Array(this.#words.buffer);
  #used = 2 * BLOCK;

  constructor(bits: BitSource) {
    this.#bits = bits;
  }

  /** Fisher and Yates, with Lemire's way to draw below a number (arXiv:1805.10941). */
  shuffle(items: Int32Array): void {
    const halves = this.#halves;
    let used = this.#used;
    for (let left = items.length; left > 1; left--) {
      let product = 0;
      for (;;) {
        if (used === halves.length) {
          this.#bits.fillBits(this.#words);
          used = 0;
        }
        product = Math.imul(halves[used++] as number, left);
        const rest = product & 0xffff;
        if (rest >= left || rest >= 65536 % left) break;
      }
      const other = product >>> 16;
      const kept = items[left - 1] as number;
      items[left - 1] = items[other] as number;
      items[other] = kept;
    }
    this.#used = used;
  }
}
