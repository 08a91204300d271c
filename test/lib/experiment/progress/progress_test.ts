import assert from "node:assert/strict";
import { NotebookProgress } from "../../../../lib/experiment/progress/notebook_progress.ts";
import type { Progress } from "../../../../lib/experiment/progress/progress.ts";
import { TerminalProgress } from "../../../../lib/experiment/progress/terminal_progress.ts";
import { metric } from "../../../../lib/experiment/callbacks/callback_result.ts";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { study, training } from "../study.ts";

/** A clock that stands until it is set. */
class StandingClock {
  time = 0;

  now(): number {
    return this.time;
  }
}

/** Two epochs of a hundred batches, a millisecond each. */
function runThrough(progress: Progress, clock: StandingClock): void {
  progress.begin?.("a <study>");
  progress.phase?.({ path: ["both", "train"], kind: "train", epochs: 2, steps: 100 });
  for (let epoch = 0; epoch < 2; epoch++) {
    for (let batch = 0; batch < 100; batch++) {
      clock.time += 1;
      progress.step?.({ epoch, batch, loss: 1 / (1 + batch) });
    }
    progress.metric?.("val_loss", 0.25);
  }
  progress.end?.("stopped");
}

Deno.test("TerminalProgress draws ten times a second at most, and leaves the last line behind", () => {
  const written: string[] = [];
  const clock = new StandingClock();
  const terminal = { columns: 100, write: (text: string) => written.push(text) };
  runThrough(new TerminalProgress(terminal, { clock }), clock);
  assert.ok(written.length < 8, `${written.length}`);
  const end = written.slice(-3).join("");
  assert.match(end, /both\/train ━{24} epoch 2\/2 · loss 0\.01 · val_loss 0\.25\n/);
  assert.match(end, /a <study>: stopped\n$/);
});

Deno.test("TerminalProgress never writes a line that is longer than the terminal is wide", () => {
  const written: string[] = [];
  const clock = new StandingClock();
  const terminal = { columns: 30, write: (text: string) => written.push(text) };
  runThrough(new TerminalProgress(terminal, { clock }), clock);
  const lines = written.filter((text) => text.startsWith("\r"));
  // deno-lint-ignore no-control-regex
  assert.ok(lines.every((line) => line.replace(/^\r\x1b\[K/, "").length < 30));
});

Deno.test("NotebookProgress shows five times a second at most, and escapes what it shows", () => {
  const shown: string[] = [];
  const clock = new StandingClock();
  runThrough(new NotebookProgress((bundle) => shown.push(bundle["text/html"]), { clock }), clock);
  assert.ok(shown.length <= 3, `${shown.length}`);
  assert.match(shown.at(-1) ?? "", /a &lt;study&gt; · stopped.*value="1\.000"/);
});

Deno.test("Experiment.run() tells of phases, steps, metrics and its end", async () => {
  const heard: string[] = [];
  await study().run({
    progress: {
      begin: (title) => heard.push(`begin ${title}`),
      phase: ({ path, epochs, steps }) => heard.push(`${path} ${epochs} × ${steps}`),
      step: ({ epoch, batch }) => heard.push(`${epoch}.${batch}`),
      metric: (name) => heard.push(name),
      end: (status) => heard.push(status),
    },
  });
  const epochs = [0, 1, 2].flatMap((epoch) => [
    ...[0, 1, 2].map((batch) => `${epoch}.${batch}`),
    "train_loss",
  ]);
  assert.deepEqual(heard, [
    "begin study",
    "train 3 × 3",
    ...epochs,
    "test 1 × 1",
    "0.0",
    "completed",
  ]);
});

Deno.test("metrics that callbacks hand in are told as progress", async () => {
  const told: [string, number][] = [];
  const giving = defineCallback({ label: "giving" }, {
    onEpochEnd: ({ epoch }) => metric("height", epoch),
  });
  await study([training("train", { callbacks: [giving], epochs: 2 })]).run({
    progress: { metric: (name, value) => told.push([name, value]) },
  });
  assert.deepEqual(told.filter(([name]) => name === "height"), [["height", 0], ["height", 1]]);
});
