/**
 * Kernels that work element by element.
 *
 * @module
 */

import type { KernelName } from "../../program/kernels.ts";
import type { ElementwiseName } from "../../program/infer/elementwise.ts";
import type { Value } from "../../program/program.ts";
import type { Operand } from "../graph_builder.ts";
import { at, type Call, type LowerRule, type LowerRules, result } from "../rule.ts";
import { arcTangent, exponentialMinusOne, floatModulo, floorDivision } from "./special.ts";
import { logarithmPlusOne, wholeModulo } from "./special.ts";

/** Their rules. */
export const ELEMENTWISE: LowerRules<ElementwiseName> = {
  Abs: arithmetic("Abs"),
  Acos: floating("Acos"),
  Acosh: floating("Acosh"),
  Add: arithmetic("Add"),
  Asin: floating("Asin"),
  Asinh: floating("Asinh"),
  Atan: floating("Atan"),
  Atan2: ({ inputs, outputs, to }) => {
    const [y = "", x = ""] = floats(inputs, to);
    return typed(to, arcTangent(to, { y, x }), result(outputs));
  },
  Atanh: floating("Atanh"),
  Cast: ({ inputs, attrs, to }) => to.cast(at(inputs, 0).name, attrs.dtype),
  Ceil: whole("Ceil"),
  ClipByValue: (call) => clip(call, [call.attrs.clipValueMin, call.attrs.clipValueMax]),
  Cos: floating("Cos"),
  Cosh: floating("Cosh"),
  Elu: direct("Elu"),
  EluGrad: ({ inputs, to }) => {
    const [dy, y] = [at(inputs, 0).name, at(inputs, 1).name];
    const falling = to.node("Mul", [dy, to.node("Add", [y, to.scalar(1)])]);
    return to.node("Where", [to.node("GreaterOrEqual", [y, to.scalar(0)]), dy, falling]);
  },
  Equal: direct("Equal"),
  Erf: floating("Erf"),
  Exp: floating("Exp"),
  Expm1: ({ inputs, outputs, to }) =>
    typed(to, exponentialMinusOne(to, float(inputs, to)), result(outputs)),
  Floor: whole("Floor"),
  FloorDiv: ({ inputs, to }) => {
    const [a = "", b = ""] = inputs.map(({ name }) => to.cast(name, "float64"));
    return floorDivision(to, { a, b });
  },
  Greater: comparison("Greater"),
  GreaterEqual: comparison("GreaterOrEqual"),
  IsFinite: ({ inputs, to }) => {
    const x = float(inputs, to);
    return to.node("Not", [to.node("Or", [to.node("IsNaN", [x]), to.node("IsInf", [x])])]);
  },
  IsInf: ({ inputs, to }) => to.node("IsInf", [float(inputs, to)]),
  IsNan: ({ inputs, to }) => to.node("IsNaN", [float(inputs, to)]),
  LeakyRelu: ({ inputs, attrs, to }) =>
    to.node("LeakyRelu", [float(inputs, to)], { alpha: { float: attrs.alpha } }),
  Less: comparison("Less"),
  LessEqual: comparison("LessOrEqual"),
  Log: floating("Log"),
  Log1p: ({ inputs, outputs, to }) =>
    typed(to, logarithmPlusOne(to, float(inputs, to)), result(outputs)),
  LogicalAnd: direct("And"),
  LogicalNot: direct("Not"),
  LogicalOr: direct("Or"),
  Maximum: arithmetic("Max"),
  Minimum: arithmetic("Min"),
  Mod: ({ inputs, outputs, to }) => {
    const [a = "", b = ""] = numbers(inputs, to);
    const { dtype } = result(outputs);
    if (dtype === "float32") return floatModulo(to, { a, b });
    const rest = wholeModulo(to, { a, b });
    return dtype === "bool" ? to.cast(rest, "bool") : rest;
  },
  Multiply: arithmetic("Mul"),
  Neg: arithmetic("Neg"),
  NotEqual: ({ inputs, to }) => to.node("Not", [to.node("Equal", names(inputs))]),
  Pow: arithmetic("Pow"),
  Prelu: ({ inputs, to }) => {
    const [x = "", alpha = ""] = floats(inputs, to);
    const negative = to.node("Less", [x, to.scalar(0)]);
    return to.node("Where", [negative, to.node("Mul", [x, alpha]), x]);
  },
  RealDiv: floating("Div"),
  Reciprocal: floating("Reciprocal"),
  Relu: arithmetic("Relu"),
  Relu6: (call) => clip(call, [0, 6]),
  Round: whole("Round"),
  Rsqrt: ({ inputs, to }) => to.node("Reciprocal", [to.node("Sqrt", [float(inputs, to)])]),
  Select: ({ inputs, outputs, to }) => {
    const { dtype } = result(outputs);
    const condition = at(inputs, 0).name;
    const [t = "", e = ""] = inputs.slice(1).map((x) =>
      x.dtype === dtype ? x.name : to.cast(x.name, dtype)
    );
    if (dtype !== "bool") return to.node("Where", [condition, t, e]);
    const yes = to.node("And", [condition, t]);
    return to.node("Or", [yes, to.node("And", [to.node("Not", [condition]), e])]);
  },
  Selu: floating("Selu"),
  Sigmoid: floating("Sigmoid"),
  Sign: arithmetic("Sign"),
  Sin: floating("Sin"),
  Sinh: floating("Sinh"),
  Softplus: floating("Softplus"),
  Sqrt: floating("Sqrt"),
  Square: (call) =>
    arithmetic("Mul")({ ...call, inputs: [at(call.inputs, 0), at(call.inputs, 0)] }),
  Step: ({ inputs, attrs, to }) => {
    const { name, dtype } = at(inputs, 0);
    if (dtype === "bool") return to.node("Or", [name, to.scalar(attrs.alpha, dtype)]);
    const positive = to.node("Greater", [name, to.scalar(0, dtype)]);
    if (attrs.alpha === 0) return to.cast(positive, dtype);
    return to.node("Where", [positive, to.scalar(1, dtype), to.scalar(attrs.alpha, dtype)]);
  },
  Sub: arithmetic("Sub"),
  Tan: floating("Tan"),
  Tanh: floating("Tanh"),
};

/** The operator of the same meaning. */
function direct<K extends KernelName>(type: string): LowerRule<K> {
  return ({ inputs, to }) => to.node(type, names(inputs));
}

/** The operator of the same meaning, which ONNX has for floats only. */
function floating<K extends KernelName>(type: string): LowerRule<K> {
  return ({ inputs, outputs, to }) => typed(to, to.node(type, floats(inputs, to)), result(outputs));
}

/** tfjs gives the results of many such functions the type of the operand. */
function typed(to: Call<KernelName>["to"], value: string, { dtype }: Value): string {
  return dtype === "float32" ? value : to.cast(value, dtype);
}

/** Leaves whole numbers and booleans as they are. */
function whole<K extends KernelName>(type: string): LowerRule<K> {
  return ({ inputs, to }) =>
    to.node(at(inputs, 0).dtype === "float32" ? type : "Identity", names(inputs));
}

/** ONNX does not calculate with booleans: they pass through whole numbers. */
function arithmetic<K extends KernelName>(type: string): LowerRule<K> {
  return ({ inputs, outputs, to }) => {
    const value = to.node(type, numbers(inputs, to));
    return result(outputs).dtype === "bool" ? to.cast(value, "bool") : value;
  };
}

function comparison<K extends KernelName>(type: string): LowerRule<K> {
  return ({ inputs, to }) => to.node(type, numbers(inputs, to));
}

function numbers(inputs: readonly Operand[], to: Call<KernelName>["to"]): readonly string[] {
  return inputs.map(({ name, dtype }) => dtype === "bool" ? to.cast(name, "int32") : name);
}

function clip(
  { inputs, outputs, to }: Call<KernelName>,
  bounds: readonly [number, number],
): string {
  const [x = ""] = numbers(inputs, to);
  const { dtype } = result(outputs);
  const type = dtype === "bool" ? "int32" : dtype;
  const value = to.node("Clip", [x, ...bounds.map((bound) => to.scalar(bound, type))]);
  return dtype === "bool" ? to.cast(value, dtype) : value;
}

function floats(inputs: readonly Operand[], to: Call<KernelName>["to"]): readonly string[] {
  return inputs.map(({ name, dtype }) => dtype === "float32" ? name : to.cast(name, "float32"));
}

function float(inputs: readonly Operand[], to: Call<KernelName>["to"]): string {
  return floats([at(inputs, 0)], to)[0] ?? "";
}

function names(inputs: readonly Operand[]): readonly string[] {
  return inputs.map(({ name }) => name);
}
