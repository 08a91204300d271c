import fc from "fast-check";
import { releaseModels } from "../../../../lib/engine/build.ts";
import { assertAgrees } from "../agreement.ts";
import {
  BINARY,
  type Given,
  MOVEMENTS,
  type RandomCase,
  REDUCTIONS,
  UNARY,
} from "../random_cases.ts";

const FAMILIES: Readonly<Record<string, Readonly<Record<string, RandomCase>>>> = {
  "functions of one tensor": UNARY,
  "functions of two tensors that broadcast": BINARY,
  "reductions": REDUCTIONS,
  "movements": MOVEMENTS,
};

const shape = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 });
const TYPES = ["float32", "int32", "bool"] as const;

for (const [family, cases] of Object.entries(FAMILIES)) {
  Deno.test(`rules give what tfjs-cpu gives for any rank and type: ${family}`, async () => {
    for (const [name, make] of Object.entries(cases)) {
      for (const dtype of TYPES) {
        const given = fc.record({ shape, dtype: fc.constant(dtype), seed: fc.nat(1000) });
        const agree = (chosen: Given): Promise<void> => assertAgrees({ name, ...make(chosen) });
        await fc.assert(fc.asyncProperty(given, agree), { numRuns: 4, seed: 5 });
      }
    }
    await releaseModels();
  });
}
