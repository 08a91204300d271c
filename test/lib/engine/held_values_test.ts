import assert from "node:assert/strict";
import {
  expectChange,
  holdValues,
  releaseValues,
  settleValues,
  type ValueHolder,
} from "../../../lib/engine/held_values.ts";
import * as tf from "../../../lib/tf.ts";

/** Writes down what it hears. */
function listener(): ValueHolder & { readonly heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    settle: () => heard.push("settle"),
    expectChange: () => heard.push("expectChange"),
    yield: () => heard.push("yield"),
    release: () => heard.push("release"),
  };
}

Deno.test("holdValues() tells the holder once of readers and writers of its variables", () => {
  const [a, b, c] = [1, 2, 3].map((value) => tf.variable(tf.scalar(value))) as tf.Variable[];
  const holder = listener();
  const held = holdValues([a, b] as tf.Variable[], holder);
  settleValues([a, b, c] as tf.Variable[]);
  settleValues([c] as tf.Variable[]);
  expectChange([b] as tf.Variable[]);
  assert.deepEqual(holder.heard, ["settle", "expectChange"]);
  held[Symbol.dispose]();
  settleValues([a] as tf.Variable[]);
  assert.equal(holder.heard.length, 2);
  tf.dispose([a, b, c] as tf.Variable[]);
});

Deno.test("holdValues() takes variables from another holder, whose end changes nothing then", () => {
  const x = tf.variable(tf.scalar(1));
  const [one, other] = [listener(), listener()];
  const first = holdValues([x], one);
  holdValues([x], other);
  first[Symbol.dispose]();
  settleValues([x]);
  assert.deepEqual([one.heard, other.heard], [["yield"], ["settle"]]);
  releaseValues([x]);
  settleValues([x]);
  assert.deepEqual(other.heard, ["settle", "release"]);
  x.dispose();
});

Deno.test("holdValues() leaves variables with a holder that cannot give them", () => {
  const x = tf.variable(tf.scalar(1));
  const busy = { ...listener(), yield: () => assert.fail("not now") };
  using _held = holdValues([x], busy);
  const other = listener();
  assert.throws(() => holdValues([x], other), /not now/);
  settleValues([x]);
  assert.deepEqual([busy.heard, other.heard], [["settle"], []]);
  x.dispose();
});
