import assert from "node:assert/strict";
import fc from "fast-check";
import { SampleIds } from "../../../lib/data/sample_ids.ts";

const UUID_REGEXP = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function made(content: string, length: number): SampleIds {
  return new SampleIds({ length, content: () => content });
}

Deno.test("identifiers that are made are UUIDs of version 8, and none appears twice", () => {
  const ids = made("x", 50_000).toArray();
  assert.equal(new Set(ids).size, 50_000);
  assert.ok(ids.every((id) => UUID_REGEXP.test(id)));
});

Deno.test("the same content gives the same identifiers in every process", () => {
  // Written down once: a change here would change the identifiers of everybody's data.
  assert.deepEqual(made("pulses", 2).toArray(), [
    "9cf5b322-ff31-8ec0-9856-cd7441416c58",
    "c7601735-1133-8b58-b8b7-e0bc956bf569",
  ]);
});

Deno.test("find() finds every row of its own table, and nothing else", () => {
  const [own, other] = [made("a", 4_000_000_000), made("b", 4_000_000_000)];
  fc.assert(fc.property(fc.nat(3_999_999_999), (row) => {
    assert.equal(own.find(own.at(row)), row);
    assert.equal(own.find(other.at(row)), -1);
  }));
  assert.deepEqual(["N/A", "", "zzzzzzzz", "ffffffff-0000"].map((id) => own.find(id)), [
    -1,
    -1,
    -1,
    -1,
  ]);
  assert.equal(made("a", 5).find(own.at(5)), -1);
});

Deno.test("identifiers that are given are kept, found, and refused when one appears twice", () => {
  const ids = new SampleIds(["b", "a"]);
  assert.deepEqual([ids.at(0), ids.at(-1), ids.at(7), ids.find("a"), ids.find("c")], [
    "b",
    "N/A",
    "N/A",
    1,
    -1,
  ]);
  assert.equal(ids.key, undefined);
  assert.throws(() => new SampleIds(["a", "b", "a"]), /appear twice \("a"\)/);
  assert.throws(() => new SampleIds([1 as unknown as string]), /Cannot use 1 as the identifier/);
});

Deno.test("the fingerprint is the same whether identifiers were made or given", () => {
  const ids = made("a", 10);
  assert.equal(new SampleIds(ids.toArray()).fingerprint, ids.fingerprint);
  assert.equal(new SampleIds({ length: 10, key: ids.key ?? [] }).fingerprint, ids.fingerprint);
  assert.notEqual(made("a", 11).fingerprint, ids.fingerprint);
  assert.deepEqual([ids.equals(made("a", 10)), ids.equals(made("b", 10))], [true, false]);
});
