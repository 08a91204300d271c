/**
 * A training step that runs call by call, with its state in tensors of an engine's backend.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { hostOf, readHost, tensorOf } from "../host_tensor.ts";
import type { HostTensor } from "../run/onnx_runtime.ts";
import type { StepParts } from "../step_programs.ts";
import type { StepCall, StepOutcome, StepRunner } from "../step_runner.ts";
import { assignAll, copyOf } from "../step_state.ts";
import { takeStep, type Told } from "../training_step.ts";
import { leavesOf, type TensorTree, withLeaves } from "../tree.ts";
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
interface Taken extends Told {
  readonly state: readonly tf.Tensor[];
}

/** Lends the state to the variables while a step runs, and takes it back after. */
export class EagerStep implements StepRunner {
  readonly #parts: StepParts;
  readonly #options: EagerStepOptions;
  /** What the variables hold between steps. */
  #home: readonly HostTensor[];
  #state: readonly tf.Tensor[] = [];
  /** The state as elements, for backends that do not read at once. */
  #mirror: readonly HostTensor[] | undefined;

  constructor(parts: StepParts, options: EagerStepOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#home = parts.variables.map(({ tensor }) => copyOf(tensor));
  }

  async run(batch: TensorTree, { settings, seeds, updates }: StepCall): Promise<StepOutcome> {
    const backend = await openBackend(this.#options.engine);
    const leaves = leavesOf(batch, "batch");
    const given = await Promise.all(leaves.map(({ tensor }) => readHost(tensor)));
    if (this.#state.length === 0) this.#state = backend.run(() => this.#home.map(tensorOf));
    const draws = (): EagerDraws => new EagerDraws(seeds);
    const take = () => this.#step(backend, { batch, given, settings, updates, draws: draws() });
    const next = take();
    const told = await readTold(next);
    if (this.#options.checkFinite) await this.#check(next.state, { told, backend, take });
    if (!backend.readsAtOnce) this.#mirror = await Promise.all(next.state.map(readHost));
    await backend.settle();
    tf.dispose([...this.#state]);
    this.#state = next.state;
    const { loss, ...results } = told;
    return { loss: loss?.data[0] ?? NaN, results };
  }

  store(): void {
    const values = this.#mirror ?? this.#state.map(hostOf);
    if (values.length === 0) return;
    assignAll(this.#parts.variables, values);
    // Steps leave the variables as they find them.
    this.#home = values;
  }

  load(): void {
    tf.dispose([...this.#state]);
    this.#state = [];
    this.#mirror = undefined;
    this.#home = this.#parts.variables.map(({ tensor }) => copyOf(tensor));
  }

  [Symbol.dispose](): void {
    this.store();
    tf.dispose([...this.#state]);
    this.#state = [];
  }

  #step(
    backend: EagerBackend,
    { batch, given, settings, updates, draws }: Omit<StepCall, "seeds"> & {
      readonly batch: TensorTree;
      /** Its tensors, as elements. */
      readonly given: readonly HostTensor[];
      readonly draws: EagerDraws;
    },
  ): Taken {
    const { variables, step } = this.#parts;
    using _settings = this.#parts.settings.put(settings);
    try {
      return backend.run(() => {
        variables.forEach(({ tensor }, index) => tensor.assign(this.#state[index] as tf.Tensor));
        const told = keepTold(() =>
          takeStep(step, withLeaves(batch, given.map(tensorOf)), { updates })
        );
        return { ...told, state: variables.map(({ tensor }) => tf.keep(tf.clone(tensor))) };
      }, draws);
    } finally {
      assignAll(variables, this.#home);
    }
  }

  async #check(
    state: readonly tf.Tensor[],
    { told, backend, take }: {
      readonly told: Readonly<Record<string, HostTensor>>;
      readonly backend: EagerBackend;
      readonly take: () => Taken;
    },
  ): Promise<void> {
    const values = await Promise.all(state.map(readHost));
    const named = this.#parts.variables.map(({ name }, index) => [`new ${name}`, values[index]]);
    try {
      requireFiniteEagerly({ ...told, ...Object.fromEntries(named) }, {
        backend,
        again: () => {
          const { loss, results, state } = take();
          tf.dispose([loss, ...Object.values(results), ...state]);
        },
      });
    } catch (error) {
      tf.dispose([...state]);
      await backend.settle();
      throw error;
    }
  }
}

/** Frees all that a step makes but what it tells. */
function keepTold(take: () => Told): Told {
  const told: Told[] = [];
  const loss = tf.tidy(() => {
    const one = take();
    told.push(one);
    return one.loss;
  });
  return { loss, results: told[0]?.results ?? {} };
}

/** Reads and frees what a step tells. */
async function readTold({ loss, results }: Told): Promise<Readonly<Record<string, HostTensor>>> {
  const entries = Object.entries({ ...results, loss });
  const read = await Promise.all(
    entries.map(async ([name, tensor]) => [name, await readHost(tensor)] as const),
  );
  tf.dispose(entries.map(([, tensor]) => tensor));
  return Object.fromEntries(read);
}
