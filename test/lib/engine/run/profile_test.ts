import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { encodeModel } from "../../../../lib/engine/lower/onnx.ts";
import { profileModel } from "../../../../lib/engine/run/profile.ts";

function port(name: string) {
  return { name, type: "float32", dims: [64, 64] } as const;
}

const bytes = encodeModel({
  inputs: [port("x")],
  outputs: [port("y")],
  tensors: [],
  nodes: ["MatMul", "MatMul", "Tanh"].map((type, index) => ({
    type,
    inputs: type === "MatMul" ? [index === 0 ? "x" : "v0", "x"] : ["v1"],
    outputs: [index === 2 ? "y" : `v${index}`],
    attributes: {},
    name: `${type === "Tanh" ? "Tanh" : "BatchMatMul"}/${type}_${index}`,
  })),
});
const x = { dtype: "float32", shape: [64, 64], data: new Float32Array(4096).fill(0.01) } as const;

Deno.test("profileModel() measures nodes by kernel and operator and leaves no file behind", async () => {
  const ours = async () =>
    (await readdir(tmpdir())).filter((name) => /^modulab-profile/.test(name));
  const before = await ours();
  const { milliseconds, rows, table } = await profileModel(bytes, { feeds: { x }, threads: 1 });
  const nodes = new Map(
    rows.map(({ kernel, operator, nodes }) => [`${kernel} ${operator}`, nodes]),
  );
  assert.equal(nodes.get("BatchMatMul MatMul"), 2);
  assert.equal(nodes.get("Tanh Tanh"), 1);
  const sum = rows.reduce((sum, row) => sum + row.milliseconds, 0);
  assert.ok(sum > 0 && milliseconds > 0);
  assert.equal(table.split("\n").length, rows.length + 1);
  assert.deepEqual(await ours(), before);
});
