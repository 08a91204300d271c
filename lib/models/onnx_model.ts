/**
 * Static ONNX models.
 *
 * @module
 */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fingerprint, freeze, type JsonObject } from "../core/json.ts";
import { checkOptions } from "../core/options.ts";
import type { HostTensor, HostTensors } from "../engine/run/onnx_runtime.ts";
import type { Ports } from "./interface.ts";
import {
  type BuildContext,
  type FixedModel,
  type FixedWeight,
  type Model,
  ShapeError,
  StateError,
} from "./model.ts";
import { toOnnxType, toPortType, WEIGHT_BYTES } from "./onnx/elements.ts";
import { type OnnxHeader, readOnnxHeader } from "./onnx/onnx_header.ts";
import { type OnnxPorts, onnxPorts, resolvePorts } from "./onnx/onnx_ports.ts";
import { type RunBatch, runInPieces } from "./onnx/run_in_pieces.ts";
import { sizeOf } from "./ports.ts";

/** Where an ONNX model comes from: a file, or its content. */
export type OnnxModelOptions =
  | { readonly path: string | URL; readonly fingerprint?: string }
  | { readonly bytes: Uint8Array };

/** All options there are, of both kinds. */
type AnyOption = Readonly<Partial<Record<"path" | "bytes" | "fingerprint", unknown>>>;

/**
 * A model from an ONNX file, computed by ONNX Runtime; it does not learn.
 *
 * The first axis of every port is that of the samples. A single input or output is called `input` or
 * `output`, several have the names of the file. Metadata such as `signal.units` says what ports are
 * beyond shapes (`onnx/interface_metadata.ts`).
 *
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { SeedStream } from "../core/seed.ts";
 * import { compile } from "../engine/compile.ts";
 * import { OnnxModel } from "./onnx_model.ts";
 * const bytes = compile((x: tf.Tensor) => tf.square(x)).toOnnx(tf.zeros([4, 2]));
 * const inputs = { input: { shape: [2], dtype: "float32" } } as const;
 * const built = new OnnxModel({ bytes }).build({ inputs, seeds: SeedStream.from(0) });
 * const input = { dtype: "float32", shape: [1, 2], data: Float32Array.of(2, 3) } as const;
 * await built.run({ input }); // output: 4, 9
 * ```
 */
export class OnnxModel implements Model {
  readonly name = "onnx";
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #path: string | undefined;
  readonly #ports: OnnxPorts;
  readonly #weights: readonly FixedWeight[];

  /**
   * @param options a path, or the content of a file
   * @throws SyntaxError when it is no ONNX model
   * @throws TypeError for ports that no other model could exchange, and for options that are no object
   * @throws StateError when the file is not the one that the fingerprint is of
   */
  constructor(options: OnnxModelOptions) {
    checkOptions<AnyOption>(options, { of: "OnnxModel", known: ["path", "bytes", "fingerprint"] });
    if (!("path" in options) && options.bytes === undefined) throw nothingGiven();
    this.#path = "path" in options ? pathOf(options.path) : undefined;
    this.#bytes = Uint8Array.from("path" in options ? readFileSync(options.path) : options.bytes);
    if ("path" in options) checkFingerprint(this.#bytes, options);
    const header = readOnnxHeader(this.#bytes);
    this.#ports = onnxPorts(header);
    this.#weights = weightsOf(header);
    Object.freeze(this);
  }

  /** The path and a fingerprint of its content, or the content in base64. */
  getConfig(): JsonObject {
    return freeze(
      this.#path === undefined
        ? { bytes: this.#bytes.toBase64() }
        : { path: this.#path, fingerprint: fingerprint(this.#bytes) },
    );
  }

  build({ inputs }: BuildContext): FixedModel {
    const resolved = resolvePorts(this.#ports, inputs);
    return Object.freeze(
      {
        learning: "none",
        ...resolved,
        weights: this.#weights,
        run: (feeds) => run(feeds, { bytes: this.#bytes, ports: this.#ports }),
        getState: () => ({ tensors: {} }),
        setState: ({ tensors }) => {
          const [name] = Object.keys(tensors);
          if (name === undefined) return;
          throw new StateError(`Cannot set "${name}": an ONNX model keeps the weights of its file`);
        },
      } satisfies FixedModel,
    );
  }
}

function weightsOf({ weights }: OnnxHeader): readonly FixedWeight[] {
  return weights.flatMap(({ name, type, shape }) => {
    const size = WEIGHT_BYTES.get(type);
    return size === undefined ? [] : [{ name, shape, bytes: size * sizeOf(shape) }];
  });
}

async function run(
  feeds: Ports<HostTensor>,
  { bytes, ports: { inputs, outputs, batch } }: {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly ports: OnnxPorts;
  },
): Promise<Ports<HostTensor>> {
  const samples = countSamples(feeds);
  const given = Object.entries(inputs).map(([port, { name, type, axes }]) => {
    const tensor = feeds[port];
    const fits = tensor?.shape.length === axes.length + 1 && tensor.shape[0] === samples;
    if (tensor && fits) return [name, toOnnxType(tensor, type)];
    throw new ShapeError(port, {
      expected: `${axes.length + 1} axes, the first of ${samples} samples`,
      found: tensor === undefined ? "nothing" : `(${tensor.shape.join(", ")})`,
    });
  });
  // The engine is large, and is needed by the first run only.
  const { load } = await import("../engine/build.ts");
  const runBatch: RunBatch = async (part) => {
    const model = await load({ bytes, processorNodes: [] }, {});
    return checkRows(await model.run(part), countSamples(part));
  };
  const all: HostTensors = Object.fromEntries(given);
  const results = batch === undefined || batch === samples
    ? await runBatch(all)
    : await runInPieces(all, { samples, batch, run: runBatch });
  return Object.fromEntries(
    Object.entries(outputs).map(([port, { name, interface: { dtype } }]) => {
      const result = results[name];
      if (result) return [port, toPortType(result, dtype)];
      throw new RangeError(`Cannot find the output "${name}" of the ONNX model`);
    }),
  );
}

/** Without a row for each sample, results could not be told apart. */
function checkRows(results: HostTensors, samples: number): HostTensors {
  for (const [name, { shape }] of Object.entries(results)) {
    if (shape[0] === samples) continue;
    throw new RangeError(
      `Cannot use the output "${name}" of the ONNX model: ` +
        `it has shape (${shape.join(", ")}) for ${samples} samples`,
    );
  }
  return results;
}

function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}

function countSamples(feeds: Ports<HostTensor>): number {
  return Object.values(feeds)[0]?.shape[0] ?? 0;
}

function checkFingerprint(
  bytes: Uint8Array,
  { path, fingerprint: wanted }: { readonly path: string | URL; readonly fingerprint?: string },
): void {
  if (wanted === undefined || fingerprint(bytes) === wanted) return;
  throw new StateError(
    `Cannot use ${path}: it is not the file that was saved with the graph; ` +
      "put that one in its place, or leave the fingerprint out",
  );
}

/**
 * Makes an ONNX model of a saved config.
 *
 * @param config what `getConfig()` gave
 * @returns the model
 * @throws TypeError when it has neither a path nor bytes
 * @throws StateError when the file is another one now
 * @example
 * ```ts
 * import { OnnxModel, onnxModelFromConfig } from "./onnx_model.ts";
 * const again = (model: OnnxModel) => onnxModelFromConfig(model.getConfig());
 * ```
 */
export function onnxModelFromConfig(config: JsonObject): OnnxModel {
  const { bytes, path, fingerprint } = config as Readonly<Record<string, string | undefined>>;
  if (bytes !== undefined) return new OnnxModel({ bytes: Uint8Array.fromBase64(bytes) });
  if (path === undefined) throw nothingGiven();
  return new OnnxModel({ path, ...fingerprint !== undefined && { fingerprint } });
}

function nothingGiven(): TypeError {
  return new TypeError("Cannot make an ONNX model: give a path, or bytes");
}
