import assert from "node:assert/strict";
import type { Progress } from "../../../../lib/experiment/progress/progress.ts";
import { factsOf, ProgressState } from "../../../../lib/experiment/progress/progress_state.ts";
import { ManyProgress, partOf } from "../../../../lib/experiment/travel/many_progress.ts";

const phase = { path: ["train"], kind: "train", epochs: 2, steps: 3 } as const;

function listened(): { readonly told: string[]; readonly progress: Progress } {
  const told: string[] = [];
  return {
    told,
    progress: {
      begin: (title) => told.push(title),
      phase: ({ path }) => told.push(path.join(" ")),
      metric: (name, value) => told.push(`${name} ${value}`),
      notice: (message) => told.push(message),
      end: (status) => told.push(status),
    },
  };
}

Deno.test("ManyProgress tells the phases of experiments that run one after the other", () => {
  const { told, progress } = listened();
  const many = new ManyProgress(progress, { title: "fold", count: 2 });
  for (const id of ["fold_0", "fold_1"]) {
    const one = many.begin(id);
    assert.ok(one);
    one.phase?.(phase);
    many.done(id);
  }
  many.end("completed");
  assert.deepEqual(told, ["2 × fold", "fold 1/2 train", "fold 2/2 train", "completed"]);
});

Deno.test("ManyProgress counts what has ended of those that run together, with the newest numbers", () => {
  const state = new ProgressState();
  const many = new ManyProgress(state, { title: "fold", count: 3, together: true });
  const facts = () => state.phases.map((one) => `${one.path.join("/")} ${factsOf(one)}`);
  assert.deepEqual(facts(), ["folds 0/3"]);
  many.report("fold_0", { phase: { ...phase } });
  many.report("fold_1", { phase: { ...phase } });
  many.report("fold_0", { step: { epoch: 1, batch: 2, loss: 0.5 } });
  many.report("fold_1", { metric: ["val_loss", 3] });
  assert.deepEqual(facts(), ["folds 0/3 · loss 0.5 · val_loss 3"]);
  many.done("fold_0", new Error("boom"));
  many.done("fold_1");
  assert.deepEqual(facts(), ["folds 2/3 · val_loss 3"]);
  assert.deepEqual(state.notices, ["fold_0 failed: boom"]);
  assert.equal(state.title, "3 × fold");
});

Deno.test("ManyProgress says which one a worker tells of, also behind those that a store has", () => {
  const { told, progress } = listened();
  const many = new ManyProgress(progress, { title: "fold", count: 3 });
  many.done("fold_0");
  many.report("fold_1", { phase: { ...phase } });
  many.report("fold_1", { metric: ["loss", 3] });
  assert.deepEqual(told, ["3 × fold", "fold 2/3 train", "loss 3"]);
});

Deno.test("partOf() tells a part of a whole that ends later", () => {
  const { told, progress } = listened();
  const part = partOf(progress, "fold 1/3");
  part.begin?.("6 × trial");
  part.phase?.(phase);
  part.metric?.("loss", 1);
  part.notice?.("look");
  part.end?.("completed");
  assert.deepEqual(told, ["fold 1/3: 6 × trial", "train", "loss 1", "look"]);
});

Deno.test("ManyProgress asks for no reports when nobody listens", () => {
  const many = new ManyProgress(undefined, { title: "fold", count: 1 });
  assert.equal(many.begin("fold_0"), false);
});
