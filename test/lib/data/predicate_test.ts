import assert from "node:assert/strict";
import fc from "fast-check";
import { buildColumn } from "../../../lib/data/build_column.ts";
import type { Scalar } from "../../../lib/data/column.ts";
import * as conditions from "../../../lib/data/predicate.ts";
import {
  type Condition,
  conditionsToJson,
  type Predicate,
  predicates,
  rowTest,
} from "../../../lib/data/predicate.ts";

const { and, eq, gt, gte, isIn, isNull, lt, lte, named, ne, not, notIn, notNull, or } = conditions;

function passing(values: readonly unknown[], condition: Condition): number[] {
  const test = rowTest(buildColumn("x", values), condition);
  return values.flatMap((_, row) => test(row) ? [row] : []);
}

Deno.test("comparisons never take what is missing, but for isNull()", () => {
  const values = [1, null, 3, 2];
  assert.deepEqual(passing(values, gt(1)), [2, 3]);
  assert.deepEqual(passing(values, lte(2)), [0, 3]);
  assert.deepEqual(passing(values, ne(1)), [2, 3]);
  assert.deepEqual(passing(values, notIn([1])), [2, 3]);
  assert.deepEqual(passing(values, isNull()), [1]);
  assert.deepEqual(passing(values, null), [1]);
  assert.deepEqual(passing(values, notNull()), [0, 2, 3]);
  assert.deepEqual(passing(values, [3, 1]), [0, 2]);
});

Deno.test("texts have an order, and truth values are equal or not", () => {
  assert.deepEqual(passing(["b", null, "a", "c"], gte("b")), [0, 3]);
  assert.deepEqual(passing(["b", null, "a", "c"], lt("b")), [2]);
  assert.deepEqual(passing([true, null, false], eq(true)), [0]);
  assert.deepEqual(passing([true, null, false], isIn([false])), [2]);
  assert.throws(() => passing(["a"], gt(1)), /Cannot compare "a" with 1/);
  assert.throws(() => passing([1], gt("a")), /Cannot compare numbers with the text "a"/);
  assert.throws(() => passing([[1, 2]], gt(1)), /samples of shape \[2\] with "gt"/);
});

Deno.test("not, and, or follow the laws of De Morgan", () => {
  const part: fc.Arbitrary<Predicate> = fc.oneof(
    fc.integer({ min: 0, max: 5 }).map(gt),
    fc.integer({ min: 0, max: 5 }).map(eq),
    fc.constant(isNull()),
  );
  const values = fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: null }), {
    minLength: 1,
  });
  fc.assert(fc.property(values, part, part, (x, a, b) => {
    fc.pre(x.some((value) => value !== null));
    assert.deepEqual(passing(x, not(and(a, b))), passing(x, or(not(a), not(b))));
    assert.deepEqual(passing(x, not(or(a, b))), passing(x, and(not(a), not(b))));
    assert.deepEqual(passing(x, not(not(a))), passing(x, a));
  }));
});

Deno.test("a predicate is plain data: it passes the same samples after JSON", () => {
  predicates.register("multiple", ({ of }) => (sample) => Number(sample) % Number(of) === 0);
  const condition = or(named("multiple", { of: 3 }), and(gt(1), not(isIn([4]))));
  const again = JSON.parse(JSON.stringify(condition));
  const values = [0, 1, 2, 3, 4, 5];
  assert.deepEqual(passing(values, again), passing(values, condition));
  assert.deepEqual(passing(values, again), [0, 2, 3, 5]);
  assert.throws(() => Object.assign(condition, { op: "and" }), TypeError);
});

Deno.test("dates stand for the milliseconds that columns of times hold, and are saved as them", () => {
  const [first, later] = [new Date("2024-01-03"), new Date("2024-01-15T12:00Z")];
  const column = buildColumn("time", [first, later, null]);
  const rows = (condition: Condition) => [0, 1, 2].filter(rowTest(column, condition));
  assert.deepEqual(rows(gte(later)), [1]);
  assert.deepEqual([rows(lt(later)), rows(first), rows([first, later])], [[0], [0], [0, 1]]);
  assert.deepEqual([rows(ne(first)), rows(notIn([later]))], [[1], [0]]);
  assert.deepEqual(conditionsToJson({ time: gt(first) }), { time: { op: "gt", value: +first } });
});

Deno.test("null stands for what is missing, by itself, in a list and in eq()", () => {
  const columns = [
    buildColumn("x", [5, null, 3]),
    buildColumn("x", ["a", null, "b"]),
    buildColumn("x", [true, null, false]),
  ];
  for (const column of columns) {
    const kept = (condition: Condition) => [0, 1, 2].filter(rowTest(column, condition));
    const first = column.at(0) as Scalar;
    assert.deepEqual(kept(null), [1]);
    assert.deepEqual(kept(eq(null)), [1]);
    assert.deepEqual(kept([first, null]), [0, 1]);
    assert.deepEqual(kept(isIn([null])), [1]);
    assert.deepEqual(kept(notIn([first, null])), [2]);
    assert.deepEqual(kept(ne(null)), [0, 2]);
    assert.deepEqual(kept([first]), [0]);
  }
});

Deno.test("toPredicate() refuses undefined, which would match nothing without a word", () => {
  assert.throws(
    () => conditions.toPredicate(undefined as never),
    /Cannot use undefined as a condition: give/,
  );
});
