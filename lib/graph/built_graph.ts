/**
 * A graph with weights: it computes, and it is what training changes.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import type * as tf from "@tensorflow/tfjs-core";
import { quote, UnknownNameError } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { SeedStream } from "../core/seed.ts";
import { writeWhole } from "../data/file/files.ts";
import type { FeatureSetReference } from "../data/reference.ts";
import { releaseValues, settleValues } from "../engine/held_values.ts";
import type { Interface, Ports } from "../models/interface.ts";
import { type BuiltModel, type ModelState, type Parameter, StateError } from "../models/model.ts";
import { displayBuiltGraph, type GraphBundle } from "./display.ts";
import type { DataOffer, FindOffer } from "./data_offer.ts";
import { findNodes } from "./edits.ts";
import type { ExportOptions } from "./export_onnx.ts";
import { readWeights, writeWeights } from "./file/weights.ts";
import { stateFingerprint } from "./fingerprint.ts";
import { type IdentifyOptions, identifySamples, type SampleIdentity } from "./identify.ts";
import type { Samples } from "./data_source.ts";
import type { ModelGraph } from "./model_graph.ts";
import type { GraphNode } from "./node.ts";
import { sourceKey } from "./reference.ts";
import { type NodeSummary, summarize } from "./summary.ts";

/** A node with its model. */
export interface BuiltNode {
  readonly node: GraphNode;
  readonly model: BuiltModel;
  /** What stands at its inputs. */
  readonly inputs: Ports<Interface>;
  /** What it offers. */
  readonly outputs: Ports<Interface>;
  /** The targets that come with its samples. */
  readonly targets: Interface | undefined;
  /** What its output was asked to look like where its plan leaves that open. */
  readonly wanted: Interface | undefined;
}

/** What all nodes have learned, by label. */
export type GraphState = Readonly<Record<string, ModelState>>;

/** What a built graph is made of. */
export interface BuiltParts {
  /** Nodes with models, by label, in the order in which they compute. */
  readonly nodes: ReadonlyMap<string, BuiltNode>;
  /** What the data offered, by `sourceKey`. */
  readonly sources: ReadonlyMap<string, DataOffer>;
  /** Finds what the data offered besides. */
  readonly findOffer: FindOffer;
  /** Where first values were drawn from, and what estimators draw from when they fit. */
  readonly seeds: SeedStream;
  /** Builds the same nodes again, with weights of their own. */
  readonly again: <L extends string>(graph: ModelGraph<L>) => BuiltGraph<L>;
  /** Whether the weights are those of another built graph, which frees them. */
  readonly shared?: boolean;
  /** Whether the weights have been freed, for all graphs that share them. */
  readonly life: { isOver: boolean };
}

/**
 * A graph whose shapes are known and whose models have weights.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "../data/feature_set.ts";
 * import { ModelGraph } from "./model_graph.ts";
 * import { ModelNode } from "./model_node.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1], y: [2] }, { features: ["x"], targets: ["y"] });
 * const graph = ModelGraph.of([new ModelNode({ label: "Head", model: "mlp", input: set })]);
 * using built = graph.build([set]);
 * console.log(built.node("Head").outputs.output?.shape); // [1]
 * ```
 */
export class BuiltGraph<L extends string = string> implements Disposable {
  /** Nodes and wires. */
  readonly graph: ModelGraph<L>;
  /** What the data offered that it was built for, by `sourceKey`. */
  readonly sources: ReadonlyMap<string, DataOffer>;
  /** Where first values were drawn from, and what estimators draw from when they fit. */
  readonly seeds: SeedStream;
  readonly #parts: BuiltParts;
  readonly #nodes: ReadonlyMap<string, BuiltNode>;

  /**
   * `ModelGraph.build` calls this.
   *
   * @param graph nodes and wires
   * @param parts nodes with models, what the data offered, and how all that is built again
   */
  constructor(graph: ModelGraph<L>, parts: BuiltParts) {
    this.graph = graph;
    this.sources = parts.sources;
    this.seeds = parts.seeds;
    this.#parts = parts;
    this.#nodes = parts.nodes;
    Object.freeze(this);
  }

  /**
   * All nodes, in the order in which they compute.
   *
   * @throws RangeError when their weights have been freed
   */
  get nodes(): readonly BuiltNode[] {
    if (this.#parts.life.isOver) {
      throw new RangeError(
        `Cannot use the graph ${quote(this.graph.label)}: the memory of its weights was freed; ` +
          "build it again, or await what uses it before it goes out of scope",
      );
    }
    return [...this.#nodes.values()];
  }

  /**
   * Finds a node.
   *
   * @param label its label
   * @returns the node with its model
   * @throws UnknownNameError when there is none
   */
  node(label: L): BuiltNode {
    const found = this.find(label);
    if (found) return found;
    throw new UnknownNameError("node", label, { known: [...this.#nodes.keys()] });
  }

  /** Finds a node, or nothing. */
  find(label: string): BuiltNode | undefined {
    return this.#nodes.get(label);
  }

  /**
   * Finds what the data offers that it was built for, also where no node takes it.
   *
   * @param source any reference to data
   * @returns its shape and that of the targets beside it; nothing when the graph is of a file, which has
   *   only what nodes take
   * @throws UnknownNameError for a FeatureSet, split or column that was not there; ShapeError when columns
   *   cannot stand side by side
   */
  offerOf(source: FeatureSetReference): DataOffer | undefined {
    return this.sources.get(sourceKey(source)) ?? this.#parts.findOffer(source);
  }

  /** Whether another built graph owns the weights, and frees them. */
  get sharesWeights(): boolean {
    return this.#parts.shared ?? false;
  }

  /**
   * The same weights with more nodes frozen. Nothing is copied: what one of both learns, the other
   * knows, and the one that was built frees the memory of both.
   *
   * @param labels of the nodes to freeze besides; all when left out
   * @returns another look at this graph
   * @throws UnknownNameError for a label that no node has
   */
  withFrozen(labels?: readonly L[]): BuiltGraph<L> {
    return this.#shared(this.graph.withFrozen(labels));
  }

  /**
   * The same weights with fewer nodes frozen, as `withFrozen`.
   *
   * @param labels of the nodes that may learn again; all when left out
   * @returns another look at this graph
   * @throws UnknownNameError for a label that no node has
   */
  withUnfrozen(labels?: readonly L[]): BuiltGraph<L> {
    return this.#shared(this.graph.withUnfrozen(labels));
  }

  /**
   * The same nodes with weights of their own, which are those of now.
   *
   * @returns a graph that learns apart from this one
   */
  copy(): BuiltGraph<L> {
    const copied = this.#parts.again(this.graph);
    copied.setState(this.getState());
    return copied;
  }

  /**
   * Says which samples the rows are that nodes give: identifiers, tags and masks, merged as the
   * targets and weights of predictions are.
   *
   * @param samples views, or batches, by label of the FeatureSet
   * @param options which nodes (all that can compute when left out), and the role of batches of several
   * @returns by label, row by row as predictions are
   * @throws SampleMismatchError when samples merge whose identifiers must agree and do not
   */
  identify<N extends L>(
    samples: Readonly<Record<string, Samples>>,
    options: IdentifyOptions<N> & { readonly nodes: readonly N[] },
  ): Readonly<Record<N, SampleIdentity>>;
  identify(
    samples: Readonly<Record<string, Samples>>,
    options?: IdentifyOptions<L>,
  ): Readonly<Partial<Record<L, SampleIdentity>>>;
  identify(
    samples: Readonly<Record<string, Samples>>,
    options: IdentifyOptions<L> = {},
  ): Readonly<Record<never, SampleIdentity>> {
    return identifySamples(this.graph.nodes, samples, options);
  }

  /** Shapes, parameters, memory and operations of each node. */
  summary(): readonly NodeSummary[] {
    return [...this.#nodes.values()].map((node) =>
      summarize(node, { frozen: this.graph.frozen.includes(node.node.label as L) })
    );
  }

  /** Copies what all nodes have learned. */
  getState(): GraphState {
    const entries = this.nodes.map(({ node, model }) => [node.label, model.getState()]);
    return Object.fromEntries(entries);
  }

  /**
   * Puts what an equal graph has learned in its place.
   *
   * @param state what `getState()` gave
   * @throws StateError when a node is missing or its weights do not fit
   */
  setState(state: GraphState): void {
    const kept = this.getState();
    try {
      for (const { node, model } of this.nodes) {
        model.setState(state[node.label] ?? noState(node.label, kept));
      }
    } catch (error) {
      // Half a state would be neither the old nor the new one.
      for (const { node, model } of this.nodes) model.setState(kept[node.label] ?? NOTHING);
      throw error;
    }
  }

  /** A short name for all that has been learned, the same for the same numbers in any process. */
  stateFingerprint(): string {
    return stateFingerprint(this.getState());
  }

  /**
   * Saves nodes, wires and weights in one file, which holds data only; optimizers are not in it.
   *
   * @param path of the file, which is replaced
   * @throws GraphError when a node has a model that is not registered by name
   */
  async save(path: string): Promise<void> {
    const { packGraph } = await import("./file/graph_archive.ts");
    await writeWhole(path, await packGraph(this));
  }

  /**
   * Loads what `save` wrote; no data is needed.
   *
   * @param path of the file
   * @returns a graph that computes as the one that was saved
   * @throws GraphFileError when the file is damaged, was changed, or is of another kind or version
   * @throws UnknownNameError when it names a model or a merge that is not registered
   */
  static async load(path: string): Promise<BuiltGraph> {
    const { unpackGraph } = await import("./file/graph_archive.ts");
    return await unpackGraph(await readFile(path));
  }

  /**
   * Saves what nodes have learned as safetensors, for other programs and other graphs.
   *
   * @param path of the file, which is replaced; its tensors are named `node.parameter`
   */
  async saveWeights(path: string): Promise<void> {
    await writeWhole(path, writeWeights(this.getState()));
  }

  /**
   * Takes the weights of a safetensors file.
   *
   * @param path of the file
   * @param options labels of the nodes that take theirs; left out: all, and none may be missing
   * @throws SafetensorsError when the file is damaged
   * @throws UnknownNameError for options and nodes that are not there
   * @throws StateError when a node is missing in it or its weights do not fit; none has changed then
   */
  async loadWeights(
    path: string,
    options: { readonly nodes?: readonly L[] } = {},
  ): Promise<void> {
    const { nodes = this.graph.labels } = checkOptions(options, {
      of: "loadWeights()",
      known: ["nodes"],
    });
    const state = readWeights(await readFile(path));
    const kept = this.getState();
    const chosen = findNodes(this.graph.nodes, nodes).map(({ label }) =>
      [label, state[label] ?? noState(label, kept)] as const
    );
    this.setState({ ...kept, ...Object.fromEntries(chosen) });
  }

  /**
   * Writes nodes, and all that they need, as an ONNX model; weights are constants in it.
   *
   * @param labels of the nodes whose outputs are wanted
   * @param options how many samples the model takes at once; left out: any number
   * @returns the content of an `.onnx` file, whose inputs and outputs are named `node.port`
   * @throws GraphError for nodes that tensors cannot express, or that have not been fitted
   * @throws FixedBatchError when a model depends on how many samples there are, and none were given
   */
  async toOnnx(
    labels: readonly L[] = this.graph.tails,
    options: ExportOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { exportOnnx } = await import("./export_onnx.ts");
    settleValues(weightsOf(this));
    return exportOnnx(this, labels, options);
  }

  /** Frees the memory of all weights, unless they are those of another. */
  [Symbol.dispose](): void {
    const { life } = this.#parts;
    if (this.sharesWeights || life.isOver) return;
    releaseValues(weightsOf(this));
    life.isOver = true;
    for (const { model } of this.#nodes.values()) {
      if (model.learning === "gradient") model[Symbol.dispose]();
    }
  }

  #shared(graph: ModelGraph<L>): BuiltGraph<L> {
    return new BuiltGraph(graph, { ...this.#parts, shared: true });
  }
}

// As ModelGraph does.
Object.defineProperty(BuiltGraph.prototype, Symbol.for("Jupyter.display"), {
  value(this: BuiltGraph): Promise<GraphBundle> {
    const { label, nodes, frozen } = this.graph;
    return displayBuiltGraph({ label, nodes, frozen, built: this.nodes }, this.summary());
  },
});

/**
 * The parameters of a model.
 *
 * @param model any built model
 * @returns those that are trained, and those that are not
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { MLP } from "../models/mlp.ts";
 * import { parametersOf } from "./built_graph.ts";
 * const inputs = { input: { shape: [4], dtype: "float32" } } as const;
 * parametersOf(new MLP().build({ inputs, seeds: SeedStream.from(0) })).length; // 4
 * ```
 */
export function parametersOf(model: BuiltModel): readonly Parameter[] {
  return model.learning === "gradient" ? [...model.trainable, ...model.others] : [];
}

/**
 * The variables of all models of a graph.
 *
 * @param built a graph with weights
 * @returns those that are trained, and those that are not, node by node
 * @example
 * ```ts
 * import { type BuiltGraph, weightsOf } from "./built_graph.ts";
 * const count = (built: BuiltGraph): number => weightsOf(built).length;
 * ```
 */
export function weightsOf(built: BuiltGraph): readonly tf.Variable[] {
  return built.nodes.flatMap(({ model }) => parametersOf(model).map(({ variable }) => variable));
}

const NOTHING: ModelState = { tensors: {} };

/** Nodes that learn nothing need no state, and files do not name them. */
function noState(label: string, kept: GraphState): ModelState {
  const { tensors, values } = kept[label] ?? NOTHING;
  if (Object.keys(tensors).length === 0 && values === undefined) return NOTHING;
  throw new StateError(`Cannot set the weights: the state lacks the node "${label}"`);
}
