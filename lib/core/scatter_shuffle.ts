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
  /** Another source, which gives the bits that this one gives from here on. */
  copy(): BitSource;
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
 * @param items any integers, which stay as they are; or a number, for the integers below it
 * @param bits where chance comes from
 * @returns a new array of them
 * @example
 * ```ts
 * import { scatterShuffle } from "./scatter_shuffle.ts";
 * import { SeedStream } from "./seed.ts";
 * const order = scatterShuffle(Int32Array.of(5, 6, 7), SeedStream.from(13));
 * const places = scatterShuffle(100_000, SeedStream.from(13));
 * ```
 */
export function scatterShuffle(items: Int32Array | number, bits: BitSource): Int32Array {
  const { order, starts } = scatter(items, bits);
  const draws = new Draws(bits);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const [from, to] = [starts[bucket] as number, starts[bucket + 1] as number];
    if (to - from > SHORT) order.set(scatterShuffle(order.subarray(from, to), bits), from);
    else draws.shuffle(order, { from, to });
  }
  return order;
}

/**
 * A byte of chance for each item says which bucket it goes to. The bytes are drawn twice, to count
 * and to deal out: kept, they would be a quarter more of new memory, which takes longer to get.
 */
function scatter(
  items: Int32Array | number,
  bits: BitSource,
): { order: Int32Array; starts: Int32Array } {
  const length = typeof items === "number" ? items : items.length;
  const starts = startsOf(length, bits.copy());
  const order = new Int32Array(length);
  const next = starts.slice();
  const given = typeof items === "number" ? undefined : items;
  let first = 0;
  for (const buckets of drawBytes(length, bits)) {
    for (let at = 0; at < buckets.length; at++) {
      const bucket = buckets[at] as number;
      const place = next[bucket] as number;
      order[place] = given === undefined ? first + at : given[first + at] as number;
      next[bucket] = place + 1;
    }
    first += buckets.length;
  }
  return { order, starts };
}

/** Where each bucket begins, and where the last one ends. */
function startsOf(length: number, bits: BitSource): Int32Array {
  const starts = new Int32Array(BUCKETS + 1);
  for (const buckets of drawBytes(length, bits)) {
    for (let at = 0; at < buckets.length; at++) {
      const after = (buckets[at] as number) + 1;
      starts[after] = (starts[after] as number) + 1;
    }
  }
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  }
  return starts;
}

/** `length` bytes of chance, a block at a time in one array. */
function* drawBytes(length: number, bits: BitSource): Generator<Uint8Array> {
  const words = new Int32Array(BLOCK);
  for (let first = 0; first < length; first += 4 * BLOCK) {
    const count = Math.min(4 * BLOCK, length - first);
    bits.fillBits(words.subarray(0, Math.ceil(count / 4)));
    yield new Uint8Array(words.buffer, 0, count);
  }
}

/** Sixteen random bits at a time, out of a block that is filled again when it is used up. */
class Draws {
  readonly #bits: BitSource;
  readonly #words = new Int32Array(BLOCK);
  readonly #halves = new Uint16Array(this.#words.buffer);
  #used = this.#halves.length;

  constructor(bits: BitSource) {
    this.#bits = bits;
  }

  /**
   * Fisher and Yates, with Lemire's way to draw below a number (arXiv:1805.10941). The inner loop
   * calls nothing and knows its end, which makes it twice as fast: it stops where bits are used up,
   * or would be enough if none was refused.
   */
  shuffle(items: Int32Array, { from, to }: { from: number; to: number }): void {
    const halves = this.#halves;
    let used = this.#used;
    let left = to - from;
    while (left > 1) {
      if (used === halves.length) {
        this.#bits.fillBits(this.#words);
        used = 0;
      }
      for (const end = Math.min(halves.length, used + left - 1); used < end; used++) {
        const product = Math.imul(halves[used] as number, left);
        const rest = product & 0xffff;
        if (rest < left && rest < 65536 % left) continue;
        left--;
        const other = from + (product >>> 16);
        const kept = items[from + left] as number;
        items[from + left] = items[other] as number;
        items[other] = kept;
      }
    }
    this.#used = used;
  }
}
