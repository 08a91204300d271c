import assert from "node:assert/strict";
import { tensorText } from "../../../kernel/display/tensor_text.ts";

Deno.test("tensorText() switches to exponents where magnitudes are far apart", () => {
  const text = tensorText(new Float32Array([1e-9, 1e9, 0, Infinity]), {
    shape: [4],
    dtype: "float32",
  });
  assert.equal(text, "[1.000e-9, 1.000e+9, 0.000e+0, Infinity]");
});

Deno.test("tensorText() breaks long lines and aligns them", () => {
  const values = Int32Array.from({ length: 60 }, (_, i) => i * 100);
  const lines = tensorText(values, { shape: [60], dtype: "int32" }).split("\n");
  assert.ok(lines.every((line) => line.length <= 90));
  assert.match(lines[1] ?? "", /^ +\d/);
});

Deno.test("tensorText() separates matrices by an empty line", () => {
  const text = tensorText(new Int32Array([1, 2, 3, 4]), { shape: [2, 1, 2], dtype: "int32" });
  assert.equal(text, "[[[1, 2]],\n\n [[3, 4]]]");
});
