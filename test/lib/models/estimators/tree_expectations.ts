/** What is expected of every estimator that is made of trees. */
import assert from "node:assert/strict";
import type { Estimator, ModelState } from "../../../../lib/models/model.ts";
import {
  accuracy,
  explained,
  golden,
  massOfPenguins,
  near,
  penguins,
  predicted,
  repeated,
  tensor,
  thirds,
  weights,
  x,
  y,
} from "./rig.ts";

/** Tells species apart on penguins that it has not seen. */
export function assertTellsPenguinsApart(model: Estimator, least: number): void {
  const [birds, species] = [thirds(penguins().x), thirds(penguins().species)];
  model.fit({ inputs: { input: birds.train }, targets: species.train });
  const found = accuracy(predicted(model, birds.test), species.test);
  assert.ok(found >= least, `${found} is less than ${least}`);
}

/** Explains the mass of penguins that it has not seen; for inputs of three numbers. */
export function assertExplainsMass(model: Estimator, least: number): void {
  const { train, test } = massOfPenguins();
  model.fit({ inputs: { input: train.sizes }, targets: train.masses });
  const found = explained(predicted(model, test.sizes), test.masses);
  assert.ok(found >= least, `${found} is less than ${least}`);
}

/** Learns the same from a sample of weight 3 as from three samples; for one target. */
export function assertWeightsCount(make: () => Estimator): void {
  const [once, often] = [make(), make()];
  const first = tensor(golden.y.filter((_, at) => at % 2 === 0), 1);
  once.fit({ inputs: { input: x }, targets: first, weights });
  often.fit({
    inputs: { input: repeated(x, golden.weights) },
    targets: repeated(first, golden.weights),
  });
  near(predicted(once, x), predicted(often, x));
}

/** Grows equal trees of equal seeds, and others of others; for two targets. */
export function assertDrawsFromSeeds(make: (seed: number) => Estimator): void {
  const grown = (seed: number): ModelState => {
    const model = make(seed);
    model.fit({ inputs: { input: x }, targets: y });
    return model.getState();
  };
  assert.deepEqual(grown(1), grown(1));
  assert.notDeepEqual(grown(1), grown(2));
}
