/**
 * Updates of a training step as loops: what is done to each number of a variable by itself, all at
 * once for one number after another.
 *
 * ONNX Runtime passes over all numbers once for each operation, fourteen times for Adam.
 *
 * @module
 */

import { type Named, type Operation, type Program, sizeOf, type Value } from "./program.ts";

/** Kernels that a loop can do. */
export type LoopKernel =
  | ("Abs" | "Add" | "Maximum" | "Minimum" | "Multiply" | "Neg" | "RealDiv")
  | ("Reciprocal" | "Relu" | "Rsqrt" | "Sqrt" | "Square" | "Sub");

const LOOP_KERNELS: Readonly<Record<LoopKernel, true>> = {
  Abs: true,
  Add: true,
  Maximum: true,
  Minimum: true,
  Multiply: true,
  Neg: true,
  RealDiv: true,
  Reciprocal: true,
  Relu: true,
  Rsqrt: true,
  Sqrt: true,
  Square: true,
  Sub: true,
};

/** Where a loop finds what it reads. */
export type LoopSource =
  | { readonly kind: "input" | "result"; readonly name: string }
  | { readonly kind: "constant"; readonly number: number };

/** Operations that are done together for one element after another. */
export interface FusedLoop {
  /** How many elements there are. */
  readonly size: number;
  /** What it does, in order. */
  readonly operations: readonly Operation<LoopKernel>[];
  /** What it reads element by element. */
  readonly arrays: readonly Value[];
  /** What is the same for all elements. */
  readonly scalars: readonly Value[];
  /** What it gives, under the names of outputs of the program. */
  readonly outputs: readonly Named[];
}

/** A program in two parts. */
export interface SplitProgram {
  /** All but the loops; some of its outputs are only there for them. */
  readonly body: Program;
  readonly loops: readonly FusedLoop[];
  /** Where arrays and scalars of the loops come from. */
  readonly sources: ReadonlyMap<Value, LoopSource>;
}

/**
 * Cuts loops off the end of a program.
 *
 * @param program a verified program
 * @param options what may leave the program
 * @param options.inputs names of inputs that loops may read where they are
 * @param options.outputs names of outputs that loops may give
 * @returns the rest of the program, and the loops to run after it
 * @example
 * ```ts
 * import { splitLoops } from "./fused_loop.ts";
 * const empty = { inputs: [], constants: [], operations: [], outputs: [] };
 * splitLoops(empty, { inputs: new Set(), outputs: new Set() }).loops; // []
 * ```
 */
export function splitLoops(
  program: Program,
  { inputs, outputs }: Record<"inputs" | "outputs", ReadonlySet<string>>,
): SplitProgram {
  const looped = loopedOperations(program, outputs);
  const loops = connected(looped).map((operations) => loopOf(operations, program));
  const read = new Set(loops.flatMap(({ arrays, scalars }) => [...arrays, ...scalars]));
  const sources = new Map<Value, LoopSource>();
  for (const { name, value } of program.inputs) {
    if (inputs.has(name) || value.shape.length === 0) sources.set(value, { kind: "input", name });
  }
  for (
    const { value, data: [number] } of program.constants.filter(({ data }) => data.length === 1)
  ) {
    if (number !== undefined) sources.set(value, { kind: "constant", number });
  }
  const given = new Set(loops.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
  const kept = program.outputs.filter(({ name }) => !given.has(name));
  // What the caller gets is not where loops read: such values leave twice.
  for (const { name, value } of kept.filter(({ name }) => outputs.has(name))) {
    if (!sources.has(value)) sources.set(value, { kind: "result", name });
  }
  const missing = [...read].filter((value) => !sources.has(value))
    .map((value, index) => ({ name: `for update ${index}`, value }));
  for (const { name, value } of missing) sources.set(value, { kind: "result", name });
  return { body: bodyOf(program, { looped, outputs: [...kept, ...missing] }), loops, sources };
}

/**
 * Finds the inputs that loops may overwrite with the outputs that replace them: those that no other
 * loop reads.
 *
 * @param split a program in two parts
 * @param outputFor from the name of an input to that of the output that replaces it
 * @returns names of inputs
 * @example
 * ```ts
 * import { splitLoops, writtenInPlace } from "./fused_loop.ts";
 * const empty = { inputs: [], constants: [], operations: [], outputs: [] };
 * const split = splitLoops(empty, { inputs: new Set(), outputs: new Set() });
 * writtenInPlace(split, (name) => `new ${name}`); // []
 * ```
 */
export function writtenInPlace(
  { loops, sources }: SplitProgram,
  outputFor: (name: string) => string,
): readonly string[] {
  const readers = new Map<string, FusedLoop[]>();
  for (const loop of loops) {
    for (const value of [...loop.arrays, ...loop.scalars]) {
      const source = sources.get(value);
      if (source?.kind !== "input") continue;
      readers.set(source.name, [...readers.get(source.name) ?? [], loop]);
    }
  }
  return [...readers].filter(([name, [first, ...others]]) =>
    others.length === 0 && first?.outputs.some((output) => output.name === outputFor(name))
  ).map(([name]) => name);
}

function isLoopable(operation: Operation): operation is Operation<LoopKernel> {
  const [output] = operation.outputs;
  return Object.hasOwn(LOOP_KERNELS, operation.kernel) && output !== undefined &&
    output.shape.length > 0 &&
    [output, ...operation.inputs].every(({ dtype }) => dtype === "float32") &&
    operation.inputs.every((input) => isSame(input, output) || sizeOf(input.shape) === 1);
}

function isSame(a: Value, b: Value): boolean {
  return a.shape.join() === b.shape.join();
}

/**
 * Finds the operations whose results nothing but loops over the same elements and the given outputs
 * need.
 *
 * @param program a verified program
 * @param outputs names of outputs that loops may give
 * @returns the operations in order
 * @example
 * ```ts
 * import { loopedOperations } from "./fused_loop.ts";
 * const empty = { inputs: [], constants: [], operations: [], outputs: [] };
 * loopedOperations(empty, new Set()); // []
 * ```
 */
export function loopedOperations(
  program: Program,
  outputs: ReadonlySet<string>,
): readonly Operation<LoopKernel>[] {
  const elsewhere = new Set(
    program.outputs.filter(({ name }) => !outputs.has(name)).map(({ value }) => value),
  );
  const looped: Operation<LoopKernel>[] = [];
  for (const operation of program.operations.toReversed()) {
    const [output] = operation.outputs;
    const fits = isLoopable(operation) && output && !elsewhere.has(output);
    if (fits) looped.push(operation);
    for (const input of operation.inputs) {
      if (!fits || !isSame(input, output)) elsewhere.add(input);
    }
  }
  return looped.reverse();
}

/** Parts that hang together by their results, each in the order of the program. */
function connected(
  operations: readonly Operation<LoopKernel>[],
): readonly (readonly Operation<LoopKernel>[])[] {
  const parts = new Map<Value, Operation<LoopKernel>[]>();
  for (const operation of operations) {
    const joined = new Set(operation.inputs.map((input) => parts.get(input)));
    const whole = [...joined].flatMap((part) => part ?? []);
    whole.push(operation);
    for (const { outputs } of whole) for (const output of outputs) parts.set(output, whole);
  }
  const place = new Map(operations.map((operation, index) => [operation, index]));
  return [...new Set(parts.values())].map((part) =>
    part.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
  );
}

function loopOf(operations: readonly Operation<LoopKernel>[], program: Program): FusedLoop {
  const made = new Set(operations.flatMap(({ outputs }) => outputs));
  const [first] = made;
  const repeated = new Set(
    program.constants.filter(({ data }) => data.length === 1).map(({ value }) => value),
  );
  const read = new Set(operations.flatMap(({ inputs }) => inputs.filter((x) => !made.has(x))));
  const isArray = (value: Value): boolean =>
    first !== undefined && isSame(value, first) && !repeated.has(value);
  return {
    size: sizeOf(first?.shape ?? []),
    operations,
    arrays: [...read].filter(isArray),
    scalars: [...read].filter((value) => !isArray(value)),
    outputs: program.outputs.filter(({ value }) => made.has(value)),
  };
}

/** Keeps only the inputs and constants that are still needed. */
function bodyOf(
  program: Program,
  { looped, outputs }: {
    readonly looped: readonly Operation[];
    readonly outputs: readonly Named[];
  },
): Program {
  const gone = new Set(looped);
  const operations = program.operations.filter((operation) => !gone.has(operation));
  const needed = new Set([
    ...operations.flatMap(({ inputs }) => inputs),
    ...outputs.map(({ value }) => value),
  ]);
  return {
    inputs: program.inputs.filter(({ value }) => needed.has(value)),
    constants: program.constants.filter(({ value }) => needed.has(value)),
    operations,
    outputs,
  };
}
