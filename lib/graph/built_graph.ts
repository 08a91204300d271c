/**
 * A graph with weights: it computes, and it is what training changes.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { UnknownNameError } from "../core/names.ts";
import { writeWhole } from "../data/file/files.ts";
import type { Interface, Ports } from "../models/interface.ts";
import { type BuiltModel, type ModelState, type Parameter, StateError } from "../models/model.ts";
import { displayBuiltGraph, type GraphBundle } from "./display.ts";
import type { DataOffer } from "./data_offer.ts";
import type { ExportOptions } from "./export_onnx.ts";
import { readWeights, writeWeights } from "./file/weights.ts";
import { stateFingerprint } from "./fingerprint.ts";
import type { ModelGraph } from "./model_graph.ts";
import type { GraphNode } from "./node.ts";

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
}

/** What all nodes have learned, by label. */
export type GraphState = Readonly<Record<string, ModelState>>;

/** A row of the summary of a graph. */
export interface NodeSummary {
  readonly label: string;
  readonly kind: string;
  readonly inputs: Ports<Interface>;
  readonly outputs: Ports<Interface>;
  /** How many numbers it learns. */
  readonly parameters: number;
  /** How many bytes they take. */
  readonly bytes: number;
  /** Operations on numbers for one sample, where they can be estimated. */
  readonly flops: number | undefined;
  readonly frozen: boolean;
}

/** A graph whose shapes are known and whose models have weights. */
export class BuiltGraph<L extends string = string> implements Disposable {
  /** Nodes and wires. */
  readonly graph: ModelGraph<L>;
  /** What the data offered that it was built for, by `sourceKey`. */
  readonly sources: ReadonlyMap<string, DataOffer>;
  readonly #nodes: ReadonlyMap<string, BuiltNode>;

  /**
   * `ModelGraph.build` calls this.
   *
   * @param graph nodes and wires
   * @param parts nodes with models in the order in which they compute, and what the data offered
   */
  constructor(
    graph: ModelGraph<L>,
    { nodes, sources }: {
      readonly nodes: ReadonlyMap<string, BuiltNode>;
      readonly sources: ReadonlyMap<string, DataOffer>;
    },
  ) {
    this.graph = graph;
    this.sources = sources;
    this.#nodes = nodes;
    Object.freeze(this);
  }

  /** All nodes, in the order in which they compute. */
  get nodes(): readonly BuiltNode[] {
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

  /** Shapes, parameters, memory and operations of each node. */
  summary(): readonly NodeSummary[] {
    return this.nodes.map(({ node, model, inputs, outputs }) => {
      const parameters = sizeOfParameters(parametersOf(model));
      const { name } = node.type === "model" ? node.model : node.merge;
      return {
        label: node.label,
        kind: name,
        inputs,
        outputs,
        parameters,
        bytes: 4 * parameters,
        flops: model.flops,
        frozen: this.graph.frozen.includes(node.label as L),
      };
    });
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
   * @throws StateError when a node is missing in it or its weights do not fit; none has changed then
   */
  async loadWeights(
    path: string,
    { nodes = this.graph.labels }: { readonly nodes?: readonly L[] } = {},
  ): Promise<void> {
    const state = readWeights(await readFile(path));
    const kept = this.getState();
    const chosen = nodes.map((label) => {
      this.node(label);
      return [label, state[label] ?? noState(label, kept)] as const;
    });
    this.setState({ ...kept, ...Object.fromEntries(chosen) });
  }

  /**
   * Writes nodes, and all that they need, as an ONNX model; weights are constants in it.
   *
   * @param labels of the nodes whose outputs are wanted
   * @param options how many samples the model takes at once, 1 when left out
   * @returns the content of an `.onnx` file, whose inputs and outputs are named `node.port`
   * @throws GraphError for nodes that do not compute with tensors, such as estimators
   */
  async toOnnx(
    labels: readonly L[] = this.graph.tails,
    options: ExportOptions = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { exportOnnx } = await import("./export_onnx.ts");
    return exportOnnx(this, labels, options);
  }

  /** Frees the memory of all weights. */
  [Symbol.dispose](): void {
    for (const { model } of this.nodes) {
      if (model.learning === "gradient") model[Symbol.dispose]();
    }
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

function sizeOfParameters(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { variable }) => sum + variable.size, 0);
}

const NOTHING: ModelState = { tensors: {} };

/** Nodes that learn nothing need no state, and files do not name them. */
function noState(label: string, kept: GraphState): ModelState {
  const { tensors, values } = kept[label] ?? NOTHING;
  if (Object.keys(tensors).length === 0 && values === undefined) return NOTHING;
  throw new StateError(`Cannot set the weights: the state lacks the node "${label}"`);
}
