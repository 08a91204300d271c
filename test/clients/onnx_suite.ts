/**
 * Opens the models of `toOnnx()` with the ONNX project's own Python package.
 *
 * @module
 */

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "../../lib/engine/compile.ts";
import { compileStep } from "../../lib/engine/compile_step.ts";
import { PRECISIONS } from "../../lib/engine/lower/precision.ts";
import { cnn, gpt, lstm, mlp } from "../lib/engine/golden/networks.ts";
import { buildCase, onnxCases } from "../lib/graph/onnx_cases.ts";
import { ELEMENTWISE, MOVEMENT, REDUCE } from "../lib/engine/rule_cases.ts";
import { MATRIX } from "../lib/engine/product_cases.ts";
import { WINDOWS } from "../lib/engine/window_cases.ts";
import type { Tensor } from "../../lib/tf.ts";

const PYTHON = Deno.env.get("MODULAB_PYTHON") ?? "/usr/bin/python3";
const CHECKER = fileURLToPath(new URL("onnx_suite.py", import.meta.url));

async function main(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "modulab-onnx-"));
  try {
    await writeModels(folder);
    const { code } = await new Deno.Command(PYTHON, { args: [CHECKER, folder] }).spawn().status;
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeModels(folder: string): Promise<void> {
  const write = (name: string, bytes: Uint8Array): Promise<void> =>
    writeFile(path.join(folder, `${name}.onnx`), bytes);
  for (const [name, make] of Object.entries({ mlp, cnn, lstm, gpt })) {
    const { model, loss, optimizer, batches: [batch] } = make(1);
    if (!batch) throw new Error(`Cannot write ${name}: it has no batch`);
    for (const precision of PRECISIONS) {
      using step = compileStep(model, loss, { optimizer, engine: "onnx-webgpu", precision });
      await write(`step of ${name} in ${precision}`, step.toOnnx(batch.x, batch.y));
    }
  }
  for (const name of onnxCases) {
    using built = await buildCase(name);
    await write(`graph: ${name}`, await built.toOnnx());
    await write(`graph of 4 samples: ${name}`, await built.toOnnx(undefined, { batch: 4 }));
  }
  const suites = { ELEMENTWISE, REDUCE, MOVEMENT, MATRIX, WINDOWS };
  for (const [name, cases] of Object.entries(suites)) {
    for (const [index, { arguments: given, fn }] of cases.entries()) {
      const compiled = compile((...tensors: Tensor[]) => [fn(...tensors)].flat());
      await write(`${name} ${index}`, compiled.toOnnx(...given));
    }
  }
}

if (import.meta.main) Deno.exit(await main());
