/** Records steps into a folder until it is killed, and tells how far it came. */
import { ResultsStore } from "../../../../../lib/experiment/results/store/results_store.ts";
import { record, stepOf } from "../recorded.ts";

const [folder = ""] = Deno.args;
const store = await ResultsStore.open(folder);
const recorder = record({ kind: "train", store }, { epochs: 0 });
for (let epoch = 0;; epoch++) {
  for (const batch of [0, 1]) recorder.step(stepOf(epoch, batch));
  recorder.endEpoch(epoch);
  recorder.artifact("epoch", { epoch }, { epoch, batch: null });
  if (epoch === 1200) console.log("far enough");
}
