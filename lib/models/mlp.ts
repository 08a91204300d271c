/**
 * A multi-layer perceptron.
 *
 * @module
 */

import { Configured } from "../core/configured.ts";
import { checkOptions } from "../core/options.ts";
import { type ActivationName, activations } from "./activations.ts";
import { activation, chain, dropout, reshape } from "./blocks/block.ts";
import { dense } from "./blocks/dense.ts";
import { checkCounts, checkDropout, checkShapes } from "./check_options.ts";
import { blockModel } from "./gradient_model.ts";
import type { BuildContext, DifferentiableModel, Model } from "./model.ts";
import { withParameters } from "./parameters.ts";
import { fixedShape, onlyInput, sizeOf } from "./ports.ts";

/** How a perceptron is made. */
export interface MLPOptions {
  /** Shape of the output of one sample; left out: that of the targets, or `[1, hidden]`. */
  readonly outputShape?: readonly number[];
  /** How many layers have weights, the last one included; default 2. */
  readonly layers?: number;
  /** Units of all layers but the last; default 32. */
  readonly hidden?: number;
  /** Behind all layers but the last; default `relu`. */
  readonly activation?: ActivationName | (string & Record<never, never>);
  /** Share of units that are dropped in training, behind each activation; default 0. */
  readonly dropout?: number;
}

const DEFAULTS = { layers: 2, hidden: 32, activation: "relu", dropout: 0 } as const;

const OPTIONS = ["outputShape", ...Object.keys(DEFAULTS)] as (keyof MLPOptions)[];

/**
 * The plan of a multi-layer perceptron: a sample of any shape is flattened, goes through dense
 * layers, and gets the shape of the output.
 *
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { MLP } from "./mlp.ts";
 * const inputs = { input: { shape: [1, 10], dtype: "float32" } } as const;
 * const built = new MLP({ outputShape: [1, 8] }).build({ inputs, seeds: SeedStream.from(1) });
 * console.log(built.outputs.output?.shape); // [1, 8]
 * ```
 */
export class MLP extends Configured<MLPOptions> implements Model {
  readonly name = "mlp";

  /**
   * @param options layers, units, activation, dropout
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: MLPOptions = {}) {
    const { outputShape, layers, hidden, dropout, activation } = options;
    checkShapes({ outputShape }, "a perceptron");
    checkCounts({ layers, hidden }, { of: "a perceptron" });
    checkDropout(dropout);
    activations.get(activation ?? DEFAULTS.activation);
    super(checkOptions(options, { of: "MLP", known: OPTIONS }));
  }

  build({ inputs, wanted, seeds }: BuildContext): DifferentiableModel {
    const { outputShape, layers, hidden, ...rest } = { ...DEFAULTS, ...this.config };
    const shape = outputShape ?? fixedShape(wanted) ?? [1, hidden];
    const input = onlyInput(inputs);
    const size = sizeOf(input.shape);
    return withParameters(seeds, (parameters) => {
      const between = [activation(rest.activation), dropout(rest.dropout)];
      const body = Array.from({ length: layers }, (_, index) => {
        const [first, last] = [index === 0, index === layers - 1];
        const [from, to] = [first ? size : hidden, last ? sizeOf(shape) : hidden];
        return [dense(parameters, { name: `layers.${index}`, from, to }), ...last ? [] : between];
      });
      const block = chain([reshape([size]), ...body.flat(), reshape(shape)]);
      return blockModel(parameters, { input, shape, block });
    });
  }
}
