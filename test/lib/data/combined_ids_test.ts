import assert from "node:assert/strict";
import fc from "fast-check";
import { CombinedIds } from "../../../lib/data/combined_ids.ts";
import { SampleIds } from "../../../lib/data/sample_ids.ts";

function made(content: string, length = 50): SampleIds {
  return new SampleIds({ length, content: () => content });
}

const given = new SampleIds(Array.from({ length: 50 }, (_, at) => `given ${at}`));
const tables = [made("a"), given, made("b")];
const rowsOfTable = fc.uniqueArray(fc.nat(49), { maxLength: 12 });
const chosen = fc.tuple(rowsOfTable, rowsOfTable, rowsOfTable);

function partsOf(rows: readonly (readonly number[])[]): { ids: SampleIds; rows: Int32Array }[] {
  return rows.map((list, at) => ({ ids: tables[at] as SampleIds, rows: Int32Array.from(list) }));
}

function written(rows: readonly (readonly number[])[]): string[] {
  return partsOf(rows).flatMap(({ ids, rows }) => ids.take(rows));
}

Deno.test("CombinedIds has the identifiers that its samples had, written out or not", () => {
  fc.assert(fc.property(chosen, (rows) => {
    const combined = SampleIds.combine(partsOf(rows));
    const plain = new SampleIds(written(rows));
    assert.deepEqual(combined.toArray(), plain.toArray());
    assert.equal(combined.fingerprint, plain.fingerprint);
    for (const [at, id] of plain.toArray().entries()) {
      assert.equal(combined.find(id), at);
      assert.equal(combined.at(at), id);
    }
    assert.equal(combined.find(made("c").at(0)), -1);
    assert.deepEqual(combined.take(Int32Array.of(-1)), ["N/A"]);
  }));
});

Deno.test("CombinedIds of what was combined before leads back to the tables", () => {
  fc.assert(fc.property(chosen, fc.nat(), (rows, turn) => {
    const first = SampleIds.combine(partsOf(rows));
    const order = Int32Array.from({ length: first.length }, (_, at) => (at + turn) % first.length);
    const again = SampleIds.combine([{ ids: first, rows: order }]);
    assert.deepEqual(again.toArray(), first.take(order));
    const back = Int32Array.from({ length: first.length }, (_, at) => at);
    assert.deepEqual(again.locate(first, order), back);
    assert.deepEqual(first.locate(again, back), order);
  }));
});

Deno.test("locate() finds the same rows as find() does, between tables of every kind", () => {
  fc.assert(
    fc.property(chosen, chosen, (rows, others) => {
      const all = [...tables, SampleIds.combine(partsOf(rows)), SampleIds.combine(partsOf(others))];
      for (const here of all) {
        for (const there of all) {
          const asked = Int32Array.from({ length: there.length + 1 }, (_, at) => at - 1);
          const wanted = there.take(asked).map((id) => here.find(id));
          assert.deepEqual([...here.locate(there, asked)], wanted);
        }
      }
    }),
    { numRuns: 15 },
  );
});

Deno.test("SampleIds.combine() gives a table back that is whole and in its order", () => {
  const [whole] = tables;
  const rows = Int32Array.from({ length: 50 }, (_, at) => at);
  const none = { ids: given, rows: new Int32Array(0) };
  assert.equal(SampleIds.combine([{ ids: whole as SampleIds, rows }]), whole);
  assert.notEqual(SampleIds.combine([{ ids: whole as SampleIds, rows: rows.toReversed() }]), whole);
  assert.deepEqual(
    SampleIds.combine([{ ids: whole as SampleIds, rows }, none]).toArray(),
    whole?.toArray(),
  );
});

Deno.test("SampleIds.combine() refuses a sample that is there twice, whichever table it comes from", () => {
  const [a, b] = [made("a"), made("a")];
  const rows = Int32Array.of(3, 7);
  const copied = new SampleIds([a.at(7), "other"]);
  const cases = [
    [{ ids: a, rows: Int32Array.of(3, 7, 7) }],
    [{ ids: a, rows }, { ids: b, rows: Int32Array.of(7) }],
    [{ ids: a, rows }, { ids: copied, rows: Int32Array.of(0, 1) }],
    [{ ids: copied, rows: Int32Array.of(0) }, { ids: a, rows }],
    [{ ids: SampleIds.combine([{ ids: given, rows }, { ids: a, rows }]), rows: Int32Array.of(3) }, {
      ids: b,
      rows,
    }],
  ];
  for (const parts of cases) {
    assert.throws(() => SampleIds.combine(parts), new RegExp(`appear twice \\("${a.at(7)}"\\)`));
  }
});

Deno.test("CombinedIds reads no content of a table whose samples are the only ones", () => {
  const ids = new SampleIds({ length: 3, content: () => assert.fail("the content was read") });
  const combined = new CombinedIds([{ ids, rows: Int32Array.of(2, 0) }]);
  assert.deepEqual([combined.length, combined.rows], [2, Int32Array.of(2, 0)]);
});
