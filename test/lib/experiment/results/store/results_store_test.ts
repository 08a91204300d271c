import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import type { EvalResults } from "../../../../../lib/experiment/results/eval_results.ts";
import { PhaseRecorder } from "../../../../../lib/experiment/results/phase_recorder.ts";
import type { TrainResults } from "../../../../../lib/experiment/results/train_results.ts";
import { ResultsStore } from "../../../../../lib/experiment/results/store/results_store.ts";
import { answers, cells, losses, record, stepOf } from "../recorded.ts";

/** Runs a test in a folder that is gone afterwards. */
function inFolder(title: string, test: (folder: string) => Promise<void>): void {
  Deno.test(title, async () => {
    const folder = await mkdtemp(join(tmpdir(), "results-"));
    try {
      await test(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

function decorate(recorder: PhaseRecorder<"train", "Head">): void {
  recorder.metric("val_loss", NaN, { epoch: 0, batch: null });
  recorder.artifact("points", { x: Float32Array.of(1, 2), y: -0 }, { epoch: 1, batch: 3 });
  const place = { label: "val", epoch: 1, batch: null, edge: "end" };
  recorder.callback({ ...place, kind: "note", result: ["fine"] });
}

async function readTrain(folder: string): Promise<TrainResults<"Head">> {
  return (await ResultsStore.read(folder, { data: [cells] })).train() as TrainResults<"Head">;
}

for (const recording of ["all", "last", "none"] as const) {
  inFolder(`read() answers as the results in memory do, recording ${recording}`, async (folder) => {
    const store = await ResultsStore.open(folder);
    const options = { kind: "train", recording } as const;
    const recorders = [record(options), record({ ...options, store })];
    const [memory, stored] = recorders.map((recorder) => {
      decorate(recorder);
      return recorder.finish({ status: "stopped" });
    });
    const found = await readTrain(folder);
    if (memory === undefined || stored === undefined) return assert.fail();
    if (recording === "none") {
      assert.throws(() => found.tensors("Head"), /none were kept/);
      assert.deepEqual(found.losses("Head").items(), memory.losses("Head").items());
      return;
    }
    assert.deepEqual(answers(found), answers(memory));
    assert.deepEqual(answers(stored), answers(memory));
    assert.deepEqual(found.notices, []);
  });
}

inFolder("read() stacks and weighs what an evaluation wrote", async (folder) => {
  const store = await ResultsStore.open(folder);
  const wanted = record({ kind: "eval", store }, { epochs: 1 }).finish({ status: "completed" });
  const found = (await ResultsStore.read(folder, { data: [cells] })).eval() as EvalResults<"Head">;
  assert.deepEqual(
    found.stackedTensors("Head", { unscale: true }),
    wanted.stackedTensors("Head", { unscale: true }),
  );
  assert.equal(found.aggregatedLosses("Head").at({ label: "mse" }), 2 / 5);
  assert.deepEqual(found.totals.values(), [0, 1.5]);
});

inFolder(
  "a store writes while the phase runs, and what was written leaves memory",
  async (folder) => {
    const store = await ResultsStore.open(folder);
    const recorder = record({ kind: "train", store }, { epochs: 1200 });
    const { results } = recorder;
    const [name = ""] = (await readdir(folder)).filter((file) => file.startsWith("0000"));
    const files = await readdir(join(folder, name));
    assert.deepEqual(files.filter((file) => file.startsWith("outputs")), ["outputs-001.arrows"]);
    const output = results.tensors("Head").at({ epoch: 3, batch: 1 });
    assert.deepEqual([...output.data], [0.25, 1, 9]);
    const early = await readTrain(folder);
    assert.equal(early.status, "interrupted");
    assert.match(early.notices.join(), /has not ended/);
    assert.ok(early.losses("Head").length >= 4096);
    recorder.finish({ status: "completed" });
    assert.deepEqual(
      (await readTrain(folder)).losses("Head").getState(),
      results.losses("Head").getState(),
    );
  },
);

/** Records epochs of 200 batches, and a metric of each epoch; asks of the newest epoch as callbacks do. */
function recordLong(
  recorder: PhaseRecorder<"train", "Head">,
  { from = 0, to, ask }: { from?: number; to: number; ask?: (epoch: number) => unknown },
): void {
  for (let epoch = from; epoch < to; epoch++) {
    for (let batch = 0; batch < 200; batch++) {
      const loss = batch / (1 + epoch);
      recorder.step({ epoch, batch, samples: {}, loss, losses: { mse: loss }, outputs: undefined });
    }
    recorder.endEpoch(epoch);
    recorder.metric("val_loss", epoch / 7, { epoch, batch: null });
    ask?.(epoch);
  }
}

const long = { label: "long", kind: "train", losses, recording: "none" } as const;

/** All numbers of long results, and some questions about them. */
function numbers(results: TrainResults<"Head">) {
  return {
    losses: results.losses("Head").getState(),
    metrics: results.metrics().getState(),
    curve: results.metric("train_loss").where({ batch: null }).items(),
    early: results.losses("Head").where({ epoch: [3, 4] }).collapse("batch", "mean").items(),
    last: results.metric("val_loss").last(),
    totals: results.totals.length,
  };
}

inFolder(
  "with a store, numbers of earlier epochs leave memory and answer as before",
  async (folder) => {
    const store = await ResultsStore.open(folder);
    const [memory, stored] = [new PhaseRecorder(long), new PhaseRecorder({ ...long, store })];
    recordLong(memory, { to: 200 });
    recordLong(stored, {
      to: 200,
      ask: (epoch) => {
        const { results } = stored;
        assert.equal(results.metrics().where({ name: "val_loss", epoch }).one(), epoch / 7);
        assert.equal(results.losses("Head").where({ epoch }).last(), 199 / (1 + epoch));
      },
    });
    assert.deepEqual(numbers(stored.results), numbers(memory.results));
    const ended = stored.finish({ status: "completed" });
    assert.deepEqual(numbers(ended), numbers(memory.results));
    assert.deepEqual(numbers(await readTrain(folder)), numbers(memory.results));
  },
);

inFolder(
  "numbers of the epoch that runs are in memory, whatever becomes of the folder",
  async (folder) => {
    const store = await ResultsStore.open(folder);
    const recorder = new PhaseRecorder({ ...long, store });
    recordLong(recorder, { to: 100 });
    const { results } = recorder;
    const losses = (await readdir(join(folder, "0000-long"))).find((name) => /^losses/.test(name));
    await rm(join(folder, "0000-long", losses ?? ""));
    assert.equal(results.losses("Head").where({ epoch: 99 }).length, 200);
    assert.equal(results.losses("Head").length, 20_000);
    assert.throws(() => results.losses("Head").where({ epoch: 0 }), /losses.*arrows: it is gone/);
  },
);

inFolder("a long phase goes on in its folder from where it stood", async (folder) => {
  const options = { ...long, store: await ResultsStore.open(folder, { run: "one" }) };
  const first = new PhaseRecorder(options);
  recordLong(first, { to: 130 });
  const state = first.getState();
  recordLong(first, { from: 130, to: 160 });
  const store = await ResultsStore.open(folder, { run: "one" });
  const again = new PhaseRecorder({ ...long, store });
  again.setState(state);
  recordLong(again, { from: 130, to: 260 });
  const whole = new PhaseRecorder(long);
  recordLong(whole, { to: 260 });
  assert.deepEqual(numbers(again.results), numbers(whole.results));
});

inFolder("files of rows are Arrow streams that others can read", async (folder) => {
  const store = await ResultsStore.open(folder);
  const recorder = record({ kind: "train", store }, { epochs: 1500 });
  const results = recorder.finish({ status: "completed" });
  const table = tableFromIPC(await readFile(join(folder, "0000-phase", "losses-001.arrows")));
  assert.ok(table.batches.length > 1);
  assert.equal(table.numRows, results.losses("Head").length);
  assert.deepEqual(
    [...table.getChild("value")?.toArray() ?? []],
    results.losses("Head").values(),
  );
});

inFolder("a truncated last chunk is left out, and said", async (folder) => {
  const store = await ResultsStore.open(folder);
  record({ kind: "train", store }, { epochs: 1500 }).finish({ status: "completed" });
  for (const file of ["losses-001.arrows", "outputs-001.arrows"]) {
    const path = join(folder, "0000-phase", file);
    await truncate(path, (await stat(path)).size - 5);
  }
  const found = await readTrain(folder);
  const kept = found.losses("Head");
  assert.ok(kept.length > 0 && kept.length < 6000);
  assert.equal(kept.at({ epoch: 10, batch: 1, label: "mse" }), 101);
  const tensors = found.tensors("Head");
  assert.ok(tensors.length > 0 && tensors.length < 3000);
  assert.deepEqual([...tensors.last().data].slice(0, 2), [0.25, 1]);
  assert.match(found.notices.join("\n"), /losses-001.arrows is not whole: rows from epoch \d+/);
  assert.match(found.notices.join("\n"), /outputs-001.arrows is not whole/);
});

inFolder("changed bytes and a torn journal are noticed", async (folder) => {
  const store = await ResultsStore.open(folder);
  record({ kind: "train", store }, { epochs: 2 }).finish({ status: "completed" });
  const path = join(folder, "0000-phase", "losses-001.arrows");
  const bytes = await readFile(path);
  bytes[bytes.length - 9] = (bytes[bytes.length - 9] ?? 0) ^ 1;
  await writeFile(path, bytes);
  const journal = join(folder, "0000-phase", "journal.ndjson");
  await truncate(journal, (await stat(journal)).size - 5);
  const found = await readTrain(folder);
  assert.equal(found.losses("Head").length, 0);
  assert.equal(found.metric("train_loss").length, 6);
  assert.equal(found.status, "interrupted");
  assert.match(found.notices.join("\n"), /last line of the journal/);
});

inFolder("open() refuses folders that hold other things, or another run", async (folder) => {
  await ResultsStore.open(folder, { run: "mine" });
  await ResultsStore.open(folder, { run: "mine" });
  await assert.rejects(ResultsStore.open(folder), /results of the run "mine"/);
  await assert.rejects(ResultsStore.open(folder, { run: "other" }), /results of the run "mine"/);
  await rm(join(folder, "results.json"));
  await writeFile(join(folder, "notes.txt"), "mine");
  await assert.rejects(ResultsStore.open(folder, { run: "mine" }), /holds "notes.txt"/);
});

inFolder("labels and names never become paths", async (folder) => {
  const store = await ResultsStore.open(join(folder, "inner"));
  const recorder = new PhaseRecorder({ label: "../../evil", kind: "train", losses: [], store });
  recorder.metric("../loss", 1, { epoch: 0, batch: null });
  recorder.artifact("../../x", 1, { epoch: 0, batch: null });
  recorder.finish({ status: "completed" });
  assert.deepEqual(await readdir(folder), ["inner"]);
  const names = await readdir(join(folder, "inner"));
  assert.deepEqual(names.sort(), ["0000-%2E%2E%2F%2E%2E%2Fevil", "results.json"]);
  const found = (await ResultsStore.read(join(folder, "inner"))).train();
  assert.deepEqual([found.label, found.metricNames.at(-1)], ["../../evil", "../loss"]);
  assert.equal(found.artifacts().one({ name: "../../x" }), 1);
});

inFolder("artifacts of short JSON have no file, and changed files are noticed", async (folder) => {
  const store = await ResultsStore.open(folder);
  const recorder = record({ kind: "train", recording: "none", store });
  recorder.artifact("small", { x: 1 }, { epoch: 0, batch: 0 });
  recorder.artifact("text", "é".repeat(9000), { epoch: 0, batch: 0 });
  recorder.artifact("large", new Float64Array(5000), { epoch: 0, batch: 0 });
  recorder.finish({ status: "completed" });
  const inner = join(folder, "0000-phase");
  const files = (await readdir(inner)).filter((name) => name.startsWith("value"));
  assert.deepEqual(files.sort(), ["value-000000.json", "value-000001.bin"]);
  const path = join(inner, "value-000001.bin");
  const bytes = await readFile(path);
  bytes[bytes.length - 1] = 1;
  await writeFile(path, bytes);
  const artifacts = (await readTrain(folder)).artifacts();
  assert.deepEqual(artifacts.one({ name: "small" }), { x: 1 });
  assert.equal(artifacts.one({ name: "text" }), "é".repeat(9000));
  assert.throws(() => artifacts.one({ name: "large" }), /not those that were written/);
});

inFolder("groups are folders within folders", async (folder) => {
  const store = await ResultsStore.open(folder, { label: "plan" });
  const group = store.group("training");
  record({ kind: "train", label: "tune", store: group }).finish({ status: "completed" });
  record({ kind: "eval", label: "test", store }, { epochs: 1 }).finish({ status: "completed" });
  const found = await ResultsStore.read(folder);
  assert.deepEqual([found.label, ...found.labels], ["plan", "training", "test"]);
  assert.equal(found.group("training").train("tune").status, "completed");
});

for (const recording of ["all", "last"] as const) {
  inFolder(
    `a run goes on in its folder from a checkpoint, recording ${recording}`,
    async (folder) => {
      const options = { kind: "train", recording } as const;
      const whole = record(options, { epochs: 4 });
      decorate(whole);
      const broken = record(
        { ...options, store: await ResultsStore.open(folder, { run: "r" }) },
        { epochs: 2 },
      );
      decorate(broken);
      const state = structuredClone(broken.getState());
      // What comes after the checkpoint is lost with the process, as far as it was not written.
      broken.step(stepOf(2, 0));
      broken.metric("val_loss", 9, { epoch: 2, batch: null });
      broken.artifact("late", 9, { epoch: 2, batch: null });
      broken.getState();
      const store = await ResultsStore.open(folder, { run: "r" });
      store.setState({ version: 1, folders: 1, groups: [] });
      const resumed = new PhaseRecorder<"train", "Head">({
        label: "phase",
        losses,
        data: [cells],
        ...options,
        store,
      });
      resumed.setState(state);
      for (const epoch of [2, 3]) {
        for (const batch of [0, 1]) resumed.step(stepOf(epoch, batch));
        resumed.endEpoch(epoch);
      }
      const wanted = { ...answers(whole.finish({ status: "completed" })) as object };
      assert.deepEqual(inOrder(answers(resumed.finish({ status: "completed" }))), inOrder(wanted));
      assert.deepEqual(inOrder(answers(await readTrain(folder))), inOrder(wanted));
      assert.equal((await ResultsStore.read(folder)).items.length, 1);
    },
  );
}

/** Metrics of the whole run were recorded behind its end, those of the resumed one before it. */
function inOrder(all: unknown): unknown {
  const { metrics, named, ...rest } = all as Record<string, readonly unknown[]>;
  const sorted = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item)).sort();
  return {
    ...rest,
    metrics: sorted(metrics ?? []),
    named: (named ?? []).map((n) => sorted(n as [])),
  };
}

inFolder(
  "setState() of a store puts later folders aside instead of deleting them",
  async (folder) => {
    const store = await ResultsStore.open(folder, { run: "r" });
    record({ kind: "train", label: "one", store }).finish({ status: "completed" });
    const state = store.getState();
    record({ kind: "train", label: "two", store }).finish({ status: "failed" });
    assert.deepEqual(store.setState(state), ["0001-two"]);
    record({ kind: "train", label: "two", store }).finish({ status: "completed" });
    assert.deepEqual((await ResultsStore.read(folder)).labels, ["one", "two"]);
    assert.deepEqual(await readdir(join(folder, "abandoned")), ["0-0001-two"]);
  },
);

inFolder("what waits is written after two seconds, however little it is", async (folder) => {
  let now = 0;
  const store = await ResultsStore.open(folder, { clock: { now: () => now } });
  const recorder = record({ kind: "train", store }, { epochs: 1 });
  assert.deepEqual(await readdir(folder), ["results.json"]);
  now = 2000;
  recorder.step(stepOf(1, 0));
  const found = await readTrain(folder);
  assert.equal(found.losses("Head").length, 6);
  assert.deepEqual([...found.tensors("Head").last().data].length, 3);
});

inFolder("a run that is taken up again comes back to the folders of its groups", async (folder) => {
  const plan = async (): Promise<ResultsStore> => await ResultsStore.open(folder, { run: "r" });
  const first = await plan();
  const group = first.group("training");
  record({ kind: "train", label: "one", store: group }).finish({ status: "completed" });
  const state = structuredClone(first.getState());
  record({ kind: "train", label: "two", store: group }).finish({ status: "failed" });
  first.group("testing");
  const again = await plan();
  again.setState(state);
  const resumed = again.group("training");
  assert.equal(resumed.directory, group.directory);
  record({ kind: "train", label: "two", store: resumed }).finish({ status: "completed" });
  const other = again.group("training");
  record({ kind: "train", label: "three", store: other }).finish({ status: "completed" });
  const found = await ResultsStore.read(folder);
  assert.deepEqual(found.flatten().map(({ label, status }) => [label, status]), [
    ["one", "completed"],
    ["two", "completed"],
    ["three", "completed"],
  ]);
  assert.deepEqual(again.getState().groups.map(({ label }) => label), ["training", "training"]);
});
