import fc from "fast-check";
import { releaseModels } from "../../../../lib/engine/build.ts";
import { assertAgrees } from "../agreement.ts";
import { BINARY, MOVEMENTS, type RandomCase, REDUCTIONS, UNARY } from "../random_cases.ts";

const FAMILIES: Readonly<Record<string, Readonly<Record<string, RandomCase>>>> = {
  "functions of one tensor": UNARY,
  "functions of two tensors that broadcast": BINARY,
  "reductions": REDUCTIONS,
  "movements": MOVEMENTS,
};

const given = fc.record({
  shape: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 }),
  dtype: fc.constantFrom("float32" as const, "int32" as const, "bool" as const),
  seed: fc.nat(1000),
});

for (const [family, cases] of Object.entries(FAMILIES)) {
  Deno.test(`rules give what tfjs-cpu gives for any rank and type: ${family}`, async () => {
    for (const [name, make] of Object.entries(cases)) {
      const property = fc.asyncProperty(given, (chosen) => assertAgrees({ name, ...make(chosen) }));
      await fc.assert(property, { numRuns: 8, seed: 5 });
    }
    await releaseModels();
  });
}
