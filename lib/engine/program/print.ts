/**
 * The text of a program: one line an operation, the same for the same program.
 *
 * @module
 */

import { isSplat, type Program, sizeOf, type Value } from "./program.ts";

const SHORT = { float32: "f32", int32: "i32", bool: "bool" } as const;
/** Constants up to this many elements are written out. */
const WRITTEN = 8;

/**
 * Writes a program as text.
 *
 * @param program the program
 * @returns lines such as `%2:f32[2,4] = BatchMatMul %0 %1 transposeA=false transposeB=false`
 * @example
 * ```ts
 * import { printProgram } from "./print.ts";
 * const value = { dtype: "float32", shape: [2] } as const;
 * const named = [{ name: "x", value }];
 * printProgram({ inputs: named, constants: [], operations: [], outputs: named });
 * // "%0:f32[2] = input x\nreturn x=%0"
 * ```
 */
export function printProgram(program: Program): string {
  const names = new Map<Value, string>();
  function name(value: Value): string {
    const known = names.get(value) ?? `%${names.size}`;
    names.set(value, known);
    return known;
  }
  function declare(value: Value): string {
    return `${name(value)}:${printType(value)}`;
  }
  const inputs = program.inputs.map(({ name, value }) => `${declare(value)} = input ${name}`);
  const constants = program.constants.map((constant) =>
    `${declare(constant.value)} = constant ${printElements(constant)}`
  );
  const operations = program.operations.map(({ kernel, inputs, attrs, outputs }) => {
    const operands = inputs.map(name);
    const result = outputs.map(declare).join(", ");
    return [`${result} = ${kernel}`, ...operands, ...printAttrs(attrs)].join(" ");
  });
  const outputs = program.outputs.map((output) => `${output.name}=${name(output.value)}`);
  return [...inputs, ...constants, ...operations, `return ${outputs.join(" ")}`].join("\n");
}

/**
 * Writes the type of a value.
 *
 * @param value a value of a program
 * @returns dtype and shape, as `f32[2,4]`
 * @example
 * ```ts
 * import { printType } from "./print.ts";
 * printType({ dtype: "int32", shape: [] }); // "i32[]"
 * ```
 */
export function printType({ dtype, shape }: Value): string {
  return `${SHORT[dtype]}[${shape.join(",")}]`;
}

function printElements(constant: Program["constants"][number]): string {
  const { data, value } = constant;
  if (isSplat(constant)) return sizeOf(value.shape) === 1 ? `${data[0]}` : `${data[0]} …`;
  if (data.length <= WRITTEN) return [...data].join(" ");
  return `${[...data.slice(0, WRITTEN)].join(" ")} … #${hashElements(data)}`;
}

/** FNV-1a over the bytes: enough to tell two long constants apart by eye. */
function hashElements(data: Program["constants"][number]["data"]): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(data.buffer, data.byteOffset, data.byteLength)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}

function printAttrs(attrs: object): readonly string[] {
  return Object.entries(attrs).filter(([, value]) => value !== undefined).map(([key, value]) =>
    `${key}=${JSON.stringify(value)}`
  );
}
