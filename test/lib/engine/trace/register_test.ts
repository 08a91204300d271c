import assert from "node:assert/strict";
import * as tf from "../../../../lib/tf.ts";
import { KERNEL_NAMES } from "../../../../lib/engine/program/kernels.ts";
import { COMPLEX_KERNELS } from "../../../../lib/engine/trace/complex_kernels.ts";
import { EXPANSIONS } from "../../../../lib/engine/trace/expansions.ts";
import { tfjsKernelNames } from "../../../../lib/engine/trace/register.ts";

/** What a program cannot hold, or has no rule for yet. */
const REFUSED = `BitwiseAnd BroadcastArgs Draw Multinomial NonMaxSuppressionV3 NonMaxSuppressionV4
  NonMaxSuppressionV5 RaggedGather RaggedRange RaggedTensorToTensor SparseFillEmptyRows SparseReshape SparseSegmentMean SparseSegmentSum
  StaticRegexReplace StringNGrams StringSplit StringToHashBucketFast Unique`.split(/\s+/);

Deno.test("tfjsKernelNames() has every kernel that the portable backend has", () => {
  const known = new Set(tfjsKernelNames());
  const portable = tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName);
  assert.deepEqual(portable.filter((name) => !known.has(name)), []);
});

Deno.test("every kernel of tfjs is recorded, expanded, or refused knowingly", () => {
  const handled = new Set<string>([
    ...KERNEL_NAMES,
    ...Object.keys(EXPANSIONS),
    ...COMPLEX_KERNELS,
    "Identity",
    "Slice",
  ]);
  const portable = tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName);
  assert.deepEqual(portable.filter((name) => !handled.has(name)).sort(), [...REFUSED].sort());
});
