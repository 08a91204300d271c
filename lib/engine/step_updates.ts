/**
 * The loops of a step's programs, and the memory between models and loops.
 *
 * @module
 */

import { printType } from "./program/print.ts";
import type { HostTensor, HostTensors } from "./run/onnx_runtime.ts";
import { type LoopRun, UpdateLoops } from "./run/update_loops.ts";
import type { StepBuffers } from "./step_buffers.ts";
import type { StepProgram } from "./step_programs.ts";

/** What is made ready for one program. */
interface Prepared {
  readonly loops: UpdateLoops | undefined;
  /** What the model gives to the loops, by the names of its outputs. */
  readonly handed: readonly { readonly name: string; readonly holder: () => HostTensor }[];
  /** Names of the variables that loops overwrite, and of those with a second copy. */
  readonly inPlace: readonly string[];
  readonly doubled: readonly string[];
  /** Where arrays are. */
  placed?: Placed;
}

/** Where arrays were after so many moves. */
interface Placed {
  readonly moves: number;
  readonly handed: HostTensors;
}

/** Makes loops ready and runs them. */
export class StepUpdates {
  readonly #buffers: StepBuffers;
  readonly #undoable: boolean;
  readonly #prepared = new Map<StepProgram, Prepared>();
  /** Room by type: programs for other batches hand over tensors of the same types. */
  readonly #room = new Map<string, (() => HostTensor)[]>();

  /**
   * @param buffers the state of the step
   * @param undoable whether what loops have done may have to be undone
   */
  constructor(buffers: StepBuffers, { undoable }: { readonly undoable: boolean }) {
    this.#buffers = buffers;
    this.#undoable = undoable;
  }

  /** Finds or makes what a program needs; memory may grow. */
  prepare(program: StepProgram): Prepared {
    const prepared = this.#prepared.get(program) ?? this.#make(program);
    this.#prepared.set(program, prepared);
    return prepared;
  }

  /** Where a program's model writes. */
  into(program: StepProgram): HostTensors {
    const prepared = this.prepare(program);
    return { ...this.#placed(prepared).handed, ...this.#buffers.next(prepared.doubled) };
  }

  /**
   * Runs the loops of a program.
   *
   * @param program what ran
   * @param run what its model was given and gave
   */
  run(program: StepProgram, run: LoopRun): void {
    const prepared = this.prepare(program);
    this.#placed(prepared);
    prepared.loops?.run(run);
  }

  /** All that a program changes, after its loops have run. */
  written(program: StepProgram): HostTensors {
    const { inPlace, doubled } = this.prepare(program);
    return { ...this.#buffers.inPlace(inPlace), ...this.#buffers.next(doubled) };
  }

  /** Makes what a step has written the values. */
  advance(program: StepProgram): void {
    this.#buffers.advance(this.prepare(program).doubled);
  }

  /** Programs of other batches may have moved what this one reads and writes. */
  #placed(prepared: Prepared): Placed {
    const { moves } = this.#buffers;
    if (prepared.placed?.moves === moves) return prepared.placed;
    const { inPlace, doubled, loops } = prepared;
    const handed = Object.fromEntries(
      prepared.handed.map(({ name, holder }) => [name, holder()]),
    );
    const next = this.#buffers.next(doubled);
    loops?.place({
      feeds: this.#buffers.current,
      results: { ...handed, ...next },
      into: { ...this.#buffers.inPlace(inPlace), ...next },
    });
    prepared.placed = { moves, handed };
    return prepared.placed;
  }

  #make(program: StepProgram): Prepared {
    const { split, changed } = program;
    const inPlace = this.#undoable ? [] : program.inPlace;
    const doubled = changed.filter((name) => !inPlace.includes(name));
    this.#buffers.double(doubled);
    const handed = this.#handOver(program);
    const { memory } = this.#buffers;
    const loops = memory && split.loops.length > 0 ? new UpdateLoops(split, memory) : undefined;
    return { loops, handed, inPlace, doubled };
  }

  #handOver({ program, split }: StepProgram): Prepared["handed"] {
    const told = new Set(program.outputs.map(({ name }) => name));
    const taken = new Map<string, number>();
    return split.body.outputs.filter(({ name }) => !told.has(name)).map(({ name, value }) => {
      const type = printType(value);
      const place = taken.get(type) ?? 0;
      taken.set(type, place + 1);
      const room = this.#room.get(type) ?? [];
      this.#room.set(type, room);
      return { name, holder: room[place] ??= this.#buffers.hold(value) };
    });
  }
}
