/**
 * The state of a training step in memory that models and loops read and write.
 *
 * @module
 */

import { elementsOf, sizeOf, type Value } from "./program/program.ts";
import type { HostTensor, HostTensors } from "./run/onnx_runtime.ts";
import { StepMemory } from "./run/step_memory.ts";
import { assignAll, copyOf, type NamedVariable } from "./step_state.ts";

/** Asked each time, as memory that grows is another buffer. */
type Holder = () => HostTensor;

/** Variables, and what memory may hold them. */
export interface HeldState {
  /** Weights and optimizer state. */
  readonly variables: readonly NamedVariable[];
  /** Bytes of memory that models and loops may share. Default: four gigabytes, which is all there is. */
  readonly memoryLimit?: number | undefined;
}

/**
 * Tells whether a step's state, twice, and its slopes have room in one memory of WebAssembly.
 *
 * @param state what is to be held
 * @returns false for more than the limit, which arrays of JavaScript hold
 * @example
 * ```ts
 * import { fitsOneMemory } from "./step_buffers.ts";
 * fitsOneMemory({ variables: [] }); // true
 * ```
 */
export function fitsOneMemory({ variables, memoryLimit }: HeldState): boolean {
  const tensors = variables.map(({ tensor }) => tensor);
  return StepMemory.holds([...tensors, ...tensors, ...tensors], memoryLimit);
}

/**
 * Values of variables. Loops change them where they are; what a model writes, or what may have to be
 * undone, goes to a second copy, and the two are used in turn.
 */
export class StepBuffers {
  readonly #variables: readonly NamedVariable[];
  readonly #memory: StepMemory | undefined;
  readonly #current = new Map<string, Holder>();
  readonly #next = new Map<string, Holder>();
  #moves = 0;
  /** The last answer, kept true. */
  #values: { readonly tensors: Record<string, HostTensor>; readonly buffer: unknown } | undefined;

  /** @param state where the first values come from, and where they go */
  constructor(state: HeldState) {
    const { variables } = state;
    this.#variables = variables;
    this.#memory = fitsOneMemory(state) ? new StepMemory() : undefined;
    for (const { name, tensor } of variables) this.#current.set(name, this.hold(copyOf(tensor)));
    this.load();
  }

  /** Where all of them are, and room for more; none when they need more than one memory has. */
  get memory(): StepMemory | undefined {
    return this.#memory;
  }

  /** How often arrays have moved: a memory that grows moves all, second copies become first ones. */
  get moves(): number {
    return this.#moves;
  }

  /** Makes room for a tensor. */
  hold(value: Value): Holder {
    const memory = this.#memory;
    if (memory) {
      const before = memory.buffer;
      const place = memory.reserve(value);
      if (memory.buffer !== before) this.#moves++;
      return () => memory.at(place);
    }
    const { dtype, shape } = value;
    const tensor = { dtype, shape, data: elementsOf(dtype, sizeOf(shape)) };
    return () => tensor;
  }

  /** Makes room for second copies of variables. */
  double(names: readonly string[]): void {
    for (const name of names) {
      const current = this.#current.get(name);
      if (current && !this.#next.has(name)) this.#next.set(name, this.hold(current()));
    }
  }

  /** The values now, and after each step. */
  get current(): HostTensors {
    const buffer = this.#memory?.buffer;
    if (!this.#values || this.#values.buffer !== buffer) {
      const entries = this.#current.entries().map(([name, holder]) => [name, holder()]);
      this.#values = { tensors: Object.fromEntries(entries), buffer };
    }
    return this.#values.tensors;
  }

  /** The values of the given variables, by the names of the outputs that replace them. */
  inPlace(names: readonly string[]): HostTensors {
    return renewed(names, this.#current);
  }

  /** The second copies of the given variables, by the names of the outputs that go there. */
  next(names: readonly string[]): HostTensors {
    return renewed(names, this.#next);
  }

  /** Makes second copies the values; other values stay. */
  advance(names: readonly string[]): void {
    for (const name of names) {
      const [current, next] = [this.#current.get(name), this.#next.get(name)];
      if (!current || !next) continue;
      // Scalars are read anew for each run.
      if (next().shape.length > 0) this.#moves++;
      this.#current.set(name, next);
      this.#next.set(name, current);
      if (this.#values) this.#values.tensors[name] = next();
    }
  }

  /** Takes the values from the variables again. */
  load(): void {
    for (const { name, tensor } of this.#variables) {
      this.#current.get(name)?.().data.set(copyOf(tensor).data);
    }
  }

  /** Writes the values into the variables. */
  store(): void {
    const values = this.#variables.map(({ name }) => this.#current.get(name)?.());
    assignAll(this.#variables, values.filter((value) => value !== undefined));
  }
}

function renewed(
  names: readonly string[],
  holders: ReadonlyMap<string, Holder>,
): HostTensors {
  const tensors: Record<string, HostTensor> = {};
  for (const name of names) {
    const holder = holders.get(name);
    if (holder) tensors[`new ${name}`] = holder();
  }
  return tensors;
}
