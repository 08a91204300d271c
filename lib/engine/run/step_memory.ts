/**
 * Memory that ONNX Runtime and WebAssembly both read and write.
 *
 * @module
 */

import { type Elements, sizeOf, type Value } from "../program/program.ts";
import { LANES } from "../lower/wasm_module.ts";
import { OutOfMemoryError } from "./errors.ts";
import type { HostTensor } from "./onnx_runtime.ts";

const PAGE = 65_536;
/** Where arrays begin: the width of a line of the processor's cache. */
const LINE = 64;
/** Bytes that fit one memory at most: WebAssembly's addresses have 32 bits. */
const LARGEST_MEMORY = 2 ** 32;

/** A place for the elements of a tensor. */
export interface Place extends Value {
  /** Bytes from the beginning of the memory. */
  readonly offset: number;
}

/** Places for tensors, one after another; all live as long as the memory. */
export class StepMemory {
  readonly memory: WebAssembly.Memory = new WebAssembly.Memory({ initial: 1 });
  readonly #tensors = new Map<Place, HostTensor>();
  #buffer: ArrayBufferLike = this.memory.buffer;
  #end = LINE;

  /** What holds everything now; another one after the memory has grown. */
  get buffer(): ArrayBufferLike {
    return this.#buffer;
  }

  /**
   * Tells whether tensors have room in one memory.
   *
   * @param values types and shapes
   * @param limit bytes that it may have; it never has more than four gigabytes
   * @returns false for more than that
   */
  static holds(values: readonly Pick<Value, "shape">[], limit: number = LARGEST_MEMORY): boolean {
    const room = values.reduce((sum, value) => sum + roomOf(value), LINE);
    return room <= Math.min(limit, LARGEST_MEMORY);
  }

  /**
   * Reserves a place; the memory grows when it must.
   *
   * @param value type and shape
   * @returns a place of its own
   * @throws OutOfMemoryError when there is no more memory
   */
  reserve({ dtype, shape }: Value): Place {
    const place = { dtype, shape: [...shape], offset: this.#end };
    const end = this.#end + roomOf(place);
    const missing = Math.ceil((end - this.#buffer.byteLength) / PAGE);
    if (missing > 0) this.#grow(missing);
    this.#buffer = this.memory.buffer;
    this.#end = end;
    return place;
  }

  #grow(pages: number): void {
    try {
      this.memory.grow(pages);
    } catch (cause) {
      throw new OutOfMemoryError({ operation: "updates", bytes: pages * PAGE, cause });
    }
  }

  /**
   * The tensor at a place. Memory that has grown is another buffer, so this is asked anew each time.
   *
   * @param place what `reserve` gave
   * @returns type, shape and elements, which are not copied
   */
  at(place: Place): HostTensor {
    const known = this.#tensors.get(place);
    if (known?.data.buffer === this.#buffer) return known;
    const { dtype, shape, offset } = place;
    const tensor = { dtype, shape, data: viewOf(this.#buffer, place, offset) };
    this.#tensors.set(place, tensor);
    return tensor;
  }
}

function viewOf(buffer: ArrayBufferLike, { dtype, shape }: Value, offset: number): Elements {
  const size = sizeOf(shape);
  if (dtype === "float32") return new Float32Array(buffer, offset, size);
  return dtype === "int32"
    ? new Int32Array(buffer, offset, size)
    : new Uint8Array(buffer, offset, size);
}

/** Loops may run over the end to a multiple of the numbers that they take at a time. */
function roomOf({ shape }: Pick<Value, "shape">): number {
  const bytes = 4 * (sizeOf(shape) + LANES);
  return Math.ceil(bytes / LINE) * LINE;
}
