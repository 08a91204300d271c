import assert from "node:assert/strict";
import { TrainingCurve } from "../../../widgets/training/training_curve.ts";
import { Frontend } from "../frontend.ts";
import { ManualClock } from "../manual_clock.ts";

function start(): {
  readonly clock: ManualClock;
  readonly frontend: Frontend;
  readonly curve: TrainingCurve;
  readonly updates: Readonly<Record<string, unknown>>[];
} {
  const clock = new ManualClock();
  const frontend = new Frontend();
  const updates: Readonly<Record<string, unknown>>[] = [];
  const display = (value: unknown) => {
    updates.push((value as TrainingCurve).forms());
    return {
      update: (next: unknown) => Promise.resolve(updates.push((next as TrainingCurve).forms())),
    };
  };
  const curve = new TrainingCurve({ title: "Loss", clock, comms: frontend.comms, display });
  return { clock, frontend, curve, updates };
}

function modelId(forms: Readonly<Record<string, unknown>> | undefined): string {
  const view = forms?.["application/vnd.jupyter.widget-view+json"];
  return (view as { readonly model_id: string }).model_id;
}

Deno.test("TrainingCurve shows a view, and a picture and a text for where there are no widgets", async () => {
  const { curve, updates } = start();
  curve.show().add({ epoch: 1, train: 2, validation: 3 });
  curve.add({ epoch: 2, train: 1 });
  await curve.done();
  const forms = updates.at(-1) ?? {};
  assert.deepEqual(Object.keys(forms), [
    "application/vnd.jupyter.widget-view+json",
    "text/html",
    "image/svg+xml",
    "text/plain",
  ]);
  assert.match(String(forms["text/plain"]), /^Loss: train fell from 2 to 1 .*\ntrain .*: 2 1\n/);
  const source = /<img alt="Loss: [^"]*" src="data:image\/svg\+xml;base64,([^"]+)">/
    .exec(String(forms["text/html"]))?.[1] ?? "";
  const picture = new TextDecoder().decode(Uint8Array.fromBase64(source));
  assert.equal(picture, forms["image/svg+xml"]);
});

Deno.test("TrainingCurve updates its display four times a second until a view draws by itself", async () => {
  const { clock, frontend, curve, updates } = start();
  curve.show();
  for (let epoch = 0; epoch < 99; epoch++) {
    curve.add({ epoch, train: 1 / (1 + epoch) });
    clock.pass(10);
  }
  assert.equal(updates.length, 1 + 4);
  const id = modelId(updates[0]);
  await frontend.tell(id, { method: "custom", content: { kind: "shown" } });
  const before = frontend.said(id).length;
  curve.add({ epoch: 99, train: 0 });
  clock.pass(1000);
  assert.equal(updates.length, 5);
  assert.equal(frontend.said(id).length, before + 1);
  const { state, buffer_paths } = frontend.said(id).at(-1) ?? {};
  assert.deepEqual(state, { series: [{ name: "train" }] });
  assert.deepEqual(buffer_paths, [["series", 0, "x"], ["series", 0, "y"]]);
});

Deno.test("TrainingCurve.done() sends the last points, and the form that is saved", async () => {
  const { clock, frontend, curve, updates } = start();
  curve.show().add({ epoch: 1, train: 2 });
  await frontend.tell(modelId(updates[0]), { method: "custom", content: { kind: "shown" } });
  curve.add({ epoch: 2, train: 1 });
  await curve.done();
  assert.match(String(updates.at(-1)?.["text/plain"]), /from 2 to 1/);
  assert.equal(curve.state.done, true);
  const count = frontend.sent.length;
  clock.pass(1000);
  assert.equal(frontend.sent.length, count);
});

Deno.test("TrainingCurve does without comms and display", async () => {
  const curve = new TrainingCurve({ x: "step", clock: new ManualClock() });
  curve.show().add({ step: 1, accuracy: 0.5 });
  await curve.done();
  assert.deepEqual(Object.keys(curve.forms()), ["text/html", "image/svg+xml", "text/plain"]);
});

Deno.test("TrainingCurve says which value places its points", () => {
  const { curve } = start();
  assert.throws(
    () => curve.add({ step: 1, train: 2 }),
    /Cannot place a point without epoch: it has step, train; name another value with new TrainingCurve\(\{ x: … \}\)/,
  );
});

Deno.test("TrainingCurve sends a thousand points of a line at most", async () => {
  const { curve } = start();
  for (let epoch = 0; epoch < 5000; epoch++) curve.add({ epoch, train: Math.sin(epoch) });
  await curve.done();
  assert.equal(curve.state.series[0]?.x.byteLength, 8 * 1000);
});

Deno.test("the module for the browser is JavaScript that imports nothing", async () => {
  const { frontend, curve } = start();
  curve.show();
  const { state } = frontend.sent[0]?.content["data"] as { state: Record<string, unknown> };
  assert.doesNotMatch(String(state["_esm"]), /^\s*import\b/m);
  const module = await import(
    `data:text/javascript;charset=utf-8,${encodeURIComponent(String(state["_esm"]))}`
  );
  assert.equal(module.drawCurve(curve.state), curve.forms()["image/svg+xml"]);
});
