/**
 * Bytes of protocol buffers: enough for writing ONNX models.
 *
 * @module
 */

const UTF8 = new TextEncoder();

/** A message under construction; fields may come in any order. */
export class Message {
  #bytes = new Uint8Array(64);
  #length = 0;

  /** An integer; fields of zero are written too, as repeated ones count. */
  int(field: number, value: number | bigint): this {
    this.#varint(BigInt(field << 3));
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  /** A 32-bit float. */
  float(field: number, value: number): this {
    this.#varint(BigInt(field << 3 | 5));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#append(bytes);
    return this;
  }

  /** Text. */
  text(field: number, value: string): this {
    return this.bytes(field, UTF8.encode(value));
  }

  /** Bytes, or a message inside of this one. */
  bytes(field: number, value: Uint8Array | Message): this {
    const bytes = value instanceof Message ? value.finish() : value;
    this.#varint(BigInt(field << 3 | 2));
    this.#varint(BigInt(bytes.length));
    this.#append(bytes);
    return this;
  }

  /** All bytes so far. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #varint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    while (rest > 0x7fn) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.#append(bytes);
  }

  #append(bytes: ArrayLike<number>): void {
    const end = this.#length + bytes.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = end;
  }
}
