/**
 * A graph of models: a value, changed by making another.
 *
 * @module
 */

import { freeze, type JsonObject } from "../core/json.ts";
import { quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { Ports } from "../models/interface.ts";
import type { BuiltGraph } from "./built_graph.ts";
import { buildGraph, type BuildOptions } from "./build.ts";
import { checkGraph } from "./check_graph.ts";
import { graphConfig, graphFromConfig } from "./config.ts";
import { offersOf } from "./data_offer.ts";
import { displayGraph, type GraphBundle } from "./display.ts";
import { configFingerprint } from "./fingerprint.ts";
import {
  findNode,
  findNodes,
  insertNode,
  type Place,
  removeNode,
  replaceNode,
  rewireNode,
} from "./edits.ts";
import { type GraphNode, Node } from "./node.ts";
import { orderNodes, upstream } from "./order.ts";
import { refuse } from "./problems.ts";
import { isNodeReference, type SourceLike, sourceOf } from "./reference.ts";
import { FeatureSet } from "../data/feature_set.ts";

/** What a graph has besides its nodes. */
export interface GraphOptions<L extends string = string> {
  /** What to call it; default `model-graph`. */
  readonly label?: string;
  /** Nodes whose weights stay as they are. */
  readonly frozen?: readonly L[];
}

/** The labels of a list of nodes. */
type LabelsOf<N extends readonly GraphNode[]> = N[number]["label"];

/**
 * Models as nodes, wired by references that resolve when the graph is built or run.
 *
 * A graph has no weights: `build` makes those, for the shapes of some data. Every edit gives
 * another graph, and `build` takes over the weights of nodes that are the same.
 *
 * @example
 * ```ts
 * import { ModelGraph } from "./model_graph.ts";
 * import { ModelNode } from "./model_node.ts";
 * const pulses = { featureSet: "pulses", split: null, selection: { features: "voltage" } };
 * const encoder = new ModelNode({ label: "Encoder", model: "mlp", input: pulses });
 * const head = new ModelNode({ label: "Head", model: "mlp", input: encoder });
 * const graph = ModelGraph.of([encoder, head]);
 * graph.withFrozen(["Encoder"]).frozen; // ["Encoder"]
 * ```
 */
export class ModelGraph<L extends string = string> {
  /** What it is called. */
  readonly label: string;
  /** Its nodes, in the order in which they were added. */
  readonly nodes: readonly GraphNode[];
  /** Labels of nodes whose weights stay as they are. */
  readonly frozen: readonly L[];

  /**
   * @param nodes in any order; `ModelGraph.of` knows their labels
   * @param options what to call it, and what is frozen
   */
  constructor(nodes: readonly GraphNode[], { label, frozen = [] }: GraphOptions<L>) {
    if (!Array.isArray(nodes) || nodes.some((node) => !(node instanceof Node))) {
      throw new TypeError(
        "Cannot make a graph of what was given: give nodes, as in [encoder, head]",
      );
    }
    refuse("Cannot make the graph", checkGraph(nodes).filter(({ port }) => port === undefined));
    findNodes(nodes, frozen);
    this.label = label ?? "model-graph";
    this.nodes = Object.freeze([...nodes]);
    this.frozen = Object.freeze([...frozen]);
    Object.freeze(this);
  }

  /**
   * Makes a graph.
   *
   * @param nodes in any order; sources may be added later
   * @param options what to call it, and what is frozen
   * @returns the graph
   * @throws GraphError when labels are not unique, or nodes take from each other in a cycle
   * @throws TypeError for anything but nodes
   * @throws UnknownNameError for options that are not there, and frozen nodes that are not
   */
  static of<const N extends readonly GraphNode[]>(
    nodes: N,
    options: GraphOptions<LabelsOf<N>> = {},
  ): ModelGraph<LabelsOf<N>> {
    checkOptions(options, { of: "ModelGraph.of()", known: ["label", "frozen"] });
    return new ModelGraph<LabelsOf<N>>(nodes, options);
  }

  /** Labels of all nodes. */
  get labels(): readonly L[] {
    return this.nodes.map(({ label }) => label as L);
  }

  /** Labels in the order in which the nodes compute. */
  get order(): readonly L[] {
    return orderNodes(this.nodes).order.map(({ label }) => label as L);
  }

  /** Labels of nodes that take from data. */
  get heads(): readonly L[] {
    return this.nodes
      .filter(({ inputs }) => Object.values(inputs).some((source) => !isNodeReference(source)))
      .map(({ label }) => label as L);
  }

  /** Labels of nodes that nothing takes from. */
  get tails(): readonly L[] {
    const used = new Set(this.nodes.flatMap(upstream));
    return this.labels.filter((label) => !used.has(label));
  }

  /** Finds a node. */
  node(label: L): GraphNode<L> {
    return findNode(this.nodes, label) as GraphNode<L>;
  }

  /** The graph with one more node. */
  withNode<M extends string>(node: GraphNode<M>): ModelGraph<L | M> {
    return this.#with<L | M>([...this.nodes, node]);
  }

  /** The graph without a node; what took from it takes from its source. */
  withoutNode<M extends L>(label: M): ModelGraph<Exclude<L, M>> {
    const frozen = this.frozen.filter((other) => other !== label) as Exclude<L, M>[];
    return new ModelGraph(removeNode(this.nodes, label), { label: this.label, frozen });
  }

  /** The graph with a node in the place of another: fed as that one, and feeding the same. */
  withReplaced<M extends L, N extends string>(
    label: M,
    node: GraphNode<N>,
  ): ModelGraph<Exclude<L, M> | N> {
    const frozen = this.frozen.filter((other) => other !== label) as Exclude<L, M>[];
    return new ModelGraph<Exclude<L, M> | N>(replaceNode(this.nodes, { label, node }), {
      label: this.label,
      frozen,
    });
  }

  /** The graph with a node before, behind or between others. */
  withInserted<M extends string>(node: GraphNode<M>, place: Place<L>): ModelGraph<L | M> {
    return this.#with<L | M>(insertNode(this.nodes, { node, place }));
  }

  /** The graph with inputs of a node fed from elsewhere. */
  withRewired(label: L, inputs: Ports<SourceLike>): ModelGraph<L> {
    const sources = Object.entries(inputs).map(([port, source]) => [port, sourceOf(source)]);
    return this.#with(rewireNode(this.nodes, { label, inputs: Object.fromEntries(sources) }));
  }

  /** The graph with more nodes frozen; all when left out. */
  withFrozen(labels: readonly L[] = this.labels): ModelGraph<L> {
    findNodes(this.nodes, labels);
    const frozen = this.labels.filter((label) =>
      this.frozen.includes(label) || labels.includes(label)
    );
    return new ModelGraph(this.nodes, { label: this.label, frozen });
  }

  /** The graph with fewer nodes frozen; none when left out. */
  withUnfrozen(labels: readonly L[] = this.labels): ModelGraph<L> {
    findNodes(this.nodes, labels);
    const frozen = this.frozen.filter((label) => !labels.includes(label));
    return new ModelGraph(this.nodes, { label: this.label, frozen });
  }

  /**
   * Some nodes and all that they need.
   *
   * @param labels of the nodes whose outputs are wanted
   * @returns a graph of them and of everything upstream
   */
  subgraph(labels: readonly L[]): ModelGraph<L> {
    const byLabel = new Map(this.nodes.map((node) => [node.label, node]));
    const needed = new Set<string>(findNodes(this.nodes, labels).map(({ label }) => label));
    // A set tells what is added to it while it is gone through.
    for (const label of needed) {
      const node = byLabel.get(label) ?? findNode(this.nodes, label);
      upstream(node).forEach((source) => needed.add(source));
    }
    return new ModelGraph(this.nodes.filter(({ label }) => needed.has(label)), {
      label: this.label,
      frozen: this.frozen.filter((label) => needed.has(label)),
    });
  }

  /**
   * Finds all shapes and makes weights.
   *
   * @param data the FeatureSets that nodes refer to
   * @param options where first values are drawn from, and a built graph whose weights go on
   * @returns the graph with weights
   * @throws GraphError that lists every problem, with node, port, what was expected and what found
   * @throws UnknownNameError for options that are not there; TypeError for anything but FeatureSets;
   *   RangeError for several of one label
   */
  build(data: readonly FeatureSet[], options: BuildOptions = {}): BuiltGraph<L> {
    checkOptions(options, {
      of: "build()",
      known: ["seeds", "from", "replacements"],
      choices: { replacements: ["checked", "free"] },
    });
    if (!Array.isArray(data) || data.some((set) => !(set instanceof FeatureSet))) {
      throw new TypeError(
        "Cannot build a graph for what was given: give a list of FeatureSets, such as [pulses]",
      );
    }
    const [twice] = [...Map.groupBy(new Set(data), ({ label }) => label).values()]
      .filter((same) => same.length > 1);
    if (twice !== undefined) {
      throw new RangeError(
        `Cannot build a graph for ${twice.length} FeatureSets of the label ` +
          `${quote(twice[0]?.label ?? "")}: give each a label of its own`,
      );
    }
    return buildGraph<L>(this, offersOf(data), options);
  }

  /** A short name for nodes, wires and what is frozen, the same in any process. */
  get fingerprint(): string {
    return configFingerprint(this);
  }

  /** Plain data from which `fromConfig` makes an equal graph. */
  getConfig(): JsonObject {
    return freeze(graphConfig(this));
  }

  /**
   * Makes a graph again.
   *
   * @param config what `getConfig()` gave
   * @returns an equal graph
   * @throws UnknownNameError when it names a model or a merge that is not registered
   */
  static fromConfig(config: JsonObject): ModelGraph {
    const { nodes, ...options } = graphFromConfig(config);
    return new ModelGraph(nodes, options);
  }

  /**
   * The structure as text that people can read and write: nodes by label, in the order in which they
   * compute.
   *
   * @returns YAML without weights
   */
  async toYaml(): Promise<string> {
    const { toYaml } = await import("./file/graph_yaml.ts");
    return await toYaml(graphConfig({ ...this, nodes: orderNodes(this.nodes).order }));
  }

  /**
   * Makes a graph of YAML.
   *
   * @param text what `toYaml()` gave, or was written by hand
   * @returns the graph
   * @throws GraphConfigError with the place that is not as expected
   * @throws UnknownNameError when it names a model or a merge that is not registered
   */
  static async fromYaml(text: string): Promise<ModelGraph> {
    const { fromYaml } = await import("./file/graph_yaml.ts");
    return ModelGraph.fromConfig(await fromYaml(text));
  }

  #with<M extends string>(nodes: readonly GraphNode[]): ModelGraph<M> {
    return new ModelGraph<M>(nodes, { label: this.label, frozen: this.frozen as never });
  }
}

// The convention by which notebooks ask a value how it looks; a computed name in the class would
// need a type that isolated declarations cannot give.
Object.defineProperty(ModelGraph.prototype, Symbol.for("Jupyter.display"), {
  value(this: ModelGraph): Promise<GraphBundle> {
    return displayGraph(this);
  },
});
