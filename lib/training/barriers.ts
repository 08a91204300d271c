/**
 * Models that gradients cannot pass, before models that are trained: what they predict is fed.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { tensorOf } from "../engine/host_tensor.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import type { SampleTensors } from "../graph/flow.ts";
import { output, sourceKey } from "../graph/reference.ts";
import type { Ports } from "../models/interface.ts";
import { activeNodes } from "./active_nodes.ts";
import type { BatchTensors, SamplesBySet } from "./feed.ts";
import type { Predictor } from "./predictor.ts";

/**
 * Adds what estimators and fixed models predict to the tensors of a batch.
 *
 * @param batch tensors of one role, if there is anything to add
 * @param from the graph, its predictor, and the samples of the batch
 * @returns the batch, with outputs of those models among its feeds
 * @throws NotFittedError when an estimator has not learned; RangeError for a batch of several roles
 */
export async function withBarriers(
  batch: BatchTensors,
  { built, predictor, samples, needed }: {
    readonly built: BuiltGraph;
    readonly predictor: Predictor;
    readonly samples: SamplesBySet;
    /** Labels of the nodes that matter; all when left out. */
    readonly needed?: ReadonlySet<string>;
  },
): Promise<BatchTensors> {
  const active = activeNodes(built.graph, Object.keys(Object.values(batch)[0] ?? {}));
  const nodes = barriersOf(built).filter((label) =>
    active.has(label) && (needed?.has(label) ?? true)
  );
  const [[role, sets] = ["", {}]] = Object.entries(batch);
  const [[label, first] = []] = Object.entries(sets);
  if (nodes.length === 0 || label === undefined || first === undefined) return batch;
  const found = await predictor.predict(samples, { nodes });
  const given = nodes.flatMap((node) =>
    Object.entries(found[node]?.outputs ?? {}).map(([port, value]) => [
      sourceKey(output(node, port)),
      tensorOf(value),
    ])
  );
  const feeds = { ...first.feeds, ...Object.fromEntries(given) };
  return { [role]: { ...sets, [label]: { ...first, feeds } } };
}

/**
 * Finds what `withBarriers` added.
 *
 * @param built the graph
 * @param samples tensors of one role
 * @returns outputs by label and port, for `runFlow`
 */
export function givenBy(
  built: BuiltGraph,
  samples: Readonly<Record<string, SampleTensors>>,
): Readonly<Record<string, Ports<tf.Tensor>>> {
  const feeds = Object.assign({}, ...Object.values(samples).map((one) => one.feeds)) as Readonly<
    Record<string, tf.Tensor>
  >;
  const entries = barriersOf(built).map((label) => {
    const ports = Object.keys(built.find(label)?.outputs ?? {}).flatMap((port) => {
      const value = feeds[sourceKey(output(label, port))];
      return value ? [[port, value] as const] : [];
    });
    return [label, Object.fromEntries(ports)] as const;
  });
  return Object.fromEntries(entries.filter(([, ports]) => Object.keys(ports).length > 0));
}

/**
 * Whether a graph has models that gradients cannot pass.
 *
 * @param built the graph
 * @returns true for an estimator or a fixed model anywhere
 */
export function hasBarriers(built: BuiltGraph): boolean {
  return barriersOf(built).length > 0;
}

function barriersOf(built: BuiltGraph): readonly string[] {
  return built.nodes.filter(({ model }) => model.learning !== "gradient")
    .map(({ node }) => node.label);
}
