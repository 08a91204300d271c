import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { displayGraph, toMermaid } from "../../../lib/graph/display.ts";
import { ModelGraph } from "../../../lib/graph/model_graph.ts";
import { ModelNode } from "../../../lib/graph/model_node.ts";
import { branched, cells, voltage } from "./fixtures.ts";

type Bundle = Readonly<Record<string, string>>;

/** What a notebook does. */
function shown(value: object): Promise<Bundle> {
  const display: unknown = Reflect.get(value, Symbol.for("Jupyter.display"));
  assert.ok(typeof display === "function");
  return display.call(value);
}

const hostile = '<script>alert("1")</script>';
// Labels have no white space, slashes or dots.
const label = '<img>"&]--#end`';

Deno.test("a graph shows itself as SVG, PNG, Mermaid and text", async () => {
  const bundle = await shown(branched());
  assert.deepEqual(Object.keys(bundle).toSorted(), [
    "image/png",
    "image/svg+xml",
    "text/plain",
    "text/vnd.mermaid",
  ]);
  const svg = bundle["image/svg+xml"] ?? "";
  for (const text of ["EncA", "EncB", "Both", "Head", "cells", "features: voltage", "concat"]) {
    assert.ok(svg.includes(`>${text}</text>`), text);
  }
  assert.equal(svg.match(/<polyline/g)?.length, 5);
  assert.match(bundle["text/plain"] ?? "", /EncA: mlp ← cells \(features: voltage\) \(frozen\)/);
});

Deno.test("the PNG of a graph is a picture with more than one colour", async () => {
  const png = Uint8Array.fromBase64((await shown(branched()))["image/png"] ?? "");
  assert.deepEqual([...png.subarray(1, 4)], [0x50, 0x4e, 0x47]);
  const view = new DataView(png.buffer);
  const at = png.findIndex((_, at) =>
    at > 8 && new TextDecoder().decode(png.subarray(at, at + 4)) === "IDAT"
  );
  const rows = inflateSync(png.subarray(at + 4, at + 4 + view.getUint32(at - 4)));
  assert.ok(new Set(rows).size > 16);
  assert.ok(view.getUint32(16) > 600, "two pixels a unit");
});

Deno.test("a built graph shows shapes on its arrows, and a table with sums", async () => {
  using built = branched().build([cells]);
  const bundle = await shown(built);
  const svg = bundle["image/svg+xml"] ?? "";
  for (const text of ["(1, 10)", "(1, 4) 1", "(1, 12)", "mlp → (1)"]) {
    assert.ok(svg.includes(`>${text}</text>`), text);
  }
  const html = bundle["text/html"] ?? "";
  assert.match(html, /<caption>ModelGraph branched<\/caption><thead><tr><th scope="col">node/);
  assert.match(html, /<tfoot><tr><th scope="row">total<\/th>.*1 549.*6 196.*616 frozen/);
  const [head, columns, first] = (bundle["text/plain"] ?? "").split("\n");
  assert.equal(head, "ModelGraph branched");
  assert.match(
    columns ?? "",
    /^ {2}node +kind +inputs +outputs +parameters +bytes +activations +in training +FLOPs +frozen$/,
  );
  assert.match(first ?? "", /^ {2}EncA +mlp +\(1, 10\) +\(1, 8\) +616 +2 464 +[\d ?]+ +frozen$/);
});

Deno.test("pictures are the same each time", async () => {
  assert.deepEqual(await shown(branched()), await shown(branched()));
});

Deno.test("labels are escaped in every form", async () => {
  const graph = ModelGraph.of([
    new ModelNode({
      label,
      model: "mlp",
      input: voltage,
      outputs: { output: { units: hostile } },
    }),
    new ModelNode({ label: "Head", model: "mlp", input: { node: label, output: "output" } }),
  ], { label: hostile });
  using built = graph.build([cells]);
  const bundle = await shown(built);
  for (const form of ["image/svg+xml", "text/html", "text/vnd.mermaid"]) {
    const text = bundle[form] ?? "";
    assert.doesNotMatch(text, /<script|<img|alert\("/, form);
  }
  assert.match(bundle["image/svg+xml"] ?? "", /&lt;img&gt;&quot;&amp;\]--#end`/);
  assert.match(
    bundle["text/vnd.mermaid"] ?? "",
    /n0\["#60;img#62;#34;#38;#93;--#35;end#96;<br\/>mlp"\]/,
  );
});

Deno.test("toMermaid() draws what is frozen lighter, and merges as hexagons", () => {
  const chart = toMermaid(branched());
  assert.match(chart, /n0\["EncA<br\/>mlp"\]:::frozen/);
  assert.match(chart, /n2\{\{"Both<br\/>concat"\}\}:::merge/);
  assert.match(chart, /n1 --> n2/);
});

Deno.test("displayGraph() shows a graph without nodes, and one whose sources are missing", async () => {
  const empty = await displayGraph({ label: "empty", nodes: [], frozen: [] });
  assert.match(empty["image/svg+xml"] ?? "", /^<svg/);
  const head = new ModelNode({ label: "Head", model: "mlp", input: { node: "A", output: "b" } });
  const part = await displayGraph({ label: "part", nodes: [head], frozen: [] });
  assert.match(part["image/svg+xml"] ?? "", />Head</);
});
