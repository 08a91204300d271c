/**
 * The loops of a step's programs, and the memory between models and loops.
 *
 * @module
 */

import { printType } from "./program/print.ts";
import type { HostTensor, HostTensors } from "./run/onnx_runtime.ts";
import { UpdateLoops } from "./run/update_loops.ts";
import type { StepBuffers } from "./step_buffers.ts";
import type { StepProgram } from "./step_programs.ts";

/** What is made ready for one program. */
interface Prepared {
  readonly loops: UpdateLoops | undefined;
  /** What the model gives to the loops, by the names of its outputs. */
  readonly handed: readonly { readonly name: string; readonly holder: () => HostTensor }[];
}

/** Makes loops ready and runs them. */
export class StepUpdates {
  readonly #buffers: StepBuffers;
  readonly #prepared = new Map<StepProgram, Prepared>();
  /** Room by type: programs for other batches hand over tensors of the same types. */
  readonly #room = new Map<string, (() => HostTensor)[]>();

  /** @param buffers the state of the step */
  constructor(buffers: StepBuffers) {
    this.#buffers = buffers;
  }

  /** Finds or makes what a program needs; memory may grow. */
  prepare(program: StepProgram): Prepared {
    const known = this.#prepared.get(program);
    if (known) return known;
    const { split } = program;
    const told = new Set(program.program.outputs.map(({ name }) => name));
    const taken = new Map<string, number>();
    const handed = split.body.outputs.filter(({ name }) => !told.has(name)).map((output) => {
      const type = printType(output.value);
      const place = taken.get(type) ?? 0;
      taken.set(type, place + 1);
      const room = this.#room.get(type) ?? [];
      this.#room.set(type, room);
      return { name: output.name, holder: room[place] ??= this.#buffers.hold(output.value) };
    });
    const { memory } = this.#buffers;
    const loops = memory && split.loops.length > 0 ? new UpdateLoops(split, memory) : undefined;
    const prepared = { loops, handed };
    this.#prepared.set(program, prepared);
    return prepared;
  }

  /** Where a program's model writes. */
  into(program: StepProgram): HostTensors {
    const { handed } = this.prepare(program);
    return {
      ...this.#buffers.next(program.changed),
      ...Object.fromEntries(handed.map(({ name, holder }) => [name, holder()])),
    };
  }

  /**
   * Runs the loops of a program.
   *
   * @param program what ran
   * @param run what its model was given and gave
   * @returns what they changed
   */
  run(
    program: StepProgram,
    run: { readonly feeds: HostTensors; readonly results: HostTensors },
  ): HostTensors {
    const into = this.#buffers.next(program.changed);
    this.prepare(program).loops?.run({ ...run, into });
    return into;
  }
}
