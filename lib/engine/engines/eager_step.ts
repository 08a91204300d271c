/**
 * A training step that runs call by call, with its state in tensors of an engine's backend.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { hostOf, readHost, tensorOf } from "../host_tensor.ts";
import type { HostTensor } from "../run/onnx_runtime.ts";
import type { StepParts } from "../step_programs.ts";
import type { StepCall, StepRunner } from "../step_runner.ts";
import { assignAll, copyOf } from "../step_state.ts";
import { type StepBatch, takeStep } from "../training_step.ts";
import { requireFiniteEagerly } from "./eager_blame.ts";
import type { EagerBackend } from "./eager_backend.ts";
import { EagerDraws } from "./eager_draws.ts";
import type { EagerEngine } from "./engine.ts";
import { openBackend } from "./open_backend.ts";

/** How an eager step runs. */
export interface EagerStepOptions {
  readonly engine: EagerEngine;
  readonly checkFinite: boolean;
}

/** What a step leaves on its backend. */
interface Taken {
  readonly loss: tf.Tensor;
  readonly state: readonly tf.Tensor[];
}

/** Lends the state to the variables while a step runs, and takes it back after. */
export class EagerStep implements StepRunner {
  readonly #parts: StepParts;
  readonly #options: EagerStepOptions;
  /** What the variables hold between steps. */
  readonly #home: readonly HostTensor[];
  #state: readonly tf.Tensor[] = [];
  /** The state as elements, for backends that do not read at once. */
  #mirror: readonly HostTensor[] | undefined;

  constructor(parts: StepParts, options: EagerStepOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#home = parts.variables.map(({ tensor }) => copyOf(tensor));
  }

  async run(batch: StepBatch, { settings, seeds }: StepCall): Promise<number> {
    const backend = await openBackend(this.#options.engine);
    const [x, y] = await Promise.all([readHost(batch.x), readHost(batch.y)]);
    if (this.#state.length === 0) this.#state = backend.run(() => this.#home.map(tensorOf));
    const take = () => this.#step(backend, { x, y, settings, draws: new EagerDraws(seeds) });
    const next = take();
    const loss = await readHost(next.loss);
    next.loss.dispose();
    if (this.#options.checkFinite) await this.#check(next.state, { loss, backend, take });
    if (!backend.readsAtOnce) this.#mirror = await Promise.all(next.state.map(readHost));
    await backend.settle();
    tf.dispose([...this.#state]);
    this.#state = next.state;
    return loss.data[0] ?? NaN;
  }

  store(): void {
    const values = this.#mirror ?? this.#state.map(hostOf);
    if (values.length > 0) assignAll(this.#parts.variables, values);
  }

  [Symbol.dispose](): void {
    this.store();
    tf.dispose([...this.#state]);
    this.#state = [];
  }

  #step(
    backend: EagerBackend,
    { x, y, settings, draws }: Pick<StepCall, "settings"> & {
      readonly x: HostTensor;
      readonly y: HostTensor;
      readonly draws: EagerDraws;
    },
  ): Taken {
    const { variables, step } = this.#parts;
    using _settings = this.#parts.settings.put(settings);
    try {
      return backend.run(() => {
        variables.forEach(({ tensor }, index) => tensor.assign(this.#state[index] as tf.Tensor));
        const loss = tf.tidy(() => takeStep(step, { x: tensorOf(x), y: tensorOf(y) }));
        return { loss, state: variables.map(({ tensor }) => tf.keep(tf.clone(tensor))) };
      }, draws);
    } finally {
      assignAll(variables, this.#home);
    }
  }

  async #check(
    state: readonly tf.Tensor[],
    { loss, backend, take }: {
      readonly loss: HostTensor;
      readonly backend: EagerBackend;
      readonly take: () => Taken;
    },
  ): Promise<void> {
    const values = await Promise.all(state.map(readHost));
    const named = this.#parts.variables.map(({ name }, index) => [`new ${name}`, values[index]]);
    try {
      requireFiniteEagerly({ loss, ...Object.fromEntries(named) }, {
        backend,
        again: () => {
          const { loss, state } = take();
          tf.dispose([loss, ...state]);
        },
      });
    } catch (error) {
      tf.dispose([...state]);
      await backend.settle();
      throw error;
    }
  }
}
