/**
 * Autoencoders: a model that makes a code of a sample, and one that makes the sample of the code.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { freeze, type JsonObject } from "../core/json.ts";
import { type NamedConfig, toNamedConfig } from "../core/configured.ts";
import { checkOptions } from "../core/options.ts";
import { checkShapes } from "./check_options.ts";
import { gradientModel } from "./gradient_model.ts";
import { INPUT, type Interface, OUTPUT, writeShape } from "./interface.ts";
import { MLP } from "./mlp.ts";
import {
  type BuildContext,
  type DifferentiableModel,
  type Model,
  type Parameter,
  ShapeError,
} from "./model.ts";
import { onlyInput } from "./ports.ts";

/** How an autoencoder is made. */
export interface AutoencoderOptions {
  /** Shape of the code of one sample; left out: what the encoder gives, `[1, 8]` by default. */
  readonly codeShape?: readonly number[];
  /** From a sample to its code; default an MLP. */
  readonly encoder?: Model;
  /** From a code to the sample; default an MLP. */
  readonly decoder?: Model;
}

/** What an autoencoder is made of, as its config has it. */
interface AutoencoderConfig {
  readonly codeShape?: readonly number[];
  readonly encoder?: NamedConfig;
  readonly decoder?: NamedConfig;
}

/** The name of the output that has the code. */
export const CODE = "code";

/**
 * The plan of an autoencoder: its output `output` is the reconstruction, in the shape of the input,
 * and its output `code` is what the encoder makes of it.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { Autoencoder } from "./autoencoder.ts";
 * import { CNN } from "./cnn.ts";
 * const inputs = { input: { shape: [1, 100], dtype: "float32" } } as const;
 * const plan = new Autoencoder({ codeShape: [1, 4], encoder: new CNN({ pooling: 2 }) });
 * const { outputs } = plan.build({ inputs, seeds: SeedStream.from(1) });
 * console.log(outputs.output?.shape, outputs.code?.shape); // [1, 100] [1, 4]
 * ```
 */
export class Autoencoder implements Model {
  readonly name = "autoencoder";
  readonly #options: AutoencoderOptions;

  /** @param options the shape of the code, encoder and decoder */
  constructor(options: AutoencoderOptions = {}) {
    const known = ["codeShape", "encoder", "decoder"] as const;
    checkShapes({ codeShape: options.codeShape }, "an autoencoder");
    this.#options = Object.freeze({ ...checkOptions(options, { of: "Autoencoder", known }) });
  }

  getConfig(): JsonObject {
    const { codeShape, encoder, decoder } = this.#options;
    const config: AutoencoderConfig = {
      ...codeShape && { codeShape },
      ...encoder && { encoder: toNamedConfig(encoder) },
      ...decoder && { decoder: toNamedConfig(decoder) },
    };
    return freeze(config) as unknown as JsonObject;
  }

  build({ inputs, seeds }: BuildContext): DifferentiableModel {
    const input = onlyInput(inputs);
    const { encoder, decoder = new MLP(), codeShape } = this.#options;
    const shape = codeShape ?? (encoder ? undefined : [1, 8]);
    using built = new DisposableStack();
    const encode = built.use(buildPart(encoder ?? new MLP(), {
      part: "encoder",
      inputs: { [INPUT]: input },
      wanted: shape && { shape, dtype: "float32" },
      seeds,
    }));
    const code = outputOf(encode, { part: "encoder", wanted: shape });
    const decode = built.use(buildPart(decoder, {
      part: "decoder",
      inputs: { [INPUT]: code },
      wanted: input,
      seeds,
    }));
    const reconstruction = outputOf(decode, { part: "decoder", wanted: input.shape });
    const parts = built.move();
    return gradientModel({
      trainable: [...named("encoder", encode.trainable), ...named("decoder", decode.trainable)],
      others: [...named("encoder", encode.others), ...named("decoder", decode.others)],
    }, {
      inputs,
      outputs: { [OUTPUT]: reconstruction, [CODE]: code },
      call: ({ [INPUT]: x }, context) => {
        const { [OUTPUT]: code } = encode.call({ [INPUT]: x as tf.Tensor }, context);
        const { [OUTPUT]: output } = decode.call({ [INPUT]: code as tf.Tensor }, context);
        return { [OUTPUT]: output as tf.Tensor, [CODE]: code as tf.Tensor };
      },
      ...penaltyOf([encode, decode]),
      dispose: () => parts.dispose(),
    });
  }
}

type Part = "encoder" | "decoder";

function buildPart(
  plan: Model,
  { part, seeds, ...context }: BuildContext & { readonly part: Part },
): DifferentiableModel {
  const model = attempt(part, () => plan.build({ ...context, seeds: seeds.split(part) }));
  if (model.learning === "gradient") return model;
  throw new ShapeError(part, {
    expected: "a model that gradients flow through",
    found: plan.name,
    hint: "give each its own node, and train them apart",
  });
}

/** The inputs of the encoder are those of the whole; whatever else is wrong belongs to a part. */
function attempt<T>(part: Part, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ShapeError) || (part === "encoder" && error.port === INPUT)) throw error;
    const { port, expected, found } = error;
    throw new ShapeError(`${part}.${port}`, { expected, found, hint: `change the ${part}` });
  }
}

function outputOf(
  { outputs }: DifferentiableModel,
  { part, wanted }: { readonly part: Part; readonly wanted: Interface["shape"] | undefined },
): Interface {
  const found = outputs[OUTPUT];
  if (found && (wanted === undefined || String(found.shape) === String(wanted))) return found;
  throw new ShapeError(`${part}.${OUTPUT}`, {
    expected: wanted === undefined ? `an output named "${OUTPUT}"` : writeShape(wanted),
    found: found ? writeShape(found.shape) : Object.keys(outputs).join(", "),
    hint: `change the ${part}`,
  });
}

function named(part: Part, parameters: readonly Parameter[]): readonly Parameter[] {
  return parameters.map(({ name, variable }) => ({ name: `${part}.${name}`, variable }));
}

/** The sum of what models add to the loss, if any does. */
function penaltyOf(
  models: readonly DifferentiableModel[],
): { readonly penalty?: () => tf.Tensor } {
  const penalties = models.flatMap(({ penalty }) => penalty ? [penalty] : []);
  return penalties.length === 0 ? {} : { penalty: () => tf.addN(penalties.map((one) => one())) };
}

/**
 * Makes an autoencoder of a saved config.
 *
 * @param config what `getConfig()` gave
 * @param make makes the models that it names
 * @returns the model
 * @example
 * ```ts
 * import { fromNamedConfig } from "../core/configured.ts";
 * import { autoencoderFromConfig } from "./autoencoder.ts";
 * import { models } from "./registry.ts";
 * autoencoderFromConfig({ codeShape: [4] }, (named) => fromNamedConfig(named, models));
 * ```
 */
export function autoencoderFromConfig(
  config: JsonObject,
  make: (named: NamedConfig) => Model,
): Autoencoder {
  const { encoder, decoder, ...options } = config as AutoencoderConfig;
  return new Autoencoder({
    ...options,
    ...encoder && { encoder: make(encoder) },
    ...decoder && { decoder: make(decoder) },
  });
}
