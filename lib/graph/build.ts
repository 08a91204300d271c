/**
 * THE WALK of a build: node by node, from what its sources offer to its weights and what it offers.
 *
 * @module
 */

import { quote, UnknownNameError } from "../core/names.ts";
import { SeedStream } from "../core/seed.ts";
import {
  type Disagreement,
  disagreements,
  type Interface,
  OUTPUT,
  type Ports,
} from "../models/interface.ts";
import { type BuiltModel, ShapeError } from "../models/model.ts";
import { ofSamples } from "../models/record_call.ts";
import { BuiltGraph, type BuiltNode } from "./built_graph.ts";
import { checkGraph } from "./check_graph.ts";
import type { DataOffer, FindOffer } from "./data_offer.ts";
import { mergedTargetInterface } from "./merge_samples.ts";
import type { ModelGraph } from "./model_graph.ts";
import type { GraphNode } from "./node.ts";
import { orderNodes } from "./order.ts";
import { type Problem, refuse } from "./problems.ts";
import { describeSource, isNodeReference, type Source, sourceKey } from "./reference.ts";
import { findReplaced, type Replaced, replacementProblems } from "./replacements.ts";
import { misstatements } from "./stated_ports.ts";
import { takeOver } from "./take_over.ts";

/** How a graph is built. */
export interface BuildOptions {
  /** First values of weights are drawn from the child of each node's label; default seed 0. */
  readonly seeds?: SeedStream;
  /** Weights of nodes that are the same there go on. */
  readonly from?: BuiltGraph;
  /**
   * Whether a node that stands in the place of one of `from` must give what that one gave to others, so
   * that their weights go on. `free`: it may give anything, and they learn anew. Default `checked`.
   */
  readonly replacements?: "checked" | "free";
}

/** How a graph is built again as it was. */
export interface RebuildOptions extends BuildOptions {
  /** What outputs were asked to look like, by label: that of targets, or of what was replaced. */
  readonly wanted?: ReadonlyMap<string, Interface | undefined> | undefined;
}

/** What stands at an input: what is offered there, and the targets that came with it. */
interface Offer {
  readonly port: string;
  readonly offered: Interface;
  readonly targets: Interface | undefined;
}

/**
 * Builds a graph.
 *
 * A plan that leaves its output open gets what the first of these says: the output of the node in
 * whose place it stands, since what is behind goes on; the targets, if it has one input and nothing
 * takes from it, since then it must be what predicts them; or nothing, and it chooses by itself.
 *
 * @param graph nodes and wires
 * @param findOffer finds what data offers
 * @param options seeds, weights that go on, and what outputs were asked to look like before
 * @returns the graph with weights
 * @throws GraphError that lists every problem, of the wiring and of what flows through it
 */
export function buildGraph<L extends string>(
  graph: ModelGraph<L>,
  findOffer: FindOffer,
  { seeds = SeedStream.from(0), from, replacements = "checked", wanted }: RebuildOptions,
): BuiltGraph<L> {
  const sources = new Map<string, DataOffer>();
  const problems = [...checkGraph(graph.nodes)];
  const replaced = from && replacements === "checked"
    ? findReplaced(graph.nodes, from)
    : new Map<string, Replaced>();
  const asked = wanted ??
    new Map([...replaced].map(([label, { taken }]) => [label, taken[OUTPUT]]));
  const built = buildNodes(graph, { sources, findOffer, problems, seeds, asked });
  problems.push(...replacementProblems(built, replaced));
  if (problems.length > 0) disposeAll(built);
  refuse(`Cannot build the graph ${quote(graph.label)}`, problems);
  if (from) takeOver(built, from);
  return new BuiltGraph<L>(graph, {
    nodes: built,
    sources,
    findOffer,
    seeds,
    life: { isOver: false },
    again: (same) => {
      const wanted = new Map([...built].map(([label, node]) => [label, node.wanted]));
      return buildGraph(same, findOffer, { seeds, wanted });
    },
  });
}

/** Nodes without problems, in the order in which they compute. */
function buildNodes(
  graph: ModelGraph,
  { problems, seeds, asked, ...data }: Omit<OfferSources, "built"> & {
    readonly problems: Problem[];
    readonly seeds: SeedStream;
    readonly asked: ReadonlyMap<string, Interface | undefined>;
  },
): ReadonlyMap<string, BuiltNode> {
  const built = new Map<string, BuiltNode>();
  const tails = new Set<string>(graph.tails);
  try {
    for (const node of orderNodes(graph.nodes).order) {
      const offers = findOffers(node, { ...data, built, problems });
      // What is behind a node with a problem would only repeat it.
      if (offers === undefined) continue;
      const targets = attempt(node, problems, () => mergedTargetInterface(node, offers));
      const inputs = Object.fromEntries(offers.map(({ port, offered }) => [port, offered]));
      const isTail = tails.has(node.label) && offers.length === 1;
      const wanted = asked.get(node.label) ?? (isTail ? targets : undefined);
      const model = attempt(node, problems, () => {
        const plan = node.type === "model" ? node.model : node.merge;
        return plan.build({ inputs, wanted, targets, seeds: seeds.split(node.label) });
      });
      if (model === undefined) continue;
      problems.push(...misstatements(node, model), ...refusals(node, offers, model));
      const outputs = offeredBy(node, model);
      built.set(node.label, { node, model, inputs, outputs, targets, wanted });
    }
  } catch (error) {
    disposeAll(built);
    throw error;
  }
  return built;
}

/** Undefined when a source has a problem, which is then noted, or was noted before. */
function findOffers(
  node: GraphNode,
  { problems, ...from }: OfferSources & { readonly problems: Problem[] },
): readonly Offer[] | undefined {
  const offers = Object.entries(node.inputs).map(([port, source]) =>
    attempt(node, problems, () => offerAt(port, source, from), port)
  );
  const found = offers.filter((offer) => offer !== undefined);
  return found.length === offers.length ? found : undefined;
}

/** Where offers come from: nodes that are built, and data. */
interface OfferSources {
  readonly built: ReadonlyMap<string, BuiltNode>;
  /** What data has offered so far. */
  readonly sources: Map<string, DataOffer>;
  readonly findOffer: FindOffer;
}

function offerAt(
  port: string,
  source: Source,
  { built, sources, findOffer }: OfferSources,
): Offer | undefined {
  if (!isNodeReference(source)) {
    const key = sourceKey(source);
    const offer = sources.get(key) ?? findOffer(source);
    if (offer === undefined) {
      throw new UnknownNameError("data source", describeSource(source), {
        known: [...sources.keys()],
      });
    }
    sources.set(key, offer);
    return { port, offered: offer.offered, targets: offer.targets };
  }
  const node = built.get(source.node);
  if (node === undefined) return undefined;
  const offered = node.outputs[source.output];
  if (offered) return { port, offered, targets: node.targets };
  const known = Object.keys(node.outputs);
  throw new UnknownNameError(`output of ${source.node}`, source.output, { known });
}

/** Notes what stands in the way, and goes on. */
function attempt<T>(
  node: GraphNode,
  problems: Problem[],
  work: () => T,
  port?: string,
): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ShapeError) {
      const { expected, found } = error;
      const at = port ?? error.port;
      const from = node.inputs[at];
      const source = from === undefined ? "" : ` (from ${describeSource(from)})`;
      const message = `${node.label}.${at}: ${error.reason}${source}`;
      problems.push({ node: node.label, port: at, expected, found, message });
      return undefined;
    }
    if (!(error instanceof Error)) throw error;
    const place = port === undefined ? node.label : `${node.label}.${port}`;
    const message = `${place}: ${ofSamples(error.message)}`;
    const found = error instanceof UnknownNameError ? { found: error.asked } : { cause: error };
    problems.push({ node: node.label, ...(port && { port }), ...found, message });
    return undefined;
  }
}

/** Where what is offered is not what the node or its model accepts. */
function refusals(
  node: GraphNode,
  offers: readonly Offer[],
  model: BuiltModel,
): readonly Problem[] {
  return offers.flatMap(({ port, offered }) => {
    const accepted = { ...offered, ...model.inputs[port], ...node.accepts[port] };
    return disagreements(offered, accepted).map((one) => refusal(node, port, one));
  });
}

function refusal(
  node: GraphNode,
  port: string,
  { aspect, expected, found }: Disagreement,
): Problem {
  const source = node.inputs[port];
  const from = source === undefined ? "" : ` from ${describeSource(source)}`;
  return {
    node: node.label,
    port,
    expected,
    found,
    message: `${node.label}.${port} takes ${aspect} ${expected}, and gets ${found}${from}`,
  };
}

function offeredBy(node: GraphNode, model: BuiltModel): Ports<Interface> {
  const entries = Object.entries(model.outputs).map(([port, output]) => [
    port,
    { ...output, ...node.outputs[port] },
  ]);
  return Object.fromEntries(entries);
}

function disposeAll(built: ReadonlyMap<string, BuiltNode>): void {
  for (const { model } of built.values()) {
    if (model.learning === "gradient") model[Symbol.dispose]();
  }
}
