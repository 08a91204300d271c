/** The notebook on the engine on a real kernel, on every engine that works here. */
import assert from "node:assert/strict";
import { keyFigure, runTutorial } from "./tutorial.ts";

Deno.test("the notebook on the engine reads digits, with equal losses on every engine", async () => {
  const run = await runTutorial("02_engine.ipynb", ["comparedEpochs=1"]);
  assert(keyFigure(run, "held-out accuracy") >= 97, run.summary);
  assert(keyFigure(run, "with convolutions") >= 98, run.summary);
  // The JavaScript and WebAssembly backends come with the packages; others depend on the machine.
  assert.match(run.summary, /^engines +onnx, .*wasm, cpu$/m);
  assert(keyFigure(run, "losses differ by") < 1e-3, run.summary);
  for (const engine of ["onnx", "wasm", "cpu"]) {
    assert(keyFigure(run, `one step on ${engine}`) > 0, run.summary);
  }
  assert.match(run.summary, /^the same stream, alike +true$/m);
  assert.match(run.summary, /^ONNX elsewhere, alike +true$/m);
  assert.match(run.printed.get("convolution") ?? "", /^MissingKernelError: .*engine wasm/m);
  assert.match(run.printed.get("explain") ?? "", /^%\d+:f32\[447,128\] = _FusedMatMul /m);
  assert.match(
    run.printed.get("finite") ?? "",
    /^NotFiniteError: .* Log, called at Cell \[\d+\], line 3, column \d+, gave -Infinity/,
  );
  const [same, , other] = (run.printed.get("chance") ?? "").split("\n");
  assert.notEqual(same?.match(/[\d.]+/)?.[0], other?.match(/[\d.]+/)?.[0]);
  assert.equal(run.page.split("data:image/png;base64,").length, 3);
  assert.match(run.page, /<caption>[^<]*10 rows/);
});
