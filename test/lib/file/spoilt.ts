/** Files that were changed by chance, and what may be said of them. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json } from "../../../lib/core/json.ts";

/** How bytes are changed: some of them flipped, and how much of them is left. */
export interface Spoiling {
  readonly at: readonly number[];
  readonly left: number;
}

/** Flips up to four bytes, and cuts the end off in half of the cases. */
export const spoiled: fc.Arbitrary<Spoiling> = fc.record({
  at: fc.array(fc.nat(1e7), { minLength: 1, maxLength: 4 }),
  left: fc.oneof(fc.constant(1), fc.double({ min: 0.01, max: 0.999, noNaN: true })),
});

/** Changes bytes. */
export function spoilt(bytes: Uint8Array, { at, left }: Spoiling): Uint8Array {
  const changed = Uint8Array.from(bytes.subarray(0, Math.ceil(bytes.length * left)));
  for (const place of new Set(at.map((one) => one % changed.length))) {
    changed[place] = (changed[place] ?? 0) ^ 0x55;
  }
  return changed;
}

/** What somebody may write where something else should stand. */
export const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, -1, 0, 1.5, "", "x", true, [], {}, [null], { a: 1 }, "__proto__"),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
);

/** Every place of a tree, each with a way to put something else there. */
export function changedPlaces(tree: Json): readonly ((value: Json) => Json)[] {
  if (typeof tree !== "object" || tree === null) return [(value) => value];
  const inside = Object.entries(tree).flatMap(([key, part]) =>
    changedPlaces(part as Json).map((change) => (value: Json): Json =>
      Array.isArray(tree)
        ? tree.with(Number(key), change(value))
        : { ...tree, [key]: change(value) }
    )
  );
  return [(value) => value, ...inside];
}

/** Works, or throws an error of these names that is written for people. */
export async function refusesClearly(
  work: () => unknown,
  names: readonly string[],
): Promise<void> {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof Error);
    assert.ok(names.includes(error.constructor.name), error.stack);
    const isOfJavaScript = /of (undefined|null) \(|is not (a function|iterable)/.test(
      error.message,
    );
    assert.ok(!isOfJavaScript || error.message.includes("a part of it is not"), error.message);
  }
}
