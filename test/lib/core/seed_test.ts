import assert from "node:assert/strict";
import fc from "fast-check";
import { SeedStream } from "../../../lib/core/seed.ts";

function draw(stream: SeedStream, count = 8): readonly number[] {
  return Array.from({ length: count }, () => stream.uint32());
}

Deno.test("SeedStream.from() gives the same numbers for the same seed and others for others", () => {
  assert.deepEqual(draw(SeedStream.from(13)), draw(SeedStream.from(13)));
  assert.notDeepEqual(draw(SeedStream.from(13)), draw(SeedStream.from(14)));
  assert.deepEqual(draw(SeedStream.from("a"), 3), [716443875, 2824146641, 1984749208]);
});

Deno.test("split() does not depend on what was drawn before", () => {
  const fresh = SeedStream.from(1);
  const used = SeedStream.from(1);
  draw(used, 100);
  assert.deepEqual(draw(used.split("epoch")), draw(fresh.split("epoch")));
});

Deno.test("split() tells names apart, however they are cut", () => {
  const root = SeedStream.from(0);
  const ways = [
    root,
    root.split("a"),
    root.split("b"),
    root.split("ab"),
    root.split("a").split("b"),
    root.split("b").split("a"),
    root.split(""),
    root.split("").split(""),
    root.split(1),
    root.split(11),
  ];
  assert.equal(new Set(ways.map((stream) => draw(stream).join())).size, ways.length);
});

Deno.test("new SeedStream() goes on where getState() stopped, through JSON", () => {
  const stream = SeedStream.from("x").split("y");
  draw(stream, 5);
  const copy = new SeedStream(JSON.parse(JSON.stringify(stream.getState())));
  assert.deepEqual(draw(copy), draw(stream));
  assert.deepEqual(copy.path, ["x", "y"]);
  assert.deepEqual(draw(copy.split("z")), draw(stream.split("z")));
});

Deno.test("permutation() holds each integer once", () => {
  fc.assert(fc.property(fc.nat(300), fc.integer(), (length, seed) => {
    const order = SeedStream.from(seed).permutation(length);
    assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length }, (_, i) => i));
  }));
});

Deno.test("permutation() gives every order of three about equally often", () => {
  const stream = SeedStream.from(5);
  const counts = new Map<string, number>();
  for (let round = 0; round < 6000; round++) {
    const order = stream.permutation(3).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assert.equal(counts.size, 6);
  for (const count of counts.values()) assert.ok(Math.abs(count - 1000) < 150, String(count));
});

Deno.test("shuffledRows() gives the order of shuffleRows(), of short lists and of long ones", () => {
  for (const length of [0, 1, 7, 50_000]) {
    const rows = Int32Array.from({ length }, (_, at) => 3 * at);
    const kept = rows.slice();
    const shuffled = SeedStream.from(2).shuffledRows(rows);
    assert.deepEqual(rows, kept);
    assert.deepEqual(SeedStream.from(2).shuffleRows(rows), shuffled);
    assert.deepEqual(shuffled.toSorted(), kept);
  }
});

Deno.test("fillBits() writes what uint32() gives, and goes on behind it", () => {
  const [one, other] = [SeedStream.from(4), SeedStream.from(4)];
  const words = new Int32Array(5);
  one.fillBits(words);
  assert.deepEqual(Array.from(words, (word) => word >>> 0), draw(other, 5));
  assert.equal(one.uint32(), other.uint32());
});

Deno.test("copy() gives the numbers that follow, and takes none of them away", () => {
  const stream = SeedStream.from(5);
  draw(stream, 3);
  const copied = draw(stream.copy(), 4);
  assert.deepEqual(draw(stream, 4), copied);
});

Deno.test("uniform(), below() and normal() keep to their distributions", () => {
  const stream = SeedStream.from(7);
  const uniform = Array.from({ length: 20000 }, () => stream.uniform());
  assert.ok(uniform.every((value) => value >= 0 && value < 1));
  assert.ok(Math.abs(mean(uniform) - 0.5) < 0.01);
  const normal = Array.from({ length: 20000 }, () => stream.normal());
  assert.ok(Math.abs(mean(normal)) < 0.03);
  assert.ok(Math.abs(mean(normal.map((value) => value * value)) - 1) < 0.05);
  const faces = Array.from({ length: 6000 }, () => stream.below(6));
  for (let face = 0; face < 6; face++) {
    assert.ok(Math.abs(faces.filter((value) => value === face).length - 1000) < 150);
  }
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
