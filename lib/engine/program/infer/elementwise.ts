/**
 * Rules of kernels that work element by element.
 *
 * @module
 */

import { upcastType } from "@tensorflow/tfjs-core";
import type { DType } from "../program.ts";
import type { InferRules } from "./rule.ts";
import { broadcast, broadcastBool, broadcastFloat, broadcastShape, one } from "./rule.ts";
import { operand, same, sameBool, sameFloat } from "./rule.ts";

/** Kernels of this family. */
export type ElementwiseName =
  | ("Abs" | "Acos" | "Acosh" | "Add" | "Asin" | "Asinh" | "Atan" | "Atan2" | "Atanh" | "Cast")
  | ("Ceil" | "ClipByValue" | "Cos" | "Cosh" | "Elu" | "EluGrad" | "Equal" | "Erf" | "Exp")
  | ("Expm1" | "Floor" | "FloorDiv" | "Greater" | "GreaterEqual" | "IsFinite" | "IsInf" | "IsNan")
  | ("LeakyRelu" | "Less" | "LessEqual" | "Log" | "Log1p" | "LogicalAnd" | "LogicalNot")
  | ("LogicalOr" | "Maximum" | "Minimum" | "Mod" | "Multiply" | "Neg" | "NotEqual")
  | ("Pow" | "Prelu" | "RealDiv" | "Reciprocal" | "Relu" | "Relu6" | "Round" | "Rsqrt" | "Select")
  | ("Selu" | "Sigmoid" | "Sign" | "Sin" | "Sinh" | "Softplus" | "Sqrt" | "Square" | "Step")
  | ("Sub" | "Tan" | "Tanh");

/** Their rules. */
export const ELEMENTWISE: InferRules<ElementwiseName> = {
  Abs: same,
  Acos: same,
  Acosh: same,
  Add: broadcast,
  Asin: same,
  Asinh: same,
  Atan: same,
  Atan2: broadcast,
  Atanh: same,
  Cast: (inputs, { dtype }) => one(dtype, operand(inputs, 0).shape),
  Ceil: same,
  ClipByValue: same,
  Cos: sameFloat,
  Cosh: sameFloat,
  Elu: same,
  EluGrad: same,
  Equal: broadcastBool,
  Erf: sameFloat,
  Exp: sameFloat,
  Expm1: same,
  Floor: same,
  FloorDiv: (inputs) => one("int32", broadcastShape(inputs)),
  Greater: broadcastBool,
  GreaterEqual: broadcastBool,
  IsFinite: sameBool,
  IsInf: sameBool,
  IsNan: sameBool,
  LeakyRelu: sameFloat,
  Less: broadcastBool,
  LessEqual: broadcastBool,
  Log: sameFloat,
  Log1p: same,
  LogicalAnd: broadcastBool,
  LogicalNot: sameBool,
  LogicalOr: broadcastBool,
  Maximum: broadcast,
  Minimum: broadcast,
  Mod: broadcast,
  Multiply: broadcast,
  Neg: same,
  NotEqual: broadcastBool,
  Pow: broadcast,
  Prelu: broadcastFloat,
  RealDiv: broadcast,
  Reciprocal: same,
  Relu: same,
  Relu6: same,
  Round: same,
  Rsqrt: sameFloat,
  Select: (inputs) => {
    const [t, e] = [operand(inputs, 1), operand(inputs, 2)];
    return one(upcastType(t.dtype, e.dtype) as DType, t.shape);
  },
  Selu: same,
  Sigmoid: sameFloat,
  Sign: same,
  Sin: sameFloat,
  Sinh: same,
  Softplus: same,
  Sqrt: sameFloat,
  Square: same,
  Step: same,
  Sub: broadcast,
  Tan: sameFloat,
  Tanh: sameFloat,
};
