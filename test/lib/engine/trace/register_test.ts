import assert from "node:assert/strict";
import { compile } from "../../../../lib/engine/compile.ts";
import { UnrecordableError } from "../../../../lib/engine/trace/errors.ts";
import * as tf from "../../../../lib/tf.ts";
import { KERNEL_NAMES } from "../../../../lib/engine/program/kernels.ts";
import { COMPLEX_KERNELS } from "../../../../lib/engine/trace/complex_kernels.ts";
import { EXPANSIONS } from "../../../../lib/engine/trace/expansions.ts";
import { tfjsKernelNames } from "../../../../lib/engine/trace/register.ts";

/** What a program cannot hold, by the reason that its error gives. */
const REFUSED: Readonly<Record<string, string>> = {
  "the size of its result depends on values":
    "NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5 RaggedGather RaggedRange " +
    "RaggedTensorToTensor SparseFillEmptyRows SparseReshape SparseSegmentMean SparseSegmentSum Unique",
  "programs have no strings": "StaticRegexReplace StringNGrams StringSplit StringToHashBucketFast",
  "it needs a browser": "Draw",
};

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
  const refused = Object.values(REFUSED).flatMap((names) => names.split(" "));
  assert.deepEqual(portable.filter((name) => !handled.has(name)).sort(), refused.sort());
});

for (const [reason, names] of Object.entries(REFUSED)) {
  for (const kernel of names.split(" ")) {
    Deno.test(`${kernel} is refused as ${reason}`, async () => {
      const call = compile((x: tf.Tensor) => tf.engine().runKernel<tf.Tensor>(kernel, { x }, {}));
      await assert.rejects(call(tf.ones([1])), (error) => {
        assert.ok(error instanceof UnrecordableError);
        assert.equal(error.kernel, kernel);
        assert.match(error.message, new RegExp(`${reason}; the engine "cpu" runs it`));
        return true;
      });
    });
  }
}
