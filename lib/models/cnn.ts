/**
 * A convolutional network for signals and images.
 *
 * @module
 */

import { Configured } from "../core/configured.ts";
import { checkOptions } from "../core/options.ts";
import { type ActivationName, activations } from "./activations.ts";
import { activation, type Block, chain, dropout, reshape } from "./blocks/block.ts";
import { convolution, type ImageShape, maxPooling, type Pair } from "./blocks/convolution.ts";
import { dense } from "./blocks/dense.ts";
import { type ImageLayout, imageLayout } from "./blocks/image_layout.ts";
import { checkCounts, checkDropout, checkShapes } from "./check_options.ts";
import { blockModel } from "./gradient_model.ts";
import { OUTPUT, writeShape } from "./interface.ts";
import { type BuildContext, type DifferentiableModel, type Model, ShapeError } from "./model.ts";
import { type Parameters, withParameters } from "./parameters.ts";
import { fixedShape, knownShape, onlyInput, sizeOf } from "./ports.ts";

/** How a convolutional network is made; one number is meant for both axes of an image. */
export interface CNNOptions {
  /** Shape of the output of one sample; left out: that of the targets, or `[1, filters]`. */
  readonly outputShape?: readonly number[];
  /** How many layers are convolutions; default as many as `filters` lists, or 2. */
  readonly layers?: number;
  /** How many filters each layer has, or each one of its own; default 16. */
  readonly filters?: number | readonly number[];
  /** Size of the window; default 3. */
  readonly kernel?: number | Pair;
  /** Step of the window; default 1. */
  readonly stride?: number | Pair;
  /** Zeros around each sample, or as many as keep its size (`same`), or none; default 1. */
  readonly padding?: number | Pair | "same" | "valid";
  /** Behind each convolution; default `relu`. */
  readonly activation?: ActivationName | (string & Record<never, never>);
  /** Share of numbers that are dropped in training, behind each layer; default 0. */
  readonly dropout?: number;
  /** Size of the windows of which the largest number is kept, behind each activation; default 1. */
  readonly pooling?: number | Pair;
  /** Whether a dense layer maps all numbers to the shape of the output; default yes. */
  readonly flattenOutput?: boolean;
  /** Where the channels are; default first in signals, last in images. */
  readonly channels?: "first" | "last";
}

const DEFAULTS = {
  kernel: 3,
  stride: 1,
  padding: 1,
  activation: "relu",
  dropout: 0,
  pooling: 1,
  flattenOutput: true,
} as const;

const OPTIONS = ["outputShape", "layers", "filters", "channels", ...Object.keys(DEFAULTS)] as (
  keyof CNNOptions
)[];

const CHOICES = { channels: ["first", "last"] } as const;

/**
 * The plan of a convolutional network.
 *
 * The rank of a sample says what it is: (length) and (channels, length) are signals, and the columns
 * of a FeatureSet are channels; (height, width, channels) is an image.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { CNN } from "./cnn.ts";
 * const inputs = { input: { shape: [1, 100], dtype: "float32" } } as const;
 * const built = new CNN({ filters: [8, 16], pooling: 2, outputShape: [1] })
 *   .build({ inputs, seeds: SeedStream.from(1) });
 * console.log(built.outputs.output?.shape); // [1]
 * ```
 */
export class CNN extends Configured<CNNOptions> implements Model {
  readonly name = "cnn";

  /**
   * @param options layers, filters, windows, activation, dropout, pooling
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: CNNOptions = {}) {
    const { outputShape, layers, filters, kernel, stride, pooling, padding, dropout } = options;
    const of = "a convolutional network";
    const counts = { layers, ...each("filters", filters), ...each("kernel", kernel) };
    checkCounts({ ...counts, ...each("stride", stride), ...each("pooling", pooling) }, { of });
    if (typeof padding !== "string") checkCounts(each("padding", padding), { of, least: 0 });
    checkShapes({ outputShape }, of);
    checkDropout(dropout);
    activations.get(options.activation ?? DEFAULTS.activation);
    if (Array.isArray(filters) && filters.length !== (layers ?? filters.length)) {
      throw new RangeError(
        `Cannot make ${layers} layers of ${filters.length} numbers of filters: leave layers out`,
      );
    }
    super(checkOptions(options, { of: "CNN", known: OPTIONS, choices: CHOICES }));
  }

  build({ inputs, wanted, seeds }: BuildContext): DifferentiableModel {
    const { outputShape, flattenOutput, channels } = { ...DEFAULTS, ...this.config };
    const input = onlyInput(inputs);
    const layout = imageLayout(knownShape(input.shape), { channels });
    return withParameters(seeds, (parameters) => {
      const layers = convolve(parameters, { layout, options: this.config });
      const body = [layout.toImages, ...layers.blocks];
      if (!flattenOutput) {
        const shape = layout.shapeOf(layers.shape);
        requireMaps(shape, outputShape);
        return blockModel(parameters, { input, shape, block: chain([...body, layout.fromImages]) });
      }
      const shape = outputShape ?? fixedShape(wanted) ?? [1, layers.shape[2]];
      const size = sizeOf(layers.shape);
      const head = dense(parameters, { name: "head", from: size, to: sizeOf(shape) });
      const block = chain([...body, reshape([size]), head, reshape(shape)]);
      return blockModel(parameters, { input, shape, block });
    });
  }
}

/** Convolution, activation, pooling and dropout, as often as there are layers. */
function convolve(
  parameters: Parameters,
  { layout, options }: { readonly layout: ImageLayout; readonly options: CNNOptions },
): { readonly shape: ImageShape; readonly blocks: readonly Block[] } {
  const { kernel, stride, padding, pooling, ...rest } = { ...DEFAULTS, ...options };
  const blocks: Block[] = [];
  let { shape } = layout;
  /** Signals are images of height 1, along which nothing moves. */
  function both(size: number | Pair, still: number): Pair {
    const [height, width] = typeof size === "number" ? [size, size] : size;
    return [layout.isSignal ? still : height, width];
  }
  for (const [index, filters] of filtersOf(options).entries()) {
    const layer = convolution(parameters, {
      name: `layers.${index}`,
      from: shape,
      filters,
      kernel: both(kernel, 1),
      stride: both(stride, 1),
      padding: typeof padding === "string" ? padding : both(padding, 0),
    });
    const pool = maxPooling(layer.shape, both(pooling, 1));
    blocks.push(layer, activation(rest.activation), pool, dropout(rest.dropout));
    shape = pool.shape;
  }
  return { shape, blocks };
}

function filtersOf({ filters = 16, layers = 2 }: CNNOptions): readonly number[] {
  return typeof filters === "number" ? Array.from({ length: layers }, () => filters) : filters;
}

function requireMaps(maps: readonly number[], wanted: readonly number[] | undefined): void {
  if (wanted === undefined || String(wanted) === String(maps)) return;
  throw new ShapeError(OUTPUT, {
    expected: writeShape(wanted),
    found: `maps of ${writeShape(maps)}`,
    hint: "leave outputShape out, or flatten the output",
  });
}

/** The numbers of an option that has one or several, by names to tell them apart. */
function each(
  name: string,
  given: number | readonly number[] | undefined,
): Readonly<Record<string, number | undefined>> {
  if (typeof given !== "object") return { [name]: given };
  return Object.fromEntries(given.map((one, index) => [`${name}[${index}]`, one]));
}
