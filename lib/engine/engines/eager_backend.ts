/**
 * A backend of tfjs that computes at once, used for one function at a time.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { DataId } from "@tensorflow/tfjs-core/dist/tensor_info.d.ts";
import { type EagerDraws, fillDraws } from "./eager_draws.ts";
import { useGradients } from "../trace/gradients.ts";
import { missingKernel } from "./missing_kernel.ts";
import type { EagerEngine } from "./engine.ts";

/** Switches tfjs to a backend while a function runs, and back. */
export class EagerBackend {
  readonly #name: EagerEngine;
  readonly #backend: tf.KernelBackend;
  /** Data that tfjs moved here, with the backends that it came from. */
  readonly #homes = new Map<DataId, tf.KernelBackend>();

  /**
   * @param name the engine, which is also the backend's name
   * @param backend the backend, ready to compute
   */
  constructor(name: EagerEngine, backend: tf.KernelBackend) {
    this.#name = name;
    this.#backend = backend;
  }

  /** Whether values can be read without waiting. */
  get readsAtOnce(): boolean {
    return this.#name !== "webgpu";
  }

  /**
   * Runs a function with this backend.
   *
   * @param body the function; it must not wait
   * @param draws where random numbers come from
   * @returns what the function gives
   * @throws MissingKernelError when the backend lacks one of its operations
   */
  run<R>(body: () => R, draws?: EagerDraws): R {
    using _backend = this.#switch();
    using _gradients = useGradients();
    using _homes = this.#noteMoves();
    using _draws = draws && fillDraws(this.#backend, draws);
    try {
      return body();
    } catch (error) {
      throw missingKernel(error, this.#name) ?? error;
    }
  }

  /** Sends data that cannot be read from here at once back to where it came from. */
  async settle(): Promise<void> {
    const { tensorInfo } = tf.engine().state;
    for (const [dataId, home] of this.#homes) {
      this.#homes.delete(dataId);
      const info = tensorInfo.get(dataId);
      if (!info || info.backend !== this.#backend) continue;
      const values = await this.#backend.read(dataId);
      const count = this.#backend.refCount(dataId);
      this.#backend.disposeData(dataId, true);
      info.backend = home;
      home.move(dataId, values, info.shape, info.dtype, count);
    }
  }

  /** As `tf.setBackend`, which would set up all kernels again with every switch. */
  #switch(): Disposable {
    const engine = tf.engine();
    const { backendName, backend: backendInstance } = engine;
    Object.assign(engine, { backendName: this.#name, backendInstance: this.#backend });
    return { [Symbol.dispose]: () => void Object.assign(engine, { backendName, backendInstance }) };
  }

  #noteMoves(): Disposable {
    const engine = tf.engine();
    const { moveData } = engine;
    if (!this.readsAtOnce) {
      engine.moveData = (to, dataId) => {
        const from = engine.state.tensorInfo.get(dataId)?.backend;
        if (from && from !== to) this.#homes.set(dataId, from);
        moveData.call(engine, to, dataId);
      };
    }
    return { [Symbol.dispose]: () => void (engine.moveData = moveData) };
  }
}
