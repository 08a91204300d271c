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

/**
 * Tells whether a step's state, twice, and its slopes have room in one memory of WebAssembly.
 *
 * @param variables weights and optimizer state
 * @returns false for more than four gigabytes, which arrays of JavaScript hold
 * @example
 * ```ts
 * import { fitsOneMemory } from "./step_buffers.ts";
 * fitsOneMemory([]); // true
 * ```
 */
export function fitsOneMemory(variables: readonly NamedVariable[]): boolean {
  const tensors = variables.map(({ tensor }) => tensor);
  return StepMemory.holds([...tensors, ...tensors, ...tensors]);
}

/** Values of variables; two copies, used in turn. */
export class StepBuffers {
  readonly #variables: readonly NamedVariable[];
  readonly #memory: StepMemory | undefined;
  readonly #current = new Map<string, Holder>();
  readonly #next = new Map<string, Holder>();

  /** @param variables where the first values come from */
  constructor(variables: readonly NamedVariable[]) {
    this.#variables = variables;
    this.#memory = fitsOneMemory(variables) ? new StepMemory() : undefined;
    for (const { name, tensor } of variables) {
      const value = copyOf(tensor);
      this.#current.set(name, this.hold(value));
      this.#next.set(name, this.hold(value));
    }
    this.load();
  }

  /** Where all of them are, and room for more; none when they need more than one memory has. */
  get memory(): StepMemory | undefined {
    return this.#memory;
  }

  /** Makes room for a tensor. */
  hold(value: Value): Holder {
    const memory = this.#memory;
    if (memory) {
      const place = memory.reserve(value);
      return () => memory.at(place);
    }
    const { dtype, shape } = value;
    const tensor = { dtype, shape, data: elementsOf(dtype, sizeOf(shape)) };
    return () => tensor;
  }

  /** The values now. */
  get current(): HostTensors {
    return Object.fromEntries(this.#current.entries().map(([name, holder]) => [name, holder()]));
  }

  /** Where a step writes the given variables, by the names of its outputs. */
  next(names: readonly string[]): HostTensors {
    const entries = names.flatMap((name) => {
      const next = this.#next.get(name);
      return next ? [[`new ${name}`, next()]] : [];
    });
    return Object.fromEntries(entries);
  }

  /** Makes what a step has written the values; others stay. */
  advance(names: readonly string[]): void {
    for (const name of names) {
      const [current, next] = [this.#current.get(name), this.#next.get(name)];
      if (!current || !next) continue;
      this.#current.set(name, next);
      this.#next.set(name, current);
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
