import assert from "node:assert/strict";
import type { Progress } from "../../../../lib/experiment/progress/progress.ts";
import { ManyProgress } from "../../../../lib/experiment/travel/many_progress.ts";

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

Deno.test("ManyProgress tells what has ended while several run at once, and the last one's phases", () => {
  const { told, progress } = listened();
  const many = new ManyProgress(progress, { title: "fold", count: 2 });
  many.report("fold_0", { phase: { ...phase } });
  many.report("fold_1", { phase: { ...phase } });
  many.report("fold_0", { metric: ["loss", 3] });
  many.done("fold_0", new Error("boom"));
  many.report("fold_1", { metric: ["loss", 1] });
  many.done("fold_1");
  assert.deepEqual(told, [
    "2 × fold",
    "fold 1/2 train",
    "fold_0 failed: boom",
    "fold 1/2 done: fold_0",
    "loss 1",
  ]);
});

Deno.test("ManyProgress asks for no reports when nobody listens", () => {
  const many = new ManyProgress(undefined, { title: "fold", count: 1 });
  assert.equal(many.begin("fold_0"), false);
});
