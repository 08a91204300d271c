/**
 * A node around a model.
 *
 * @module
 */

import { quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import { type AsModel, asModel } from "../models/as_model.ts";
import { INPUT, type Interface, type Ports } from "../models/interface.ts";
import type { Model } from "../models/model.ts";
import { Node } from "./node.ts";
import { type Source, type SourceLike, sourceOf } from "./reference.ts";
import { checkStated } from "./stated_ports.ts";

/** What a model node is made of. */
export interface ModelNodeOptions<L extends string = string> {
  /** Its name in the graph. */
  readonly label: L;
  /** A model, a model of tf.layers, a function over tensors, or the name of a registered model. */
  readonly model: AsModel;
  /** Where its only input comes from. */
  readonly input?: SourceLike;
  /** Where its inputs come from, when it has several. */
  readonly inputs?: Ports<SourceLike>;
  /** What its outputs are, beyond shapes: domain, units, range and meaning, by port. */
  readonly outputs?: Ports<Partial<Interface>>;
  /** What its inputs must be, beyond what the model says, by port. */
  readonly accepts?: Ports<Partial<Interface>>;
}

const OPTIONS = ["label", "model", "input", "inputs", "outputs", "accepts"] as const;

/**
 * A node that computes with a model.
 *
 * @example
 * ```ts
 * import { MLP } from "../models/mlp.ts";
 * import { ModelNode } from "./model_node.ts";
 * const pulses = { featureSet: "pulses", split: null, selection: { features: "voltage" } };
 * const encoder = new ModelNode({ label: "Encoder", model: new MLP(), input: pulses });
 * new ModelNode({ label: "Head", model: "mlp", input: encoder });
 * ```
 */
export class ModelNode<const L extends string = string> extends Node<L> {
  readonly type = "model";
  readonly model: Model;
  readonly #options: ModelNodeOptions<L>;

  /**
   * @param options label, model and sources
   * @throws UnknownNameError for options and aspects of ports that are not there
   * @throws RangeError when there is no input, or both `input` and `inputs`, or a range is none
   */
  constructor(options: ModelNodeOptions<L>) {
    checkOptions(options, { of: "ModelNode", known: OPTIONS, required: ["label", "model"] });
    super(options.label, inputsOf(options));
    const { label, outputs = {}, accepts = {} } = options;
    checkStated(outputs, `outputs of ${quote(label)}`);
    checkStated(accepts, `accepts of ${quote(label)}`);
    this.model = asModel(options.model);
    this.#options = { ...options, model: this.model };
    Object.freeze(this);
  }

  /** What its outputs are, beyond shapes. */
  get outputs(): Ports<Partial<Interface>> {
    return this.#options.outputs ?? {};
  }

  /** What its inputs must be, beyond what the model says. */
  get accepts(): Ports<Partial<Interface>> {
    return this.#options.accepts ?? {};
  }

  override withInputs(inputs: Ports<Source>): ModelNode<L> {
    const { input: _, ...options } = this.#options;
    return new ModelNode({ ...options, inputs });
  }

  /**
   * The same node with another model.
   *
   * @param model the model
   * @returns another node of the same label and inputs
   */
  withModel(model: AsModel): ModelNode<L> {
    return new ModelNode({ ...this.#options, model });
  }
}

function inputsOf({ label, input, inputs }: ModelNodeOptions): Ports<Source> {
  if ((input === undefined) === (inputs === undefined)) {
    throw new RangeError(
      `Cannot make the node "${label}": give either input, or inputs by the names of its ports`,
    );
  }
  const given = inputs ?? { [INPUT]: input as SourceLike };
  return Object.fromEntries(
    Object.entries(given).map(([port, source]) => [port, sourceOf(source)]),
  );
}
