/** A graph of one matrix, trained on the rows of `make_golden.py`. */
import { readFile } from "node:fs/promises";
import { FeatureSet } from "../../../lib/data/feature_set.ts";
import { reference } from "../../../lib/data/reference.ts";
import type { FeatureSetView } from "../../../lib/data/feature_set_view.ts";
import type { BuiltGraph } from "../../../lib/graph/built_graph.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { FunctionModel } from "../../../lib/models/function_model.ts";
import * as tf from "../../../lib/tf.ts";
import { AppliedLoss } from "../../../lib/training/applied_loss.ts";
import type { OptimizerPlan } from "../../../lib/training/optimizer.ts";
import type { OptimizerChoice } from "../../../lib/training/optimizer_choice.ts";
import { Trainer, type TrainerOptions } from "../../../lib/training/trainer.ts";

/** What PyTorch gives: weights after each batch. */
export interface GoldenTraining {
  readonly kind: "training";
  readonly optimizer: OptimizerPlan;
  readonly options: Partial<TrainerOptions>;
  readonly weights: readonly number[][];
}

/** What PyTorch gives: weights and biases after each batch, of parameters in groups. */
export interface GoldenGroups {
  readonly kind: "groups";
  readonly optimizer: OptimizerChoice;
  readonly options: Partial<TrainerOptions>;
  readonly steps: readonly { readonly w: readonly number[]; readonly bias: readonly number[] }[];
}

/** What PyTorch gives: rates before each step. */
export interface GoldenSchedule {
  readonly kind: "schedule";
  readonly name: string;
  readonly options: Record<string, number>;
  readonly observed: readonly number[] | null;
  readonly rates: readonly number[];
}

interface GoldenData {
  readonly kind: "data";
  readonly rows: number[];
  readonly goals: number[];
  readonly first: number[];
}

/** All of `optimizers_golden.json`. */
export const golden: readonly (GoldenTraining | GoldenGroups | GoldenSchedule | GoldenData)[] = JSON
  .parse(
    await readFile(new URL("./optimizers_golden.json", import.meta.url), "utf8"),
  );

const data = golden.find((one) => one.kind === "data") as GoldenData;

/** Eight samples of three numbers, with two to predict. */
export const rows: FeatureSet = FeatureSet.fromColumns(
  "rows",
  { x: chunks(data.rows, 3), y: chunks(data.goals, 2) },
  { features: ["x"], targets: ["y"] },
) as FeatureSet;

/** Both halves of the samples, which are batches in turn. */
export const halves: readonly FeatureSetView[] = [[0, 1, 2, 3], [4, 5, 6, 7]].map((places) =>
  rows.toView().withRows(Int32Array.from(places))
);

/** The mean squared error of its outputs. */
export const error: AppliedLoss<"Linear"> = new AppliedLoss({ loss: "mse", on: "Linear" });

/** The graph, with first weights; with biases of one, if it has any. */
export function buildLinear(
  { biased = false }: { readonly biased?: boolean } = {},
): BuiltGraph<"Linear"> {
  const w = { shape: [3, 2], initial: () => Float32Array.from(data.first) };
  const bias = { shape: [2], initial: () => Float32Array.of(1, 1) };
  const linear = new FunctionModel<string>({
    parameters: () => biased ? { w, bias } : { w },
    call: ({ input }, { w, bias }) => {
      const product = tf.matMul(tf.reshape(input as tf.Tensor, [-1, 3]), w as tf.Tensor);
      return { output: bias ? tf.add(product, bias) : product };
    },
    outputs: () => ({ output: { shape: [2], dtype: "float32" } }),
  });
  const node = new ModelNode({ label: "Linear", model: linear, input: reference(rows) });
  return ModelGraph.of([node]).build([rows]);
}

/** The weights that the graph has now. */
export function weightsOf(built: BuiltGraph<"Linear">): ArrayLike<number> {
  return built.getState().Linear?.tensors.w?.data ?? [];
}

/** Weights after each batch. */
export async function trajectory(
  options: Partial<TrainerOptions<"Linear">>,
  steps = 6,
): Promise<ArrayLike<number>[]> {
  using built = buildLinear();
  using trainer = new Trainer(built, { losses: [error], threads: 1, ...options });
  const found: ArrayLike<number>[] = [];
  for (let step = 0; step < steps; step++) {
    await trainer.step({ rows: halves[step % 2] as FeatureSetView });
    if (options.average === undefined) trainer.store();
    using _averages = options.average === undefined ? undefined : trainer.useAverages();
    found.push(weightsOf(built));
  }
  return found;
}

function chunks(values: readonly number[], length: number): number[][] {
  return Array.from(
    { length: values.length / length },
    (_, at) => values.slice(at * length, (at + 1) * length),
  );
}
