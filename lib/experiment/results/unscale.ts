/**
 * Numbers that are like targets, in the units of the data.
 *
 * @module
 */

import { list } from "../../core/names.ts";
import { parseColumnName, RAW } from "../../data/column_name.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { Samples } from "../../graph/data_source.ts";
import { viewOf } from "./recorded_samples.ts";

/**
 * Inverts the scalers of the targets.
 *
 * @param tensor of shape (samples, …), with as many numbers for each sample as it has targets
 * @param samples those that it belongs to
 * @returns the numbers before scaling, in the same shape where the scalers keep it
 * @throws RangeError when samples have another number of targets
 * @throws TypeError when targets were texts
 * @example
 * ```ts
 * import { FeatureSet } from "../../data/feature_set.ts";
 * import { unscaleTargets } from "./unscale.ts";
 * const set = FeatureSet.fromColumns("a", { y: [60, 100] }, { features: [], targets: ["y"] })
 *   .fitTransform("minMax", { domain: "targets" });
 * const half = { dtype: "float32", shape: [1, 1], data: Float32Array.of(0.5) } as const;
 * unscaleTargets(half, set.toView()).data; // [80]
 * ```
 */
export function unscaleTargets(tensor: HostTensor, samples: Samples): HostTensor {
  const [role] = "roles" in samples ? samples.roles : [];
  const view = viewOf(samples, { role });
  const names = view.findColumns({ targets: "*", representation: "newest" });
  const made = new Set(names.map((name) => parseColumnName(name).representation));
  made.delete(RAW);
  const [into, ...others] = made;
  if (into === undefined) return tensor;
  if (others.length > 0) {
    throw new RangeError(
      `Cannot scale ${view.label} back: its targets are in several representations ` +
        `(${list([into, ...others])})`,
    );
  }
  const data = Float32Array.from(view.source.inverse(tensor.data, { domain: "targets", into }));
  const [count = 0] = tensor.shape;
  const shape = data.length === tensor.data.length ? tensor.shape : [count, data.length / count];
  return { dtype: "float32", shape, data };
}
