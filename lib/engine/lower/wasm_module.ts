/**
 * Loops as WebAssembly: four numbers at a time, all operations of a loop in one pass.
 *
 * @module
 */

import type { FusedLoop, LoopKernel } from "../program/fused_loop.ts";

/** Numbers that are computed at a time; arrays of loops end at a multiple of it. */
export const LANES = 4;

/** A loop as WebAssembly knows it: values by their places among arrays, scalars and results. */
interface LoopShape {
  readonly arrays: number;
  readonly scalars: number;
  readonly operations: readonly {
    readonly kernel: LoopKernel;
    readonly operands: readonly number[];
  }[];
  /** Places of the values that are written. */
  readonly outputs: readonly number[];
}

/** A module with one function for each form of loop. */
export interface LoopModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Which exported function does which loop; those of the same form share one. */
  readonly functions: ReadonlyMap<FusedLoop, string>;
}

/**
 * Writes loops as one module that imports its memory as `from.memory`.
 *
 * A function takes the length in bytes, where its arrays begin, where its results go, and its scalars.
 *
 * @param loops what to write
 * @returns bytes, and the name of each loop's function
 * @example
 * ```ts
 * import { encodeLoops } from "./wasm_module.ts";
 * WebAssembly.validate(encodeLoops([]).bytes); // true
 * ```
 */
export function encodeLoops(loops: readonly FusedLoop[]): LoopModule {
  const shapes = new Map<string, LoopShape>();
  const functions = new Map<FusedLoop, string>();
  const names = new Map<string, string>();
  for (const loop of loops) {
    const shape = shapeOf(loop);
    const key = JSON.stringify(shape);
    const name = names.get(key) ?? `loop${names.size}`;
    names.set(key, name);
    shapes.set(name, shape);
    functions.set(loop, name);
  }
  const all = [...shapes.values()];
  const bytes = Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, all.map(typeOf)),
    ...section(2, [[...text("from"), ...text("memory"), 0x02, 0x00, 0x00]]),
    ...section(3, all.map((_, index) => unsigned(index))),
    ...section(7, [...shapes.keys()].map((name, index) => [...text(name), 0, ...unsigned(index)])),
    ...section(10, all.map(codeOf)),
  ]);
  return { bytes, functions };
}

function shapeOf({ arrays, scalars, operations, outputs }: FusedLoop): LoopShape {
  const values = [...arrays, ...scalars, ...operations.flatMap(({ outputs }) => outputs)];
  const places = new Map(values.map((value, place) => [value, place]));
  return {
    arrays: arrays.length,
    scalars: scalars.length,
    operations: operations.map(({ kernel, inputs }) => ({
      kernel,
      operands: inputs.map((input) => places.get(input) ?? 0),
    })),
    outputs: outputs.map(({ value }) => places.get(value) ?? 0),
  };
}

const [I32, F32, V128] = [0x7f, 0x7d, 0x7b];
const [GET, SET] = [0x20, 0x21];

function typeOf({ arrays, scalars, outputs }: LoopShape): readonly number[] {
  const pointers = new Array<number>(1 + arrays + outputs.length).fill(I32);
  const parameters = [...pointers, ...new Array<number>(scalars).fill(F32)];
  return [0x60, ...unsigned(parameters.length), ...parameters, 0x00];
}

function codeOf({ arrays, scalars, operations, outputs }: LoopShape): readonly number[] {
  const firstOutput = 1 + arrays;
  const firstScalar = firstOutput + outputs.length;
  const offset = firstScalar + scalars;
  const value = (place: number): number => offset + 1 + place;
  const count = arrays + scalars + operations.length;
  const address = (parameter: number): readonly number[] => [
    ...[GET, ...unsigned(parameter)],
    ...[GET, ...unsigned(offset), 0x6a],
  ];
  const places = (length: number): readonly number[] => Array.from({ length }, (_, at) => at);
  const body = [
    ...[0x02, 0x01, I32, ...unsigned(count), V128],
    ...places(scalars).flatMap((at) => [
      ...[GET, ...unsigned(firstScalar + at), ...vector(0x13)],
      ...[SET, ...unsigned(value(arrays + at))],
    ]),
    ...[0x03, 0x40],
    ...places(arrays).flatMap((at) => [
      ...[...address(1 + at), ...vector(0x00), 0x04, 0x00],
      ...[SET, ...unsigned(value(at))],
    ]),
    ...operations.flatMap(({ kernel, operands }, at) => [
      ...INSTRUCTIONS[kernel](operands.map((place) => [GET, ...unsigned(value(place))])),
      ...[SET, ...unsigned(value(arrays + scalars + at))],
    ]),
    ...outputs.flatMap((place, at) => [
      ...address(firstOutput + at),
      ...[GET, ...unsigned(value(place)), ...vector(0x0b), 0x04, 0x00],
    ]),
    // Sixteen bytes on, and again as long as that is less than the length.
    ...[GET, ...unsigned(offset), 0x41, 16, 0x6a, 0x22, ...unsigned(offset)],
    ...[GET, 0x00, 0x49, 0x0d, 0x00, 0x0b, 0x0b],
  ];
  return [...unsigned(body.length), ...body];
}

/** Instructions that leave a result on the stack, from those that put the operands there. */
type Instructions = (operands: readonly (readonly number[])[]) => readonly number[];

const [ABS, NEG, SQRT, ADD, SUB, MUL, DIV, MIN, MAX] = [
  ...[0xe0, 0xe1, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9] as const,
] as const;
const ONE = splat(1);
const ZERO = splat(0);

const INSTRUCTIONS: Readonly<Record<LoopKernel, Instructions>> = {
  Abs: plain(ABS),
  Add: plain(ADD),
  Maximum: plain(MAX),
  Minimum: plain(MIN),
  Multiply: plain(MUL),
  Neg: plain(NEG),
  RealDiv: plain(DIV),
  Reciprocal: ([x = []]) => [...ONE, ...x, ...vector(DIV)],
  Relu: ([x = []]) => [...x, ...ZERO, ...vector(MAX)],
  Rsqrt: ([x = []]) => [...ONE, ...x, ...vector(SQRT), ...vector(DIV)],
  Sqrt: plain(SQRT),
  Square: ([x = []]) => [...x, ...x, ...vector(MUL)],
  Sub: plain(SUB),
};

function plain(code: number): Instructions {
  return (operands) => [...operands.flat(), ...vector(code)];
}

function vector(code: number): readonly number[] {
  return [0xfd, ...unsigned(code)];
}

function splat(number: number): readonly number[] {
  return [0x43, ...new Uint8Array(Float32Array.of(number).buffer), ...vector(0x13)];
}

function section(id: number, items: readonly (readonly number[])[]): readonly number[] {
  const content = [...unsigned(items.length), ...items.flat()];
  return [id, ...unsigned(content.length), ...content];
}

function text(name: string): readonly number[] {
  return [...unsigned(name.length), ...new TextEncoder().encode(name)];
}

/** LEB128. */
function unsigned(value: number): readonly number[] {
  return value < 0x80 ? [value] : [value & 0x7f | 0x80, ...unsigned(value >>> 7)];
}
