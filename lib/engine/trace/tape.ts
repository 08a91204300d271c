/**
 * Slopes of slopes: the tape of tfjs, on which gradients are found, put in order.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs-core";
import { callSite } from "./call_site.ts";
import { OnceDifferentiableError } from "./errors.ts";

type Tensors = readonly tf.Tensor[];

/** What happened, in order. */
interface TapeNode {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly outputs: Tensors;
  /** Copies of what the gradient will need. */
  readonly saved: Tensors;
  gradient?: (slopes: Tensors) => unknown;
}

/** The part of tfjs's engine that has no types. */
interface Taping {
  addTapeNode(...node: readonly unknown[]): void;
  readonly state: { readonly activeTape: TapeNode[]; readonly gradientDepth: number };
}

/**
 * Lets slopes be differentiated again until the returned value is disposed.
 *
 * tfjs notes what a gradient saves of a result before the operation that gives the result, so that
 * what follows from the saved is lost: the second slope of `tanh` fails, that of sums with it is wrong.
 *
 * @returns puts tfjs's own way back when it is disposed
 * @example
 * ```ts
 * import { grad, tanh } from "@tensorflow/tfjs-core";
 * import "@tensorflow/tfjs-layers";
 * import { orderTape } from "./tape.ts";
 * using _ordered = orderTape();
 * grad(grad(tanh))(0.5);
 * ```
 */
export function orderTape(): Disposable {
  const engine = tf.engine() as unknown as Taping;
  const { addTapeNode } = engine;
  engine.addTapeNode = (...added) => {
    addTapeNode.apply(engine, [...added]);
    const { activeTape: tape } = engine.state;
    const node = tape.pop();
    if (!node) return;
    const saved = new Set(node.saved);
    const copies: TapeNode[] = [];
    while (tape.at(-1)?.outputs.every((output) => saved.has(output))) {
      copies.unshift(...tape.splice(-1));
    }
    if (copies.some((copy) => !isKnown(copy, { node, tape }))) refuseTwice(node, engine);
    tape.push(node, ...copies);
  };
  return { [Symbol.dispose]: () => void (engine.addTapeNode = addTapeNode) };
}

/** Whether it is a copy of what goes in, comes out, was there before or comes from elsewhere. */
function isKnown(
  { inputs }: TapeNode,
  { node, tape }: { readonly node: TapeNode; readonly tape: readonly TapeNode[] },
): boolean {
  const given = Object.values(node.inputs);
  // Tensors are numbered as they are made.
  const before = Math.max(...given.map(({ id }) => id));
  return Object.values(inputs).every((source) =>
    source.id <= before || node.outputs.some(({ id }) => id === source.id) ||
    tape.some(({ outputs }) => outputs.some(({ id }) => id === source.id))
  );
}

function refuseTwice(node: TapeNode, { state }: Taping): void {
  const { gradient, kernelName } = node;
  if (!gradient) return;
  const site = callSite();
  node.gradient = (slopes) => {
    if (state.gradientDepth > 0) throw new OnceDifferentiableError(kernelName, site);
    return gradient(slopes);
  };
}
