import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeModel } from "../../../../lib/engine/lower/onnx.ts";
import { lower } from "../../../../lib/engine/lower/lower.ts";
import { encodeLoops } from "../../../../lib/engine/lower/wasm_module.ts";
import {
  type FusedLoop,
  type LoopKernel,
  splitLoops,
} from "../../../../lib/engine/program/fused_loop.ts";
import type { Operation, Program, Value } from "../../../../lib/engine/program/program.ts";
import { loadModel } from "../../../../lib/engine/run/onnx_runtime.ts";
import { StepMemory } from "../../../../lib/engine/run/step_memory.ts";
import { UpdateLoops } from "../../../../lib/engine/run/update_loops.ts";
import { assertClose } from "../agreement.ts";
import { operation } from "../program/program_cases.ts";

const UNARY: readonly LoopKernel[] = [
  ...["Abs", "Neg", "Reciprocal", "Relu", "Rsqrt", "Sqrt", "Square"] as const,
];
const BINARY: readonly LoopKernel[] = [
  ...["Add", "Maximum", "Minimum", "Multiply", "RealDiv", "Sub"] as const,
];

/** A line of operations, each on the last result and on an input. */
function chain(kernels: readonly LoopKernel[], size: number): Program {
  const inputs: Record<"a" | "b" | "s", Value> = {
    a: { dtype: "float32", shape: [size] },
    b: { dtype: "float32", shape: [size] },
    s: { dtype: "float32", shape: [] },
  };
  const operations: (Operation & { readonly output: Value })[] = [];
  kernels.forEach((kernel, index) => {
    const last = operations.at(-1)?.output ?? inputs.a;
    const other = index % 2 === 0 ? inputs.b : inputs.s;
    operations.push(operation(kernel, UNARY.includes(kernel) ? [last] : [last, other], {}));
  });
  return {
    inputs: Object.entries(inputs).map(([name, value]) => ({ name, value })),
    constants: [],
    operations,
    outputs: [
      { name: "new a", value: operations.at(-1)?.output ?? inputs.a },
      { name: "new b", value: operations[0]?.output ?? inputs.b },
    ],
  };
}

async function throughOnnx(program: Program, feeds: Feeds): Promise<readonly ArrayLike<number>[]> {
  await using model = await loadModel(encodeModel(lower(program)), { threads: 1 });
  const results = await model.run(hosts(program, feeds));
  return program.outputs.map(({ name }) => results[name]?.data ?? []);
}

type Feeds = Readonly<Record<string, readonly number[]>>;

function hosts({ inputs }: Program, feeds: Feeds) {
  return Object.fromEntries(
    inputs.map((
      { name, value },
    ) => [name, { ...value, data: Float32Array.from(feeds[name] ?? []) }]),
  );
}

function throughLoops(program: Program, numbers: Feeds): readonly ArrayLike<number>[] {
  const memory = new StepMemory();
  const split = splitLoops(program, {
    inputs: new Set(["a", "b"]),
    outputs: new Set(["new a", "new b"]),
  });
  const given = Object.fromEntries(program.inputs.map(({ name, value }) => {
    const place = memory.reserve(value);
    memory.at(place).data.set(numbers[name] ?? []);
    return [name, place];
  }));
  const places = program.outputs.map(({ name, value }) => [name, memory.reserve(value)] as const);
  const into = Object.fromEntries(places.map(([name, place]) => [name, memory.at(place)]));
  const feeds = Object.fromEntries(
    Object.entries(given).map(([name, at]) => [name, memory.at(at)]),
  );
  const loops = new UpdateLoops(split, memory);
  loops.place({ feeds, results: {}, into });
  loops.run({ feeds, results: {} });
  return program.outputs.map(({ name }) => into[name]?.data ?? []);
}

Deno.test("encodeLoops() does what ONNX Runtime does, for all kernels, lengths and orders", async () => {
  // No zeros: which of 0 and -0 is larger, runtimes may choose.
  const size = fc.double({ min: 0.01, max: 8, noNaN: true });
  const number = fc.tuple(size, fc.constantFrom(1, -1)).map(([size, sign]) => size * sign);
  const kernels = fc.array(fc.constantFrom(...UNARY, ...BINARY), { minLength: 1, maxLength: 6 });
  const property = fc.asyncProperty(
    kernels,
    fc.integer({ min: 1, max: 11 }).chain((length) =>
      fc.record({
        a: fc.array(number, { minLength: length, maxLength: length }),
        b: fc.array(number, { minLength: length, maxLength: length }),
        s: fc.tuple(number),
      })
    ),
    async (kernels, feeds) => {
      const program = chain(kernels, feeds.a.length);
      const [wanted, got] = [await throughOnnx(program, feeds), throughLoops(program, feeds)];
      for (const [index, result] of wanted.entries()) {
        assertClose(got[index] ?? [], result, { name: kernels.join(" "), tolerance: 1e-6 });
      }
    },
  );
  await fc.assert(property, { seed: 1, numRuns: 150 });
});

Deno.test("encodeLoops() writes one function for loops of the same form", () => {
  const loops = [3, 700].flatMap((size) => [
    ...loopsOf(chain(["Square", "Add"], size)),
    ...loopsOf(chain(["Square", "Sub"], size)),
  ]);
  const { bytes, functions } = encodeLoops(loops);
  assert.ok(WebAssembly.validate(bytes));
  assert.equal(loops.length, 4);
  assert.equal(new Set(functions.values()).size, 2);
});

function loopsOf(program: Program): readonly FusedLoop[] {
  return splitLoops(program, {
    inputs: new Set(["a", "b"]),
    outputs: new Set(["new a", "new b"]),
  }).loops;
}
