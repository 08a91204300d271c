/**
 * Models that are ready to run, kept while they are in use and a while longer.
 *
 * @module
 */

import { loadModel, type LoadOptions, type Model, type RunOptions } from "./onnx_runtime.ts";

/** Models by the fingerprint of their bytes and options; the one unused for longest leaves first. */
export class ModelCache implements AsyncDisposable {
  readonly #models = new Map<string, Promise<Model>>();
  readonly #limit: number;

  /** @param limit how many models are kept at most */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many models are kept. */
  get size(): number {
    return this.#models.size;
  }

  /**
   * Finds or loads a model.
   *
   * @param bytes content of an `.onnx` file
   * @param options threads and place of execution
   * @returns a model that belongs to the cache: it is disposed when it leaves
   */
  async get(bytes: Uint8Array<ArrayBuffer>, options: LoadOptions): Promise<Model> {
    const key = await fingerprint(bytes, options);
    const model = this.#models.get(key) ?? loadModel(bytes, options);
    this.#models.delete(key);
    this.#models.set(key, model);
    model.catch(() => this.#models.delete(key));
    await this.#shrink(this.#limit);
    return model;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shrink(0);
  }

  async #shrink(limit: number): Promise<void> {
    for (const [key, model] of this.#models) {
      if (this.#models.size <= limit) return;
      this.#models.delete(key);
      await (await model)[Symbol.asyncDispose]();
    }
  }
}

/** Digests of models, as long as their bytes live: a step asks for the same one each time. */
const digests = new WeakMap<Uint8Array<ArrayBuffer>, Promise<string>>();

async function fingerprint(bytes: Uint8Array<ArrayBuffer>, options: RunOptions): Promise<string> {
  const digest = digests.get(bytes) ?? digestOf(bytes);
  digests.set(bytes, digest);
  return `${await digest} ${options.execution ?? "cpu"} ${options.threads ?? "all"}`;
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
