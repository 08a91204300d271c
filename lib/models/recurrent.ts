/**
 * Recurrent networks: plain, LSTM and GRU.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { Configured } from "../core/configured.ts";
import { UnknownNameError } from "../core/names.ts";
import { type Block, chain, dropout } from "./blocks/block.ts";
import { recurrence, RECURRENT_KINDS, type RecurrentKind } from "./blocks/recurrence.ts";
import {
  headOfRow,
  headOfSteps,
  type SequenceLayout,
  sequenceLayout,
} from "./blocks/sequence_layout.ts";
import { checkOptions } from "../core/options.ts";
import { checkCounts, checkDropout, checkShapes } from "./check_options.ts";
import { blockModel } from "./gradient_model.ts";
import type { BuildContext, DifferentiableModel, Model } from "./model.ts";
import { type Parameters, withParameters } from "./parameters.ts";
import { fixedShape, knownShape, onlyInput } from "./ports.ts";

/** How a recurrent network is made. */
export interface RecurrentOptions {
  /** The cell; default `lstm`. */
  readonly kind?: RecurrentKind;
  /**
   * Shape of the output of one sample: (steps, numbers) for sequences. Left out: that of the
   * targets, or what the last layer gives.
   */
  readonly outputShape?: readonly number[];
  /** How many layers go through the sequence one behind the other; default 1. */
  readonly layers?: number;
  /** Units of each layer and direction; default 32. */
  readonly hidden?: number;
  /** Whether each layer goes through the sequence backwards too; default no. */
  readonly bidirectional?: boolean;
  /** Whether there is an output for each step, or one for each sample; default the latter. */
  readonly returnSequences?: boolean;
  /** Share of numbers that are dropped in training, between layers; default 0. */
  readonly dropout?: number;
  /** Which axis of a sample has the steps: `last` for columns of a FeatureSet; default `first`. */
  readonly stepsAxis?: "first" | "last";
}

const DEFAULTS = {
  kind: "lstm",
  layers: 1,
  hidden: 32,
  bidirectional: false,
  returnSequences: false,
  dropout: 0,
  stepsAxis: "first",
} as const;

const OPTIONS = ["outputShape", ...Object.keys(DEFAULTS)] as (keyof RecurrentOptions)[];

const CHOICES = { stepsAxis: ["first", "last"] } as const;

/**
 * The plan of a recurrent network over samples of shape (steps, features), or (steps).
 *
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { Recurrent } from "./recurrent.ts";
 * const inputs = { input: { shape: [20, 3], dtype: "float32" } } as const;
 * const built = new Recurrent({ kind: "gru", hidden: 8, outputShape: [1] })
 *   .build({ inputs, seeds: SeedStream.from(1) });
 * console.log(built.outputs.output?.shape); // [1]
 * ```
 */
export class Recurrent extends Configured<RecurrentOptions> implements Model {
  readonly name = "recurrent";

  /**
   * @param options cell, layers, units, directions
   * @throws UnknownNameError or RangeError for options that are not there, or make no sense
   */
  constructor(options: RecurrentOptions = {}) {
    const { kind = DEFAULTS.kind, outputShape, layers, hidden } = options;
    checkShapes({ outputShape }, "a recurrent network");
    checkCounts({ layers, hidden }, { of: "a recurrent network" });
    checkDropout(options.dropout);
    if (!RECURRENT_KINDS.includes(kind)) {
      throw new UnknownNameError("recurrent cell", kind, { known: RECURRENT_KINDS });
    }
    super(checkOptions(options, { of: "Recurrent", known: OPTIONS, choices: CHOICES }));
  }

  build({ inputs, wanted, seeds }: BuildContext): DifferentiableModel {
    const { stepsAxis, returnSequences, ...options } = { ...DEFAULTS, ...this.config };
    const input = onlyInput(inputs);
    const layout = sequenceLayout(knownShape(input.shape), { stepsAxis });
    return withParameters(seeds, (parameters) => {
      const layers = stack(parameters, layout, { ...options, returnSequences });
      const width = options.hidden * (options.bidirectional ? 2 : 1);
      const outputShape = options.outputShape ?? fixedShape(wanted);
      const { steps } = layout;
      const { shape, block } = returnSequences
        ? headOfSteps(parameters, { steps, width, outputShape })
        : headOfRow(parameters, { width, outputShape });
      return blockModel(parameters, {
        input,
        shape,
        block: chain([layout.toSequences, ...layers, block]),
      });
    });
  }
}

/** All layers; the last one gives its last outputs only, unless sequences are wanted. */
function stack(
  parameters: Parameters,
  { steps, features }: SequenceLayout,
  { kind, layers, hidden, bidirectional, returnSequences, dropout: rate }: Required<
    Omit<RecurrentOptions, "outputShape" | "stepsAxis">
  >,
): readonly Block[] {
  const directions = bidirectional ? ["forward", "backward"] : ["forward"];
  return Array.from({ length: layers }, (_, index) => {
    const from = index === 0 ? features : hidden * directions.length;
    const last = index === layers - 1;
    const ways = directions.map((direction) => {
      const name = `layers.${index}.${direction}`;
      const layer = recurrence(parameters, { name, kind, from, hidden, steps });
      return { layer, reverse: direction === "backward" };
    });
    const block: Block = {
      flops: ways.reduce((sum, { layer }) => sum + layer.flops, 0),
      call: (x) => {
        const parts = ways.map(({ layer, reverse }) => {
          const outputs = layer.run(x, { reverse });
          // The last output of a layer that goes backwards is that of the first step.
          const end = outputs.at(reverse ? 0 : -1) as tf.Tensor;
          return last && !returnSequences ? end : tf.stack([...outputs], 1);
        });
        return parts.length === 1 ? parts[0] as tf.Tensor : tf.concat(parts, -1);
      },
    };
    return last ? [block] : [block, dropout(rate)];
  }).flat();
}
