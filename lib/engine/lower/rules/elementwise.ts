/**
 * Kernels that work element by element.
 *
 * @module
 */

import type { KernelName } from "../../program/kernels.ts";
import type { ElementwiseName } from "../../program/infer/elementwise.ts";
import type { Operand } from "../graph_builder.ts";
import { at, type Call, type LowerRule, type LowerRules, result } from "../rule.ts";
import { arcTangent, exponentialMinusOne, floorDivision, logarithmPlusOne } from "./special.ts";
import { modulo } from "./special.ts";

/** Their rules. */
export const ELEMENTWISE: LowerRules<ElementwiseName> = {
  Abs: direct("Abs"),
  Acos: direct("Acos"),
  Acosh: direct("Acosh"),
  Add: arithmetic("Add"),
  Asin: direct("Asin"),
  Asinh: direct("Asinh"),
  Atan: direct("Atan"),
  Atan2: ({ inputs, to }) => arcTangent(to, { y: at(inputs, 0).name, x: at(inputs, 1).name }),
  Atanh: direct("Atanh"),
  Cast: ({ inputs, attrs, to }) => to.cast(at(inputs, 0).name, attrs.dtype),
  Ceil: whole("Ceil"),
  ClipByValue: ({ inputs, attrs, to }) => {
    const { name, dtype } = at(inputs, 0);
    const bounds = [attrs.clipValueMin, attrs.clipValueMax];
    return to.node("Clip", [name, ...bounds.map((bound) => to.scalar(bound, dtype))]);
  },
  Cos: direct("Cos"),
  Cosh: direct("Cosh"),
  Elu: direct("Elu"),
  EluGrad: ({ inputs, to }) => {
    const [dy, y] = [at(inputs, 0).name, at(inputs, 1).name];
    const falling = to.node("Mul", [dy, to.node("Add", [y, to.scalar(1)])]);
    return to.node("Where", [to.node("GreaterOrEqual", [y, to.scalar(0)]), dy, falling]);
  },
  Equal: direct("Equal"),
  Erf: direct("Erf"),
  Exp: direct("Exp"),
  Expm1: ({ inputs, to }) => exponentialMinusOne(to, at(inputs, 0).name),
  Floor: whole("Floor"),
  FloorDiv: ({ inputs, to }) => floorDivision(to, { a: at(inputs, 0).name, b: at(inputs, 1).name }),
  Greater: comparison("Greater"),
  GreaterEqual: comparison("GreaterOrEqual"),
  IsFinite: ({ inputs, to }) => {
    const x = floats(inputs, to);
    return to.node("Not", [to.node("Or", [to.node("IsNaN", [x]), to.node("IsInf", [x])])]);
  },
  IsInf: ({ inputs, to }) => to.node("IsInf", [floats(inputs, to)]),
  IsNan: ({ inputs, to }) => to.node("IsNaN", [floats(inputs, to)]),
  LeakyRelu: ({ inputs, attrs, to }) =>
    to.node("LeakyRelu", [at(inputs, 0).name], { alpha: { float: attrs.alpha } }),
  Less: comparison("Less"),
  LessEqual: comparison("LessOrEqual"),
  Log: direct("Log"),
  Log1p: ({ inputs, to }) => logarithmPlusOne(to, at(inputs, 0).name),
  LogicalAnd: direct("And"),
  LogicalNot: direct("Not"),
  LogicalOr: direct("Or"),
  LogicalXor: direct("Xor"),
  Maximum: arithmetic("Max"),
  Minimum: arithmetic("Min"),
  Mod: ({ inputs, to }) => modulo(to, { a: at(inputs, 0), b: at(inputs, 1).name }),
  Multiply: arithmetic("Mul"),
  Neg: direct("Neg"),
  NotEqual: ({ inputs, to }) => to.node("Not", [to.node("Equal", names(inputs))]),
  Pow: arithmetic("Pow"),
  Prelu: ({ inputs, to }) => {
    const [x, alpha] = [at(inputs, 0).name, at(inputs, 1).name];
    const negative = to.node("Less", [x, to.scalar(0)]);
    return to.node("Where", [negative, to.node("Mul", [x, alpha]), x]);
  },
  RealDiv: ({ inputs, to }) => {
    const operands = inputs.map(({ name, dtype }) =>
      dtype === "float32" ? name : to.cast(name, "float32")
    );
    return to.node("Div", operands);
  },
  Reciprocal: direct("Reciprocal"),
  Relu: direct("Relu"),
  Relu6: ({ inputs, to }) => {
    const { name, dtype } = at(inputs, 0);
    return to.node("Clip", [name, to.scalar(0, dtype), to.scalar(6, dtype)]);
  },
  Round: whole("Round"),
  Rsqrt: ({ inputs, to }) => to.node("Reciprocal", [to.node("Sqrt", names(inputs))]),
  Select: ({ inputs, outputs, to }) => {
    const [condition, t, e] = [at(inputs, 0).name, at(inputs, 1).name, at(inputs, 2).name];
    if (result(outputs).dtype !== "bool") return to.node("Where", [condition, t, e]);
    const yes = to.node("And", [condition, t]);
    return to.node("Or", [yes, to.node("And", [to.node("Not", [condition]), e])]);
  },
  Selu: direct("Selu"),
  Sigmoid: direct("Sigmoid"),
  Sign: direct("Sign"),
  Sin: direct("Sin"),
  Sinh: direct("Sinh"),
  Softplus: direct("Softplus"),
  Sqrt: direct("Sqrt"),
  Square: ({ inputs, to }) => to.node("Mul", [at(inputs, 0).name, at(inputs, 0).name]),
  Step: ({ inputs, attrs, to }) => {
    const { name, dtype } = at(inputs, 0);
    const positive = to.node("Greater", [name, to.scalar(0, dtype)]);
    if (attrs.alpha === 0) return to.cast(positive, dtype);
    return to.node("Where", [positive, to.scalar(1, dtype), to.scalar(attrs.alpha, dtype)]);
  },
  Sub: arithmetic("Sub"),
  Tan: direct("Tan"),
  Tanh: direct("Tanh"),
};

/** The operator of the same meaning. */
function direct<K extends KernelName>(type: string): LowerRule<K> {
  return ({ inputs, to }) => to.node(type, names(inputs));
}

/** Leaves whole numbers as they are. */
function whole<K extends KernelName>(type: string): LowerRule<K> {
  return ({ inputs, to }) =>
    to.node(at(inputs, 0).dtype === "int32" ? "Identity" : type, names(inputs));
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

function floats(inputs: readonly Operand[], to: Call<KernelName>["to"]): string {
  const { name, dtype } = at(inputs, 0);
  return dtype === "float32" ? name : to.cast(name, "float32");
}

function names(inputs: readonly Operand[]): readonly string[] {
  return inputs.map(({ name }) => name);
}
