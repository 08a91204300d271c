import assert from "node:assert/strict";
import { concat, type Padding } from "../../../../lib/graph/merges/concat.ts";
import { ShapeError } from "../../../../lib/models/model.ts";
import * as tf from "../../../../lib/tf.ts";
import golden from "./golden.json" with { type: "json" };
import { assertConfigRoundTrip, assertGradients, built, merged } from "./rig.ts";

/** Counts on from a hundred for each input, as make_golden.py does. */
function numbers(shape: readonly number[], start: number): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(Array.from({ length: size }, (_, at) => start + at), [...shape]);
}

for (const pad of ["constant", "reflect", "replicate", "circular"] as const) {
  Deno.test(`concat() with ${pad} padding gives what numpy gives, along every axis`, () => {
    const cases = golden.cases.filter((one) => one.pad === pad);
    assert.equal(cases.length, 7);
    for (const { shapes, axis, shape, values } of cases) {
      const inputs = shapes.map((shape, at) => numbers([2, ...shape], 100 * at));
      for (const named of [axis, axis - (shapes[0]?.length ?? 0)]) {
        const model = built(concat({ axis: named, pad, padValue: -1 }), shapes);
        assert.deepEqual(model.outputs.output?.shape, shape.slice(1));
        assert.deepEqual(merged(model, inputs), { shape, values: values.split(" ").map(Number) });
      }
      tf.dispose(inputs);
    }
  });
}

Deno.test("concat() keeps the order of many inputs", () => {
  const count = 12;
  const model = built(concat(), Array.from({ length: count }, () => [1]));
  const inputs = Array.from({ length: count }, (_, at) => tf.tensor([[at]]));
  assert.deepEqual(merged(model, inputs).values, Array.from({ length: count }, (_, at) => at));
  tf.dispose(inputs);
});

Deno.test("concat() stands inputs of open length side by side", () => {
  const open = concat({ axis: 0 }).build({
    inputs: {
      a: { shape: [null, 2], dtype: "float32" },
      b: { shape: [3, 2], dtype: "float32" },
    },
    seeds: {} as never,
  });
  assert.deepEqual(open.outputs.output?.shape, [null, 2]);
});

Deno.test("concat() names the input that does not fit, and how to mend it", () => {
  const refused = (axis: number, pad: Padding | undefined, shapes: number[][]): ShapeError => {
    try {
      built(concat({ axis, ...(pad && { pad }) }), shapes);
    } catch (error) {
      if (error instanceof ShapeError) return error;
    }
    throw new Error("was not refused");
  };
  const longer = refused(0, undefined, [[2, 3], [2, 3], [2, 5]]);
  assert.deepEqual([longer.port, longer.found], ["2", "(2, 5)"]);
  assert.match(longer.message, /expected \(2, 3\) but for axis 0.*give pad/);
  const deeper = refused(0, "constant", [[2, 3], [2, 3, 1]]);
  assert.equal(deeper.port, "1");
  assert.match(deeper.message, /reshape it first/);
  assert.match(refused(2, undefined, [[2, 3], [2, 3]]).message, /an axis from -2 to 1.*found 2/);
  assert.match(refused(-3, undefined, [[2, 3], [2, 3]]).message, /found -3/);
  assert.throws(() => concat({ pad: "reflct" as Padding }), /did you mean "reflect"/);
});

Deno.test("concat() refuses to fill up with what is no number", () => {
  for (const padValue of [NaN, Infinity, "0"]) {
    assert.throws(
      () => concat({ pad: "constant", padValue: padValue as number }),
      { name: "RangeError", message: /Cannot fill up with padValue = .*: give a finite number/ },
    );
  }
});

Deno.test("concat() lets gradients through, padding included", () => {
  for (const pad of ["constant", "reflect", "replicate", "circular"] as const) {
    assertGradients(concat({ axis: 1, pad }), [[3, 1], [2, 2], [5, 1]]);
  }
  assertGradients(concat(), [[1], [2]]);
});

Deno.test("concat() is made again of its config", () => {
  assertConfigRoundTrip(concat({ axis: -1, pad: "constant", padValue: 2, targets: "mean" }));
  assertConfigRoundTrip(concat({ targets: { from: "A" }, tags: "last" }));
});
