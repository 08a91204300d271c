/**
 * A program that runs a study with a checkpoint after every batch, or goes on with it. Whoever starts
 * it may kill it at any time. Its last line is a short name for all that was learned.
 */
import { canonicalJson, fingerprint, type Json } from "../../../../lib/core/json.ts";
import { defineCallback } from "../../../../lib/experiment/callbacks/define_callback.ts";
import { Checkpointing } from "../../../../lib/experiment/checkpoints/checkpointing.ts";
import { stateOfResults } from "../../../../lib/experiment/results/phase_state.ts";
import { evaluation, study, training } from "../study.ts";

const [directory = ""] = Deno.args;
const tell = defineCallback({ label: "tell" }, { onBatchEnd: () => console.log("batch") });
const experiment = study([
  training("warm_up", { epochs: 4, callbacks: [tell] }),
  training("tune", { epochs: 12, accumulate: 2, average: 0.9, callbacks: [tell] }),
  evaluation("test"),
], { dropout: 0.3 });
const checkpointing = new Checkpointing({ directory, saveOn: "batchEnd", maxToKeep: 2 });
const kept = await checkpointing.store.list();
const run = kept.length === 0
  ? await experiment.run({ progress: false, checkpointing })
  : await experiment.resume(directory, { progress: false, checkpointing });
const learned = { ...experiment.getState(), results: stateOfResults(run.results) };
const plain = JSON.stringify(
  learned,
  (_, value) => ArrayBuffer.isView(value) ? [...value as never] : value,
);
console.log(`learned ${fingerprint(canonicalJson(JSON.parse(plain) as Json))}`);
