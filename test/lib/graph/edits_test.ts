import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson } from "../../../lib/core/json.ts";
import { insertNode, removeNode } from "../../../lib/graph/edits.ts";
import { MergeNode } from "../../../lib/graph/merge_node.ts";
import { concat } from "../../../lib/graph/merges/concat.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import type { GraphNode } from "../../../lib/graph/node.ts";
import { upstream } from "../../../lib/graph/order.ts";
import { isNodeReference, output } from "../../../lib/graph/reference.ts";
import { voltage } from "./fixtures.ts";

/** An edit, with numbers that choose among the nodes there are. */
type Edit = readonly [
  kind:
    | "add"
    | "merge"
    | "remove"
    | "replace"
    | "after"
    | "before"
    | "between"
    | "rewire"
    | "freeze",
  one: number,
  other: number,
];

const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.constantFrom(
    "add",
    "merge",
    "remove",
    "replace",
    "after",
    "before",
    "between",
    "rewire",
    "freeze",
  ),
  fc.nat(20),
  fc.nat(20),
);
const edits = fc.array(edit, { maxLength: 25 });

/** Names nodes by the order in which they were made. */
type Naming = (made: number) => string;

function upwards(made: number): string {
  return `n${String(made).padStart(3, "0")}`;
}

function downwards(made: number): string {
  return `m${String(999 - made)}`;
}

function model(label: string, input: GraphNode | typeof voltage = voltage): ModelNode {
  return new ModelNode({ label, model: "mlp", input });
}

/** Makes edits, passing over those that are refused with a reason; tells which those were. */
function edited(
  all: readonly Edit[],
  name: Naming,
): { readonly graph: ModelGraph; readonly refused: readonly string[] } {
  let graph: ModelGraph = ModelGraph.of([model(name(0))]);
  const refused: string[] = [];
  for (const [at, [kind, one, other]] of all.entries()) {
    try {
      graph = apply(graph, [kind, one, other], name(at + 1));
    } catch (error) {
      assert.match(String(error), /RangeError|GraphError/);
      refused.push(`${at}`);
    }
  }
  return { graph, refused };
}

function apply(graph: ModelGraph, [kind, one, other]: Edit, label: string): ModelGraph {
  const pick = (index: number): string => graph.labels[index % graph.labels.length] ?? "none";
  const [first, second] = [pick(one), pick(other)];
  switch (kind) {
    case "add":
      return graph.withNode(model(label, graph.node(first)));
    case "merge": {
      const inputs = [output(first), output(second)];
      return graph.withNode(new MergeNode({ label, merge: concat(), inputs }));
    }
    case "remove":
      return graph.labels.length > 1 ? graph.withoutNode(first) : graph;
    case "replace":
      return graph.withReplaced(first, model(label));
    case "after":
      return graph.withInserted(model(label), { after: first });
    case "before":
      return graph.withInserted(model(label), { before: first });
    case "between":
      return graph.withInserted(model(label), { between: [first, second] });
    case "rewire": {
      const [port = "none"] = Object.keys(graph.node(first).inputs);
      return graph.withRewired(first, { [port]: output(second) });
    }
    case "freeze":
      return graph.withFrozen([first]);
  }
}

/** A graph with its labels replaced by the numbers of their nodes. */
function numbered(graph: ModelGraph, name: Naming): unknown {
  const numbers = new Map(Array.from({ length: 30 }, (_, made) => [name(made), `#${made}`]));
  return {
    labels: graph.labels.map((label) => numbers.get(label)),
    order: graph.order.map((label) => numbers.get(label)),
    frozen: graph.frozen.map((label) => numbers.get(label)),
    inputs: graph.nodes.map(({ inputs }) =>
      Object.values(inputs).map((source) =>
        isNodeReference(source) ? numbers.get(source.node) : "data"
      )
    ),
  };
}

Deno.test("any edits keep labels unique, and every node behind those it takes from", () => {
  fc.assert(fc.property(edits, (all) => {
    const { graph } = edited(all, upwards);
    assert.equal(new Set(graph.labels).size, graph.labels.length);
    assert.deepEqual(graph.order.toSorted(), graph.labels.toSorted());
    graph.order.forEach((label, at) => {
      for (const source of upstream(graph.node(label))) {
        assert.ok(graph.order.indexOf(source) < at, `${source} stands behind ${label}`);
      }
    });
    assert.ok(graph.frozen.every((label) => graph.labels.includes(label)));
  }));
});

Deno.test("edits do the same, and order nodes alike, whatever their labels are", () => {
  fc.assert(fc.property(edits, (all) => {
    const [one, other] = [edited(all, upwards), edited(all, downwards)];
    assert.deepEqual(other.refused, one.refused);
    assert.deepEqual(numbered(other.graph, downwards), numbered(one.graph, upwards));
  }));
});

Deno.test("removing what was inserted gives the nodes back", () => {
  const place = fc.tuple(fc.constantFrom("after", "before", "between"), fc.nat(20), fc.nat(20));
  fc.assert(fc.property(edits, place, (all, [kind, one, other]) => {
    const { graph } = edited(all, upwards);
    const pick = (index: number): string => graph.labels[index % graph.labels.length] ?? "none";
    const target = pick(one);
    const sources = upstream(graph.node(target));
    const source = sources[other % Math.max(1, sources.length)];
    const isMerge = Object.keys(graph.node(target).inputs).length > 1;
    // A merge has no one place before it, and a head no node to stand between.
    fc.pre(kind === "after" || (kind === "before" ? !isMerge : source !== undefined));
    const places = {
      after: { after: target },
      before: { before: target },
      between: { between: [source ?? target, target] as const },
    };
    const inserted = insertNode(graph.nodes, { node: model("inserted"), place: places[kind] });
    assert.equal(inserted.length, graph.nodes.length + 1);
    const back = new ModelGraph(removeNode(inserted, "inserted"), graph);
    assert.deepEqual(back.getConfig(), graph.getConfig());
  }));
});

Deno.test("config and YAML give an equal graph after any edits", async () => {
  await fc.assert(
    fc.asyncProperty(edits, async (all) => {
      const { graph } = edited(all, upwards);
      const again = ModelGraph.fromConfig(JSON.parse(canonicalJson(graph.getConfig())));
      assert.deepEqual(again.getConfig(), graph.getConfig());
      const read = await ModelGraph.fromYaml(await graph.toYaml());
      assert.equal(read.fingerprint, graph.fingerprint);
      assert.deepEqual(read.order, graph.order);
      assert.equal(await read.toYaml(), await graph.toYaml());
    }),
    { numRuns: 50 },
  );
});
