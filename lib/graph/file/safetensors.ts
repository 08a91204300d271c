/**
 * Tensors as a safetensors file: eight bytes with the length of the header, a header of JSON, data.
 *
 * Source: https://github.com/huggingface/safetensors#format (version 0.4)
 *
 * @module
 */

import { canonicalJson, type JsonObject } from "../../core/json.ts";
import { quote } from "../../core/names.ts";
import type { HostTensor, HostTensors } from "../../engine/run/onnx_runtime.ts";

/** What a file holds. */
export interface Safetensors {
  readonly tensors: HostTensors;
  /** Texts by name: the `__metadata__` of the file. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** A file is damaged, or holds what this library cannot compute with. */
export class SafetensorsError extends SyntaxError {
  override readonly name = "SafetensorsError";

  /** @param reason what is wrong with the file */
  constructor(reason: string, options?: ErrorOptions) {
    super(`Cannot read the safetensors: ${reason}`, options);
  }
}

const NAMES = { float32: "F32", int32: "I32", bool: "BOOL" } as const;
const WIDTHS: Readonly<Record<string, number>> = { F32: 4, I32: 4, BOOL: 1 };
const METADATA = "__metadata__";
/** The reference implementation refuses longer headers too. */
const LONGEST_HEADER = 100_000_000;

/** Numbers lie in files with the least significant byte first. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Writes tensors.
 *
 * @param content tensors and texts by name
 * @returns the file; the same for equal content, whatever the order of its names
 * @throws {RangeError} for a tensor that has the name of the metadata
 * @example
 * ```ts
 * import { writeSafetensors } from "./safetensors.ts";
 * const bias = { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) } as const;
 * const file = writeSafetensors({ tensors: { bias }, metadata: {} });
 * ```
 */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  if (Object.hasOwn(tensors, METADATA)) {
    throw new RangeError(`Cannot write a tensor of the name ${quote(METADATA)}: it is reserved`);
  }
  // Wide elements first, so that all of them stand where processors can read them; then by name.
  const entries = Object.entries(tensors).toSorted(([a, one], [b, other]) =>
    widthOf(other) - widthOf(one) || (a < b ? -1 : 1)
  );
  const header: Record<string, JsonObject> = {};
  if (Object.keys(metadata).length > 0) header[METADATA] = metadata;
  let end = 0;
  for (const [name, { dtype, shape, data }] of entries) {
    const start = end;
    end += data.byteLength;
    header[name] = { dtype: NAMES[dtype], shape, data_offsets: [start, end] };
  }
  const text = new TextEncoder().encode(canonicalJson(header));
  const length = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + length + end).fill(0x20, 8, 8 + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(length), true);
  file.set(text, 8);
  let at = 8 + length;
  for (const [, tensor] of entries) {
    file.set(swapped(bytesOf(tensor), widthOf(tensor)), at);
    at += tensor.data.byteLength;
  }
  return file;
}

/**
 * Reads tensors.
 *
 * @param file the content of a file
 * @returns copies of all tensors, and texts
 * @throws {SafetensorsError} when it is damaged, or has elements of other types than F32, I32, BOOL
 * @example
 * ```ts
 * import { readSafetensors, writeSafetensors } from "./safetensors.ts";
 * const bias = { dtype: "float32", shape: [2], data: Float32Array.of(1, 2) } as const;
 * readSafetensors(writeSafetensors({ tensors: { bias }, metadata: {} })).tensors.bias?.shape; // [2]
 * ```
 */
export function readSafetensors(file: Uint8Array): Safetensors {
  const { header, data } = partsOf(file);
  const { [METADATA]: metadata = {}, ...entries } = header;
  const found = Object.entries(entries).map(([name, entry]) => ({ name, ...entryOf(name, entry) }));
  let end = 0;
  for (
    const { name, from, to } of found.toSorted((one, other) =>
      one.from - other.from || one.to - other.to
    )
  ) {
    if (from !== end) {
      throw new SafetensorsError(`${quote(name)} begins at ${from}, and not at ${end}`);
    }
    end = to;
  }
  if (end !== data.length) {
    throw new SafetensorsError(`it has ${data.length} bytes of data, and lists ${end}`);
  }
  const tensors = found.map(({ name, dtype, shape, from, to }) => [
    name,
    tensorOf(data.slice(from, to), { dtype, shape, name }),
  ]);
  return { tensors: Object.fromEntries(tensors), metadata: textsOf(metadata) };
}

function partsOf(file: Uint8Array): { readonly header: JsonObject; readonly data: Uint8Array } {
  if (file.length < 8) throw new SafetensorsError(`it has ${file.length} bytes; 8 are the least`);
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > BigInt(Math.min(LONGEST_HEADER, file.length - 8))) {
    throw new SafetensorsError(`its header would have ${length} bytes; the file is too short`);
  }
  const end = 8 + Number(length);
  let header: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(file.subarray(8, end));
    if (!text.startsWith("{")) throw new SyntaxError("it begins with no brace");
    header = JSON.parse(text);
  } catch (cause) {
    throw new SafetensorsError(`its header is no JSON (${(cause as Error).message})`, { cause });
  }
  // A Buffer of Node would give views where copies are wanted.
  const data = new Uint8Array(file.buffer, file.byteOffset + end, file.length - end);
  return { header: header as JsonObject, data };
}

interface Entry {
  readonly dtype: HostTensor["dtype"];
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function entryOf(name: string, entry: unknown): Entry {
  const { dtype: code, shape, data_offsets: offsets } = (entry ?? {}) as Readonly<
    Record<string, unknown>
  >;
  const dtype = Object.entries(NAMES).find(([, known]) => known === code)?.[0];
  if (dtype === undefined) {
    throw new SafetensorsError(
      `${quote(name)} has elements of type ${code}; known: ${Object.values(NAMES).join(", ")}`,
    );
  }
  if (!isCounts(shape) || !isCounts(offsets)) {
    throw new SafetensorsError(`${quote(name)} has no shape or no place in the data`);
  }
  const [from = 0, to = -1] = offsets;
  const bytes = shape.reduce((product, length) => product * length, WIDTHS[String(code)] ?? 1);
  if (offsets.length !== 2 || to - from !== bytes) {
    throw new SafetensorsError(
      `${quote(name)} of shape (${shape}) needs ${bytes} bytes, and has ${to - from}`,
    );
  }
  return { dtype: dtype as HostTensor["dtype"], shape, from, to };
}

/** The bytes are a copy that begins where any element may begin. */
function tensorOf(
  bytes: Uint8Array<ArrayBuffer>,
  { dtype, shape, name }: Pick<HostTensor, "dtype" | "shape"> & { readonly name: string },
): HostTensor {
  if (dtype === "bool") {
    const strange = bytes.find((byte) => byte > 1);
    if (strange === undefined) return { dtype, shape, data: bytes };
    throw new SafetensorsError(`${quote(name)} holds ${strange}, which is neither 0 nor 1`);
  }
  const { buffer } = swapped(bytes, 4);
  return {
    dtype,
    shape,
    data: dtype === "float32" ? new Float32Array(buffer) : new Int32Array(buffer),
  };
}

function textsOf(metadata: unknown): Readonly<Record<string, string>> {
  const texts = Object.entries(metadata ?? {});
  if (texts.every(([, text]) => typeof text === "string")) return Object.fromEntries(texts);
  throw new SafetensorsError("its metadata are not all texts");
}

function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function widthOf({ dtype }: HostTensor): number {
  return WIDTHS[NAMES[dtype]] ?? 1;
}

function bytesOf({ data }: HostTensor): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}

/** From the order of bytes in files to that of this machine, and back. */
function swapped(
  bytes: Uint8Array<ArrayBuffer>,
  width: number,
): Uint8Array<ArrayBuffer> {
  if (LITTLE_ENDIAN || width === 1) return bytes;
  return Uint8Array.from(bytes, (_, at) => {
    const first = at - at % width;
    return bytes[first + width - 1 - at % width] ?? 0;
  });
}
