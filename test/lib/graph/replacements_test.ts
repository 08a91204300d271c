import assert from "node:assert/strict";
import { SeedStream } from "../../../lib/core/seed.ts";
import type { ModelNodeOptions } from "../../../lib/graph/model_node.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { GraphError } from "../../../lib/graph/problems.ts";
import { output } from "../../../lib/graph/reference.ts";
import { CNN } from "../../../lib/models/cnn.ts";
import type { Interface } from "../../../lib/models/interface.ts";
import { MLP } from "../../../lib/models/mlp.ts";
import { branched, cells, voltage } from "./fixtures.ts";

const volts = { units: "V", range: [0, 5], domain: "signal", meaning: "pulse" } as const;

function encoder<const L extends string>(
  label: L,
  options: Partial<ModelNodeOptions> & { readonly shape?: readonly number[] } = {},
): ModelNode<L> {
  const { shape = [1, 8], ...rest } = options;
  return new ModelNode({ model: new MLP({ outputShape: shape }), input: voltage, ...rest, label });
}

/** An encoder that gives volts to a head, or what is stated instead. */
function chain(
  given: Partial<Interface> = volts,
  accepts: Partial<Interface> = {},
): ModelGraph<"Enc" | "Head"> {
  return ModelGraph.of([
    encoder("Enc", { outputs: { output: given } }),
    new ModelNode({
      label: "Head",
      model: "mlp",
      input: output("Enc"),
      accepts: { input: accepts },
    }),
  ]);
}

/** What a build says is wrong. */
function problemsOf(build: () => Disposable): GraphError["problems"] {
  try {
    build()[Symbol.dispose]();
  } catch (error) {
    assert.ok(error instanceof GraphError);
    return error.problems;
  }
  return [];
}

Deno.test("build() tells all aspects in which what is offered and what is accepted differ, at once", () => {
  const accepts = { units: "mV", range: [0, 1], domain: "image", meaning: "cell" } as const;
  const problems = problemsOf(() => chain(volts, accepts).build([cells]));
  assert.deepEqual(
    problems.map(({ node, port, expected, found }) => [node, port, expected, found]),
    [
      ["Head", "input", "image", "signal"],
      ["Head", "input", "mV", "V"],
      ["Head", "input", "cell", "pulse"],
      ["Head", "input", "0 to 1", "0 to 5"],
    ],
  );
  assert.match(problems[1]?.message ?? "", /Head.input takes units mV, and gets V from Enc/);
});

Deno.test("nodes refuse aspects that are not there, which would agree with everything", () => {
  const make = (stated: object) => () =>
    new ModelNode({ label: "N", model: "mlp", input: voltage, accepts: { input: stated } });
  assert.throws(
    make({ unit: "V" }),
    /No option "unit": did you mean "units"\?.*it was given to input in accepts of "N"/,
  );
  for (const range of [[1, 0], [0], 3, [0, NaN], [0, "1"]]) {
    assert.throws(make({ range }), /for the range of input in accepts of "N": give the least and/);
  }
});

Deno.test("build() tells what is stated of ports that are not there, and shapes that no model gives", () => {
  const node = new ModelNode({
    label: "N",
    model: new MLP({ outputShape: [4] }),
    input: voltage,
    accepts: { inptu: { units: "V" } },
    outputs: { code: { units: "1" }, output: { shape: [99], dtype: "int32" } },
  });
  assert.throws(() => ModelGraph.of([node]).build([cells]), (error) => {
    assert.ok(error instanceof GraphError);
    assert.deepEqual(error.problems.map(({ message }) => message), [
      '"N": No input of N "inptu": did you mean "input"? Inputs of N: "input"',
      '"N": No output of N "code"; Outputs of N: "output"',
      "N.output is stated to have shape (99), and its model gives (4)",
      "N.output is stated to have dtype int32, and its model gives float32",
    ]);
    return true;
  });
});

Deno.test("build() connects interfaces that agree, and those that state nothing", () => {
  assert.deepEqual(problemsOf(() => chain(volts, volts).build([cells])), []);
  assert.deepEqual(problemsOf(() => chain({}, volts).build([cells])), []);
  assert.deepEqual(problemsOf(() => chain(volts, { range: [-1, 6] }).build([cells])), []);
});

Deno.test("build() refuses a node that cannot stand in, with node, port, expected and found", () => {
  using first = chain().build([cells]);
  const other = encoder("Other", { shape: [1, 6], outputs: { output: { ...volts, units: "mV" } } });
  const edited = chain().withReplaced("Enc", other);
  const problems = problemsOf(() => edited.build([cells], { from: first }));
  assert.deepEqual(
    problems.map(({ node, port, expected, found }) => [node, port, expected, found]),
    [["Other", "output", "(1, 8)", "(1, 6)"], ["Other", "output", "V", "mV"]],
  );
  assert.match(problems[0]?.message ?? "", /Other stands in the place of Enc/);
});

Deno.test("build() refuses another model under the same label that cannot stand in", () => {
  using first = chain().build([cells]);
  const edited = chain().withReplaced("Enc", encoder("Enc", { shape: [1, 6] }));
  assert.equal(problemsOf(() => edited.build([cells], { from: first })).length, 1);
});

Deno.test("build() gives a stand-in the shape that is taken, and the others keep their weights", () => {
  using first = branched().build([cells], { seeds: SeedStream.from(1) });
  const edited = branched().withReplaced("EncB", encoder("Conv", { model: new CNN() }));
  using second = edited.build([cells], { seeds: SeedStream.from(2), from: first });
  assert.deepEqual(second.node("Conv").outputs.output?.shape, [1, 4]);
  for (const label of ["EncA", "Head"] as const) {
    assert.deepEqual(second.getState()[label], first.getState()[label]);
  }
});

Deno.test("build() takes any stand-in without weights to go on with, or when replacements are free", () => {
  using first = branched().build([cells], { seeds: SeedStream.from(1) });
  const edited = branched().withReplaced("EncB", encoder("Wide", { shape: [1, 9] }));
  assert.equal(problemsOf(() => edited.build([cells], { from: first })).length, 1);
  using fresh = edited.build([cells]);
  assert.deepEqual(fresh.node("Head").inputs.input?.shape, [1, 17]);
  using second = edited.build([cells], { from: first, replacements: "free" });
  assert.deepEqual(second.getState().EncA, first.getState().EncA);
  assert.notDeepEqual(second.getState().Head, first.getState().Head);
});

Deno.test("build() finds stand-ins of several nodes in a row", () => {
  const mid = new ModelNode({
    label: "Mid",
    model: new MLP({ outputShape: [1, 3] }),
    input: output("Enc"),
  });
  const graph = chain().withInserted(mid, { between: ["Enc", "Head"] });
  using first = graph.build([cells]);
  const edited = graph.withReplaced("Enc", encoder("Enc2"))
    .withReplaced("Mid", encoder("Mid2", { shape: [1, 2] }));
  const problems = problemsOf(() => edited.build([cells], { from: first }));
  assert.deepEqual(problems.map(({ node, expected, found }) => [node, expected, found]), [
    ["Mid2", "(1, 3)", "(1, 2)"],
  ]);
});

Deno.test("build() lets a tail be replaced by any other, as nothing goes on with it", () => {
  using first = chain().build([cells]);
  const edited = chain().withReplaced("Head", encoder("Classes", { shape: [7] }));
  using second = edited.build([cells], { from: first });
  assert.deepEqual(second.getState().Enc, first.getState().Enc);
});

Deno.test("build() starts the weights of a node anew whose output has another shape by its place", () => {
  const open = new ModelNode({ label: "Enc", model: "mlp", input: voltage });
  using first = ModelGraph.of([open]).build([cells]);
  const longer = ModelGraph.of([open, new ModelNode({ label: "Head", model: "mlp", input: open })]);
  using second = longer.build([cells], { from: first });
  assert.deepEqual(second.node("Enc").outputs.output?.shape, [1, 32]);
});
