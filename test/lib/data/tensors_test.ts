import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { FeatureSet } from "../../../lib/data/feature_set.ts";

Deno.test("fromColumns() takes tensors, and toTensors() gives them back", () => {
  tf.setBackend("cpu");
  const tensors = {
    signal: tf.tensor2d([[1, 2], [3, 4], [5, 6]]),
    count: tf.tensor1d([1, 2, 3], "int32"),
    ok: tf.tensor1d([true, false, true], "bool"),
    kind: tf.tensor1d(["a", "b", "a"], "string"),
  };
  const set = FeatureSet.fromColumns("t", tensors, {
    features: ["signal", "count"],
    tags: ["ok", "kind"],
  });
  assert.deepEqual(set.dtypes, {
    "features.signal.raw": "float32",
    "features.count.raw": "int32",
    "tags.ok.raw": "bool",
    "tags.kind.raw": "utf8",
  });
  const back = set.take([2, 0]).toTensors(tf);
  assert.deepEqual(back.signal.arraySync(), [[5, 6], [1, 2]]);
  assert.deepEqual([back.count.dtype, back.ok.dtype, back.kind.dtype], ["int32", "bool", "string"]);
  assert.deepEqual([...back.kind.dataSync()], ["a", "a"]);
  tf.dispose([tensors, back]);
  assert.deepEqual(set.column("signal").at(1), [3, 4]);
  assert.equal(tf.memory().numTensors, 0);
});

Deno.test("toTensors() turns missing numbers into NaN, and refuses what tfjs cannot hold", () => {
  tf.setBackend("cpu");
  const set = FeatureSet.fromColumns("m", { x: [1, null], kind: ["a", null] }, {
    features: ["x"],
    tags: ["kind"],
  });
  const { x } = set.toTensors(tf, { features: "x" });
  assert.deepEqual([...x.dataSync()], [1, NaN]);
  x.dispose();
  assert.throws(
    () => set.toTensors(tf, { tags: "kind" }),
    /Cannot make a tensor of 1 missing samples of utf8: fill them with "simpleImputer"/,
  );
  const single = tf.scalar(1);
  assert.throws(
    () => FeatureSet.fromColumns("s", { x: single }, { features: ["x"] }),
    /tensor of float32 and shape \[\]: its first axis is to count samples/,
  );
  single.dispose();
});
