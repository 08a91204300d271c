/**
 * `compile`: a pure function over tensors, recorded once for each signature and run by ONNX Runtime.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs-core";
import { cellSignal } from "../core/cell_signal.ts";
import { UnknownNameError } from "../core/names.ts";
import { SeedStream } from "../core/seed.ts";
import { build, type Built, explain, type Explanation, load } from "./build.ts";
import { runEagerly } from "./engines/eager_function.ts";
import { settleValues } from "./held_values.ts";
import { engineInUse, type EngineName, isEager } from "./engines/engine.ts";
import { hostOf, tensorOf, typeOf } from "./host_tensor.ts";
import { type Precision, PRECISIONS } from "./lower/precision.ts";
import { requireFinite } from "./require_finite.ts";
import { drawInputs } from "./run/draw.ts";
import { PrecisionError } from "./run/errors.ts";
import type { HostTensors, RunOptions } from "./run/onnx_runtime.ts";
import { type Leaf, leavesOf, type TensorTree, withLeaves } from "./tree.ts";

/** How a function is compiled. */
export interface CompileOptions extends RunOptions {
  /**
   * Who computes. Default: what `setEngine` chose, at first `"onnx"`. Functions ask with every call,
   * steps once, when they are compiled.
   */
  readonly engine?: EngineName;
  /**
   * In how many bits products are computed: `"mixed"` takes 16 for them and 32 for all else, and scales
   * losses so that slopes stay in range. Only `"onnx-webgpu"` can, where the device has such floats.
   * Default: `"float32"`.
   */
  readonly precision?: Precision;
  /** Stream that dropout draws from; the nth call takes its child n. Default: seed 0. */
  readonly seeds?: SeedStream;
  /** Refuse results that are not finite. Default: false. */
  readonly checkFinite?: boolean;
  /** Stops before the next run once it aborts. Default: that of the running cell. */
  readonly signal?: AbortSignal;
}

/** How a function over tensors is compiled. */
export interface FunctionOptions extends CompileOptions {
  /**
   * Variables that the function closes over and whose values each call takes as they are then. All
   * others keep the values that they had when it was recorded.
   */
  readonly variables?: readonly tf.Variable[];
}

/** A compiled function. */
export interface Compiled<A extends readonly TensorTree[], R extends TensorTree> {
  /** Runs; the result's tensors belong to the caller. */
  (...arguments_: A): Promise<R>;
  /** What these arguments would run, and where the time of a run goes. */
  explain(...arguments_: A): Promise<Explanation>;
  /** The model for these arguments, as the content of an `.onnx` file. */
  toOnnx(...arguments_: A): Uint8Array<ArrayBuffer>;
}

interface Variant<R> {
  readonly built: Built;
  /** The result with the recorded tensors, of which only the form is used. */
  readonly form: R;
}

/**
 * Compiles a pure function over tensors and trees of tensors.
 *
 * It is recorded again whenever an argument has a new form, shape or type. Tensors that it closes
 * over keep the values that they had when it was recorded, but for the variables that are named.
 *
 * @param fn the function; it must not read values
 * @param options variables, threads, seeds, checks
 * @returns the same function, asynchronous
 * @throws TracedReadError, UnrecordableError and MissingRuleError on the first call of a signature
 * @example
 * ```ts
 * import * as tf from "../tf.ts";
 * import { compile } from "./compile.ts";
 * const norm = compile((x: tf.Tensor) => tf.sqrt(tf.sum(tf.square(x))));
 * await norm(tf.tensor1d([3, 4])); // 5
 * ```
 */
export function compile<A extends readonly TensorTree[], R extends TensorTree>(
  fn: (...arguments_: A) => R,
  options: FunctionOptions = {},
): Compiled<A, R> {
  const captured = (options.variables ?? []).map((tensor, index) => {
    return { name: `variable ${index}`, tensor };
  });
  const variants = new Map<string, Variant<R>>();
  const seeds = options.seeds ?? SeedStream.from(0);
  let calls = 0;

  function variantFor(arguments_: A, precision: Precision): Variant<R> {
    const leaves = leavesOf(arguments_, "arguments");
    const signature = leaves.map(({ name, tensor }) => `${name}:${tensor.dtype}[${tensor.shape}]`)
      .join(" ");
    const variant = variants.get(signature) ??
      record(fn, { arguments_, leaves, captured, precision });
    variants.set(signature, variant);
    return variant;
  }

  async function call(...arguments_: A): Promise<R> {
    (options.signal ?? cellSignal()).throwIfAborted();
    const { engine = engineInUse() } = options;
    const precision = precisionFor(options);
    const run = seeds.split(calls++);
    settleValues(options.variables ?? []);
    if (isEager(engine)) {
      const eager = { engine, seeds: run, checkFinite: options.checkFinite ?? false };
      return runEagerly({ fn, arguments_ }, eager);
    }
    const { built, form } = variantFor(arguments_, precision);
    const model = await load(built, runOptions(options));
    const feeds = feedsOf(built, { arguments_, captured, seeds: run });
    const results = await model.run(feeds);
    if (options.checkFinite) {
      await requireFinite(results, { program: built.program, feeds, ...runOptions(options) });
    }
    const tensors = built.program.outputs.map(({ name }) => {
      const result = results[name];
      if (!result) throw new Error(`Cannot find the result ${name} of the program`);
      return tensorOf(result);
    });
    // The form of the result is that of R.
    return withLeaves(form, tensors) as R;
  }

  return Object.assign(call, {
    explain: (...arguments_: A) => {
      const { built } = variantFor(arguments_, precisionFor(options));
      const feeds = feedsOf(built, { arguments_, captured, seeds: seeds.split(calls) });
      return explain(built, { ...runOptions(options), feeds });
    },
    toOnnx: (...arguments_: A) => variantFor(arguments_, precisionFor(options)).built.bytes.slice(),
  });
}

/**
 * How ONNX Runtime runs what an engine recorded.
 *
 * @param options what the caller wants
 * @returns threads and place of execution
 * @throws RangeError for a number of threads or a place that cannot be
 * @example
 * ```ts
 * import { runOptions } from "./compile.ts";
 * runOptions({ engine: "onnx-webgpu" }).execution; // "webgpu"
 * ```
 */
export function runOptions(options: CompileOptions): RunOptions {
  const { engine = engineInUse(), threads } = options;
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) {
    throw new RangeError(`Cannot run with ${threads} threads: threads is a whole number from 1`);
  }
  const execution = options.execution ?? (engine === "onnx-webgpu" ? "webgpu" : "cpu");
  if (execution !== "cpu" && execution !== "webgpu") {
    throw new RangeError(`Cannot run on ${execution}: execution is "cpu" or "webgpu"`);
  }
  return threads === undefined ? { execution } : { execution, threads };
}

/**
 * Finds out whether products are computed in 16 bits.
 *
 * @param options what the caller wants
 * @returns the precision
 * @throws PrecisionError when the engine cannot compute so
 * @throws UnknownNameError when there is no such precision
 * @example
 * ```ts
 * import { precisionFor } from "./compile.ts";
 * precisionFor({ engine: "onnx-webgpu", precision: "mixed" }); // "mixed"
 * ```
 */
export function precisionFor(options: CompileOptions): Precision {
  const { precision = "float32", engine = engineInUse() } = options;
  if (!PRECISIONS.includes(precision)) {
    throw new UnknownNameError("precision", precision, { known: PRECISIONS });
  }
  if (precision === "float32") return precision;
  if (!isEager(engine) && runOptions(options).execution === "webgpu") return precision;
  throw new PrecisionError(
    `Cannot compute in mixed precision with the engine ${engine}, whose products have 32 bits: use ` +
      'the engine "onnx-webgpu", or leave out precision',
  );
}

function record<A extends readonly TensorTree[], R extends TensorTree>(
  fn: (...arguments_: A) => R,
  { arguments_, leaves, captured, precision }: {
    readonly arguments_: A;
    readonly precision: Precision;
    readonly leaves: readonly Leaf[];
    readonly captured: readonly Leaf[];
  },
): Variant<R> {
  const forms: R[] = [];
  const built = build({
    inputs: leaves.map(({ name, tensor }) => ({ name, value: typeOf(tensor) })),
    captured,
    body: (tensors) => {
      // The form of the arguments is that of A.
      const form = fn(...withLeaves(arguments_, tensors) as unknown as A);
      forms.push(form);
      const results = leavesOf(form, "result");
      if (results.length === 0) throw new TypeError("Cannot compile: the function gave no tensor");
      return results;
    },
  }, precision);
  const [form] = forms;
  if (form === undefined) throw new Error("Cannot compile: the function gave no result");
  return { built, form };
}

function feedsOf(
  { draws }: Built,
  { arguments_, captured, seeds }: {
    readonly arguments_: readonly TensorTree[];
    readonly captured: readonly Leaf[];
    readonly seeds: SeedStream;
  },
): HostTensors {
  const leaves = [...leavesOf(arguments_, "arguments"), ...captured];
  const given = Object.fromEntries(leaves.map(({ name, tensor }) => [name, hostOf(tensor)]));
  return { ...given, ...drawInputs(draws, seeds) };
}
