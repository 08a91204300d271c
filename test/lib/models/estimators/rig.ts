/** Samples, goldens and comparisons that the tests of estimators share. */
import assert from "node:assert/strict";
import { SeedStream } from "../../../../lib/core/seed.ts";
import type { HostTensor } from "../../../../lib/engine/run/onnx_runtime.ts";
import type { Interface } from "../../../../lib/models/interface.ts";
import type { Estimator, FitData, Model } from "../../../../lib/models/model.ts";
import golden from "./golden.json" with { type: "json" };

export { golden };

/** Rows of numbers as a tensor. */
export function tensor(values: readonly number[], ...shape: number[]): HostTensor {
  const width = shape.reduce((product, length) => product * length, 1);
  return {
    dtype: "float32",
    shape: [values.length / width, ...shape],
    data: Float32Array.from(values),
  };
}

/** Some rows of a tensor. */
export function rows(
  { shape: [samples = 0, ...shape], data }: HostTensor,
  from: number,
  to: number = samples,
): HostTensor {
  const width = shape.reduce((product, length) => product * length, 1);
  return tensor([...data].slice(from * width, to * width), ...shape);
}

/** Each row as often as its weight says. */
export function repeated(
  { shape: [, ...shape], data }: HostTensor,
  counts: readonly number[],
): HostTensor {
  const width = shape.reduce((product, length) => product * length, 1);
  const all = counts.flatMap((count, row) =>
    Array.from({ length: count }, () => [...data].slice(row * width, (row + 1) * width)).flat()
  );
  return tensor(all, ...shape);
}

/** The data of the goldens. */
export const x: HostTensor = tensor(golden.x, 4);
export const scaled: HostTensor = tensor(golden.scaled, 4);
export const y: HostTensor = tensor(golden.y, 2);
export const classes: HostTensor = tensor(golden.classes, 1);
export const weights: Float32Array = Float32Array.from(golden.weights);

/** Builds an estimator for samples of these shapes. */
export function built(
  model: Model,
  { input = [4], targets, seed = 3 }: { input?: number[]; targets?: number[]; seed?: number } = {},
): Estimator {
  const port = (shape: number[]): Interface => ({ shape, dtype: "float32" });
  const estimator = model.build({
    inputs: { input: port(input) },
    wanted: targets && port(targets),
    seeds: SeedStream.from(seed),
  });
  assert.ok(estimator.learning === "fit");
  return estimator;
}

/** What an estimator that has learned from data gives at a port. */
export function predicted(estimator: Estimator, input: HostTensor, port = "output"): number[] {
  return [...estimator.predict({ input })[port]?.data ?? []].map(Number);
}

/** Refuses numbers that are further apart than a share of the largest. */
export function near(
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  tolerance = 1e-5,
): void {
  assert.equal(found.length, wanted.length);
  const scale = Math.max(1e-12, ...Array.from(wanted, Math.abs));
  for (const [at, value] of Array.from(wanted).entries()) {
    const gap = Math.abs((found[at] ?? NaN) - value);
    assert.ok(gap <= tolerance * scale, `number ${at}: found ${found[at]}, wanted ${value}`);
  }
}

/** Numbers of the state of an estimator. */
export function learned(estimator: Estimator, name: string): number[] {
  return [...estimator.getState().tensors[name]?.data ?? []].map(Number);
}

/** Another estimator of the same plan and state gives the same predictions, to the last bit. */
export function assertRoundTrip(
  make: () => Estimator,
  { data, partial = false }: { data: FitData; partial?: boolean },
): void {
  const one = make();
  assert.throws(() => one.predict(data.inputs), /fit it first/);
  one.fit(data);
  const other = make();
  other.setState(structuredClone(one.getState()));
  assert.deepEqual(other.predict(data.inputs), one.predict(data.inputs));
  assert.deepEqual(other.getState(), one.getState());
  assert.equal(one.partialFit !== undefined, partial);
  if (!partial) return;
  one.partialFit?.(data);
  other.partialFit?.(data);
  assert.deepEqual(other.predict(data.inputs), one.predict(data.inputs));
}

/** Measured penguins: bill length and depth, flipper length, body mass; and their species. */
export function penguins(): { readonly x: HostTensor; readonly species: HostTensor } {
  const file = new URL("../../../../notebooks/data/penguins.csv", import.meta.url);
  const lines = Deno.readTextFileSync(file).trim().split("\n").slice(1);
  const birds = lines.map((line) => line.split(",")).filter((bird) =>
    !bird.slice(2, 6).includes("NA")
  );
  const kinds = ["Adelie", "Chinstrap", "Gentoo"];
  return {
    x: tensor(birds.flatMap((bird) => bird.slice(2, 6).map(Number)), 4),
    species: tensor(birds.map(([kind = ""]) => kinds.indexOf(kind)), 1),
  };
}

/** Each feature with mean 0 and deviation 1. */
export function standardised({ shape: [samples = 0, width = 0], data }: HostTensor): HostTensor {
  const columns = Array.from({ length: width }, (_, column) => {
    const values = Array.from({ length: samples }, (_, row) => Number(data[row * width + column]));
    const mean = values.reduce((sum, value) => sum + value, 0) / samples;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return values.map((value) => (value - mean) / Math.sqrt(squares / samples));
  });
  const rows = Array.from(
    { length: samples },
    (_, row) => columns.map((values) => values[row] ?? 0),
  );
  return tensor(rows.flat(), width);
}

/** Every third row apart from the others. */
export function thirds(of: HostTensor): { readonly train: HostTensor; readonly test: HostTensor } {
  const samples = of.shape[0] ?? 0;
  const third = Array.from({ length: samples }, (_, row) => row % 3 === 0 ? 1 : 0);
  return { test: repeated(of, third), train: repeated(of, third.map((one) => 1 - one)) };
}

/** The share of predictions that are right. */
export function accuracy(found: readonly number[], wanted: HostTensor): number {
  return found.filter((label, row) => label === wanted.data[row]).length / found.length;
}

/** R²: the share of the variance that predictions explain. */
export function explained(found: readonly number[], { data }: HostTensor): number {
  const wanted = Array.from(data, Number);
  const mean = wanted.reduce((sum, value) => sum + value, 0) / wanted.length;
  const left = wanted.reduce((sum, value, row) => sum + (value - (found[row] ?? 0)) ** 2, 0);
  return 1 - left / wanted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

/** The mass of penguins, to be told from their three lengths; a third is for tests. */
export function massOfPenguins(): Record<"train" | "test", Record<"sizes" | "masses", HostTensor>> {
  const parts = thirds(penguins().x);
  const of = ({ data }: HostTensor) => ({
    sizes: tensor(Array.from(data, Number).filter((_, at) => at % 4 !== 3), 3),
    masses: tensor(Array.from(data, Number).filter((_, at) => at % 4 === 3), 1),
  });
  return { train: of(parts.train), test: of(parts.test) };
}
