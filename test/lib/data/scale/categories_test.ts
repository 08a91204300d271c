import assert from "node:assert/strict";
import fc from "fast-check";
import { fromPlaces, learnCategories, placesOf } from "../../../../lib/data/scale/categories.ts";
import type { Matrix } from "../../../../lib/data/scale/matrix.ts";

const texts: Matrix = {
  rows: 4,
  features: [Float64Array.of(0, 2, NaN, 1)],
  levels: [["warm", "cold", "hot"]],
  names: ["weather"],
};

Deno.test("learnCategories() sorts texts and numbers, and leaves out what is missing", () => {
  assert.deepEqual(learnCategories(texts), [["cold", "hot", "warm"]]);
  const numbers = { rows: 4, features: [Float64Array.of(10, NaN, 9, 10)] };
  assert.deepEqual(learnCategories(numbers), [[9, 10]]);
});

Deno.test("learnCategories() keeps categories that are given, one list for each feature", () => {
  const categories = [["hot", "warm", "cold"]];
  assert.deepEqual(learnCategories(texts, { categories }), categories);
  assert.throws(
    () => learnCategories(texts, { categories: [["a"], ["b"]] }),
    /Cannot encode 1 features with categories for 2: give a list for each feature/,
  );
});

Deno.test("placesOf() finds categories; what is missing stays missing", () => {
  const options = { categories: ["cold", "hot", "warm"], unknown: "error" } as const;
  assert.deepEqual([...placesOf(texts, 0, options)], [2, 1, NaN, 0]);
});

Deno.test("placesOf() refuses a category that it has not learned, by name, or marks it", () => {
  const categories = ["cold", "warm"];
  assert.throws(
    () => placesOf(texts, 0, { categories, unknown: "error" }),
    /Cannot encode "hot" in "weather": the encoder has learned "cold", "warm"/,
  );
  const marked = placesOf(texts, 0, { categories, unknown: "accept" });
  assert.deepEqual([...marked], [1, -1, NaN, 0]);
});

Deno.test("fromPlaces() undoes placesOf(), for texts and for numbers", () => {
  fc.assert(fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
    const matrix = { rows: values.length, features: [Float64Array.from(values)] };
    const [categories = []] = learnCategories(matrix);
    const places = placesOf(matrix, 0, { categories, unknown: "error" });
    assert.deepEqual([...fromPlaces(places, categories).values], values);
  }));
  const { values, levels } = fromPlaces(Float64Array.of(1, -1, NaN), ["a", "b"]);
  assert.deepEqual([...values], [1, NaN, NaN]);
  assert.deepEqual(levels, ["a", "b"]);
});
