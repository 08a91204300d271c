/**
 * Finding the first operation that gives a number that is none, call by call.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import type { DataId } from "@tensorflow/tfjs-core/dist/tensor_info.d.ts";
import { type Culprit, NotFiniteError, notFiniteIn } from "../run/check_finite.ts";
import type { HostTensors } from "../run/onnx_runtime.ts";
import { callSite } from "../trace/call_site.ts";
import type { EagerBackend } from "./eager_backend.ts";

/** A run whose results are to be checked. */
export interface EagerCheck {
  readonly backend: EagerBackend;
  /** Runs once more. */
  readonly again: () => void;
}

/**
 * Refuses results that are not finite; only then the function runs once more and is watched.
 *
 * @param results results by name
 * @param check the backend and the function
 * @throws NotFiniteError that names the result and, on backends that read at once, the operation
 * @example
 * ```ts
 * import { requireFiniteEagerly } from "./eager_blame.ts";
 * import { openBackend } from "./open_backend.ts";
 * requireFiniteEagerly({}, { backend: await openBackend("cpu"), again: () => {} });
 * ```
 */
export function requireFiniteEagerly(results: HostTensors, { backend, again }: EagerCheck): void {
  const bad = notFiniteIn(results);
  if (!bad) return;
  if (!backend.readsAtOnce) throw new NotFiniteError(bad);
  using watch = new KernelWatch();
  again();
  throw new NotFiniteError({ ...bad, culprit: watch.culprit });
}

/** Watches every kernel of tfjs until it is disposed. */
class KernelWatch implements Disposable {
  /** The first kernel that made a number that is none of numbers that are some. */
  culprit: Culprit | undefined;
  readonly #bad = new WeakSet<DataId>();
  readonly #engine = tf.engine();
  readonly #runKernel = tf.engine().runKernel;

  constructor() {
    this.#engine.runKernel = (name, inputs, attrs) => {
      const result = this.#runKernel.call(this.#engine, name, inputs, attrs);
      this.#look(name, { inputs, result: result as tf.TensorInfo | tf.TensorInfo[] });
      return result as never;
    };
  }

  [Symbol.dispose](): void {
    this.#engine.runKernel = this.#runKernel;
  }

  #look(
    name: string,
    { inputs, result }: {
      readonly inputs: tf.NamedTensorInfoMap;
      readonly result: tf.TensorInfo | tf.TensorInfo[];
    },
  ): void {
    const spoilt = Object.values(inputs).some((input) => input && this.#bad.has(input.dataId));
    for (const tensor of [result].flat()) {
      const kind = kindOf(tensor as tf.Tensor);
      if (kind === undefined) continue;
      this.#bad.add(tensor.dataId);
      // Masks are filled with infinities on purpose.
      if (spoilt || name === "Fill") continue;
      this.culprit ??= { operation: name, site: callSite(), kind };
    }
  }
}

function kindOf(tensor: tf.Tensor): string | undefined {
  if (tensor.dtype !== "float32") return undefined;
  const kind = (tensor.dataSync() as Float32Array).find((element) => !Number.isFinite(element));
  return kind === undefined ? undefined : String(kind);
}
