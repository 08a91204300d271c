import assert from "node:assert/strict";
import type { FeatureSetView } from "../../../lib/data/feature_set_view.ts";
import type { BuiltGraph } from "../../../lib/graph/built_graph.ts";
import { GraphError } from "../../../lib/graph/problems.ts";
import * as tf from "../../../lib/tf.ts";
import { groupsOf } from "../../../lib/training/groups.ts";
import { LearningRates } from "../../../lib/training/learning_rates.ts";
import { adam, sgd } from "../../../lib/training/optimizer.ts";
import {
  groupsChosen,
  type OptimizerChoice,
  planFor,
} from "../../../lib/training/optimizer_choice.ts";
import { Trainer } from "../../../lib/training/trainer.ts";
import { assertClose } from "../engine/agreement.ts";
import { buildLinear, error, golden, type GoldenGroups, halves } from "./linear_graph.ts";

const parameters = ["Encoder", "Head"].flatMap((node) =>
  ["hidden.0.kernel", "hidden.0.bias"].map((name) => ({ node, name }))
);

/** Names of optimizers, in the order of the parameters. */
function chosen(choice: OptimizerChoice): readonly (string | undefined)[] {
  const find = planFor(choice, { labels: ["Encoder", "Head"], parameters });
  return parameters.map((parameter) => find(parameter)?.name);
}

Deno.test("planFor() takes one optimizer, one for each node, or groups of nodes", () => {
  assert.deepEqual(chosen("sgd"), ["sgd", "sgd", "sgd", "sgd"]);
  assert.deepEqual(chosen(adam()), ["adam", "adam", "adam", "adam"]);
  assert.deepEqual(chosen({ Head: "sgd" }), [undefined, undefined, "sgd", "sgd"]);
  const groups = [{ nodes: ["Head"], optimizer: "sgd" }, { nodes: ["Encoder"], optimizer: adam() }];
  assert.deepEqual(chosen(groups), ["adam", "adam", "sgd", "sgd"]);
});

Deno.test("planFor() takes groups of parameters before those of all others", () => {
  const groups = [{ optimizer: "adam" }, { parameters: ["*.bias"], optimizer: "sgd" }];
  assert.deepEqual(chosen(groups), ["adam", "sgd", "adam", "sgd"]);
  const ofHead = [
    { nodes: ["Head"], parameters: ["*.bias"], optimizer: "sgd" },
    { parameters: ["Encoder/*kernel"], optimizer: "rmsprop" },
    { optimizer: "adam" },
  ];
  assert.deepEqual(chosen(ofHead), ["rmsprop", "adam", "adam", "sgd"]);
});

Deno.test("planFor() refuses two optimizers, and nodes and parameters that are not there", () => {
  const both = [{ nodes: ["Head"], optimizer: "sgd" }, { optimizer: "adam" }];
  assert.throws(() => chosen(both), /Cannot train "Head" with two optimizers/);
  const twice = [
    { parameters: ["*.bias"], optimizer: "sgd" },
    { parameters: ["hidden.*"], optimizer: "adam" },
  ];
  assert.throws(() => chosen(twice), /Cannot train "Encoder\/hidden.0.bias" with two optimizers/);
  assert.throws(() => chosen({ Haed: "sgd" }), /did you mean "Head"\?/);
  assert.throws(
    () => chosen([{ parameters: ["*.bais"], optimizer: "sgd" }]),
    /No parameter "\*.bais".*hidden\.0\.bias.*\* stands for any characters/,
  );
});

for (const { optimizer, options, steps } of golden.filter(isGroups)) {
  const label = `${JSON.stringify(optimizer)} ${JSON.stringify(options)}`;

  Deno.test(`Trainer with ${label} has the weights and biases of PyTorch's parameter groups`, async () => {
    using built: BuiltGraph = buildLinear({ biased: true });
    using trainer = new Trainer(built, { losses: [error], optimizer, ...options as object });
    for (const [at, wanted] of steps.entries()) {
      await trainer.step({ rows: halves[at % 2] as FeatureSetView });
      const found = built.getState().Linear?.tensors;
      for (const name of ["w", "bias"] as const) {
        assertClose(Float32Array.from(found?.[name]?.data ?? []), Float64Array.from(wanted[name]), {
          name: `${name} after step ${at}`,
          tolerance: 2e-5,
        });
      }
    }
  });
}

function isGroups(one: (typeof golden)[number]): one is GoldenGroups {
  return one.kind === "groups";
}

Deno.test("groupsChosen() takes nodes of any label, and refuses optimizers of tfjs", () => {
  const named = groupsChosen({ name: "sgd", options: adam() });
  assert.deepEqual(named.map(({ nodes }) => nodes), [["name"], ["options"]]);
  const own = tf.train.adam(0.01);
  assert.throws(() => groupsChosen(own as never), /optimizer of tfjs.*give a plan, such as/s);
  own.dispose();
});

Deno.test("groupsChosen() refuses typing errors in groups, which would train all nodes", () => {
  assert.throws(
    () => groupsChosen([{ node: ["Head"], optimizer: "sgd" } as never]),
    /No option "node": did you mean "nodes"\?/,
  );
  assert.throws(() => groupsChosen([{ nodes: ["Head"] } as never]), /Option "optimizer".*missing/);
});

Deno.test("groupsOf() says which parameters of a node have no optimizer", () => {
  using built = buildLinear();
  assert.throws(
    () => groupsOf(built, { losses: [error], optimizer: {} }),
    (thrown) => thrown instanceof GraphError && /"Linear" has no optimizer/.test(thrown.message),
  );
});

Deno.test("LearningRates names nodes, or their parameters where those have several", () => {
  using built = buildLinear();
  const [group] = groupsOf(built, { losses: [error], optimizer: sgd({ learningRate: 0.5 }) });
  assert.ok(group);
  const progress = { updates: 0, observed: [] };
  const rates = new LearningRates([group]);
  assert.deepEqual(rates.at(progress, undefined).byName, { Linear: 0.5 });
  assert.equal(rates.at(progress, undefined), rates.at(progress, 0.5));
  assert.deepEqual(rates.at(progress, 0.1).settings, [{ learningRate: 0.1 }]);
  const two = new LearningRates([group, { ...group, rate: () => 0.2 }]);
  assert.deepEqual(two.at(progress, undefined).byName, { "Linear/w": 0.2 });
  group.optimizer.dispose();
});
