/**
 * Chance as an argument: named streams of random numbers that split without drawing.
 *
 * @module
 */

import { scatterShuffle } from "./scatter_shuffle.ts";

/** What a stream needs to go on where it stopped. */
export interface SeedState {
  /** Names from the root to this stream. */
  readonly path: readonly string[];
  /** What children derive from. */
  readonly key: readonly [number, number, number, number];
  /** Where the generator stands. */
  readonly state: readonly [number, number, number, number];
}

/**
 * A stream of random numbers with a name (generator: sfc32 by Chris Doty-Humphrey).
 *
 * A child depends on the names on the way to it only, never on what its parent has drawn: order of
 * use changes nothing.
 *
 * @example
 * ```ts
 * import { SeedStream } from "./seed.ts";
 * const seeds = SeedStream.from(13);
 * const order = seeds.split("sampler").split(0).permutation(5);
 * ```
 */
export class SeedStream {
  /** Names from the root to this stream. */
  readonly path: readonly string[];
  readonly #key: readonly [number, number, number, number];
  #a: number;
  #b: number;
  #c: number;
  #count: number;

  /** @param state what `getState()` of the stream to continue gave */
  constructor({ path, key, state }: SeedState) {
    this.path = Object.freeze([...path]);
    this.#key = key;
    [this.#a, this.#b, this.#c, this.#count] = state;
  }

  /**
   * Opens the root of a tree of streams.
   *
   * @param seed any number or text
   * @returns a stream that always gives the same numbers for the same seed
   */
  static from(seed: number | string): SeedStream {
    return open([String(seed)], deriveKey([0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x1], String(seed)));
  }

  /**
   * Opens a child, whose numbers have nothing to do with those of its parent or its siblings.
   *
   * @param name what the child is for, or its number
   * @returns the child, at its first number
   */
  split(name: string | number): SeedStream {
    return open([...this.path, String(name)], deriveKey(this.#key, String(name)));
  }

  /**
   * Remembers where the stream stands.
   *
   * @returns plain data for `new SeedStream(state)`
   */
  getState(): SeedState {
    const state = [this.#a, this.#b, this.#c, this.#count] as const;
    return { path: this.path, key: this.#key, state };
  }

  /** @returns a stream of its own that gives the numbers that this one gives from here on */
  copy(): SeedStream {
    return new SeedStream(this.getState());
  }

  /** @returns the next integer from 0 to 2³² − 1 */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#count) | 0;
    this.#count = (this.#count + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum | 0;
    return sum >>> 0;
  }

  /** @returns the next number of [0, 1), with 53 random bits */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /**
   * Draws an integer, each as likely as the others.
   *
   * @param end integer above the greatest result, from 1 to 2³²
   * @returns an integer from 0 to `end` − 1
   */
  below(end: number): number {
    const limit = 4294967296 - 4294967296 % end;
    let drawn = this.uint32();
    while (drawn >= limit) drawn = this.uint32();
    return drawn % end;
  }

  /** @returns the next number of the standard normal distribution (Marsaglia's polar method) */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt(-2 * Math.log(s) / s);
    }
  }

  /**
   * Brings the entries of an array into a random order, in place (Fisher–Yates).
   *
   * @param items any array, typed arrays included
   * @returns the same array
   */
  shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = items[last];
      items[last] = items[other];
      items[other] = kept;
    }
    return items;
  }

  /**
   * Fills an array with random bits: 32 of them for each word, as `uint32` gives them.
   *
   * @param words is written over
   */
  fillBits(words: Int32Array): void {
    let [a, b, c, count] = [this.#a, this.#b, this.#c, this.#count];
    for (let at = 0; at < words.length; at++) {
      const sum = (a + b + count) | 0;
      count = (count + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = ((c << 21) | (c >>> 11)) + sum | 0;
      words[at] = sum;
    }
    [this.#a, this.#b, this.#c, this.#count] = [a, b, c, count];
  }

  /**
   * Draws an order of the integers below `length`.
   *
   * @param length how many integers
   * @returns each integer from 0 to `length` − 1 once
   */
  permutation(length: number): Int32Array {
    if (length > LONG) return scatterShuffle(length, this);
    const order = new Int32Array(length);
    for (let index = 0; index < length; index++) order[index] = index;
    this.#shuffleIntegers(order);
    return order;
  }

  /**
   * Brings integers into a random order, in place: `rows[permutation[0]]`, `rows[permutation[1]]`, …
   *
   * @param rows any integers
   * @returns the same array
   */
  shuffleRows(rows: Int32Array): Int32Array {
    if (rows.length > LONG) rows.set(scatterShuffle(rows, this));
    else this.#shuffleIntegers(rows);
    return rows;
  }

  /**
   * Gives integers in a random order: the one that `shuffleRows` would bring them into.
   *
   * @param rows any integers; they stay as they are
   * @returns a new array of them
   */
  shuffledRows(rows: Int32Array): Int32Array {
    return rows.length > LONG ? scatterShuffle(rows, this) : this.shuffleRows(rows.slice());
  }

  /** As `shuffle`, without a call per number: ten times as fast for a million rows. */
  #shuffleIntegers(order: Int32Array): void {
    let [a, b, c, count] = [this.#a, this.#b, this.#c, this.#count];
    for (let last = order.length - 1; last > 0; last--) {
      const mask = 0xffffffff >>> Math.clz32(last);
      let other = last + 1;
      while (other > last) {
        const sum = (a + b + count) | 0;
        count = (count + 1) | 0;
        a = b ^ (b >>> 9);
        b = (c + (c << 3)) | 0;
        c = ((c << 21) | (c >>> 11)) + sum | 0;
        other = (sum & mask) >>> 0;
      }
      const kept = order[last] as number;
      order[last] = order[other] as number;
      order[other] = kept;
    }
    [this.#a, this.#b, this.#c, this.#count] = [a, b, c, count];
  }
}

/** Lists that are longer than this do not fit into the nearest cache. */
const LONG = 1 << 15;

type Key = readonly [number, number, number, number];

function open(path: readonly string[], key: Key): SeedStream {
  const [a, b, c] = key;
  const stream = new SeedStream({ path, key, state: [a | 0, b | 0, c | 0, key[3] | 1] });
  for (let round = 0; round < 12; round++) stream.uint32();
  return stream;
}

/** Four lanes of MurmurHash3's mixing over the characters of a name. */
function deriveKey(parent: Key, name: string): Key {
  let [a, b, c, d] = parent;
  for (let index = 0; index <= name.length; index++) {
    // The length ends the name, so that "a" then "b" differs from "ab".
    const unit = index < name.length ? name.charCodeAt(index) : 0x10000 + name.length;
    a = b ^ Math.imul(a ^ unit, 0x239b961b);
    b = c ^ Math.imul(b ^ unit, 0xab0e9789);
    c = d ^ Math.imul(c ^ unit, 0x38b34ae5);
    d = a ^ Math.imul(d ^ unit, 0xa1e38b93);
  }
  return [finish(a ^ c), finish(b ^ d), finish(c ^ Math.imul(b, 5)), finish(d ^ Math.imul(a, 9))];
}

function finish(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
