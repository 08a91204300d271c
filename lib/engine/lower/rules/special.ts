/**
 * Functions that ONNX lacks, from those that it has, without loss of precision.
 *
 * @module
 */

import type { GraphBuilder } from "../graph_builder.ts";

/** Dividends and divisors. */
interface Quotient {
  readonly a: string;
  readonly b: string;
}

/**
 * `exp(x) - 1`; near zero by `2t / (1 - t)` with `t = tanh(x / 2)`, where the difference would cancel.
 *
 * @param to where nodes go
 * @param x name of the operand
 * @returns name of the result
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { exponentialMinusOne } from "./special.ts";
 * exponentialMinusOne(new GraphBuilder(), "x");
 * ```
 */
export function exponentialMinusOne(to: GraphBuilder, x: string): string {
  const half = to.node("Tanh", [to.node("Mul", [x, to.scalar(0.5)])]);
  const twice = to.node("Mul", [half, to.scalar(2)]);
  const near = to.node("Div", [twice, to.node("Sub", [to.scalar(1), half])]);
  const far = to.node("Sub", [to.node("Exp", [x]), to.scalar(1)]);
  return to.node("Where", [isSmall(to, x), near, far]);
}

/**
 * `log(1 + x)`; near zero by `2 atanh(x / (2 + x))`, where the sum would round.
 *
 * @param to where nodes go
 * @param x name of the operand
 * @returns name of the result
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { logarithmPlusOne } from "./special.ts";
 * logarithmPlusOne(new GraphBuilder(), "x");
 * ```
 */
export function logarithmPlusOne(to: GraphBuilder, x: string): string {
  const ratio = to.node("Div", [x, to.node("Add", [x, to.scalar(2)])]);
  const near = to.node("Mul", [to.node("Atanh", [ratio]), to.scalar(2)]);
  const far = to.node("Log", [to.node("Add", [x, to.scalar(1)])]);
  return to.node("Where", [isSmall(to, x), near, far]);
}

/**
 * The angle of a point, in (−π, π].
 *
 * @param to where nodes go
 * @param options operands
 * @param options.y name of the ordinates
 * @param options.x name of the abscissae
 * @returns name of the result
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { arcTangent } from "./special.ts";
 * arcTangent(new GraphBuilder(), { y: "y", x: "x" });
 * ```
 */
export function arcTangent(
  to: GraphBuilder,
  { y, x }: { readonly y: string; readonly x: string },
): string {
  const zero = to.scalar(0);
  const slope = to.node("Atan", [to.node("Div", [y, x])]);
  const above = to.node("GreaterOrEqual", [y, zero]);
  const turn = to.node("Where", [above, to.scalar(Math.PI), to.scalar(-Math.PI)]);
  const left = to.node("Add", [slope, turn]);
  const upright = to.node("Mul", [to.node("Sign", [y]), to.scalar(Math.PI / 2)]);
  const notRight = to.node("Where", [to.node("Less", [x, zero]), left, upright]);
  return to.node("Where", [to.node("Greater", [x, zero]), slope, notRight]);
}

/**
 * The quotient rounded down, as whole numbers; exact for all of 32 bits, and 0 where the divisor is 0,
 * as in tfjs.
 *
 * @param to where nodes go
 * @param options operands, of 64 bits
 * @param options.a name of the dividends
 * @param options.b name of the divisors
 * @returns name of the result
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { floorDivision } from "./special.ts";
 * floorDivision(new GraphBuilder(), { a: "a", b: "b" });
 * ```
 */
export function floorDivision(to: GraphBuilder, { a, b }: Quotient): string {
  const zero = to.cast(to.scalar(0), "float64");
  const quotient = to.node("Floor", [to.node("Div", [a, b])]);
  return to.cast(to.node("Where", [to.node("Equal", [b, zero]), zero, quotient]), "int32");
}

/**
 * The remainder with the sign of the divisor.
 *
 * @param to where nodes go
 * @param options operands, floats
 * @param options.a name of the dividends
 * @param options.b name of the divisors
 * @returns name of the result
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { floatModulo } from "./special.ts";
 * floatModulo(new GraphBuilder(), { a: "a", b: "b" });
 * ```
 */
export function floatModulo(to: GraphBuilder, { a, b }: Quotient): string {
  const rest = to.node("Mod", [a, b], { fmod: 1 });
  return to.node("Mod", [to.node("Add", [rest, b]), b], { fmod: 1 });
}

/**
 * The remainder of whole numbers with the sign of the divisor; 0 where the divisor is 0, as in tfjs,
 * while ONNX Runtime would stop there.
 *
 * @param to where nodes go
 * @param options operands, whole numbers
 * @param options.a name of the dividends
 * @param options.b name of the divisors
 * @returns name of the result
 * @example
 * ```ts
 * import { GraphBuilder } from "../graph_builder.ts";
 * import { wholeModulo } from "./special.ts";
 * wholeModulo(new GraphBuilder(), { a: "a", b: "b" });
 * ```
 */
export function wholeModulo(to: GraphBuilder, { a, b }: Quotient): string {
  const none = to.node("Equal", [b, to.scalar(0, "int32")]);
  return to.node("Mod", [a, to.node("Where", [none, to.scalar(1, "int32"), b])]);
}

function isSmall(to: GraphBuilder, x: string): string {
  return to.node("Less", [to.node("Abs", [x]), to.scalar(0.5)]);
}
