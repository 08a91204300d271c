/**
 * One model in the place of another.
 *
 * @module
 */

import type { SeedStream } from "../core/seed.ts";
import { type Disagreement, type ModelInterface, obstacles, OUTPUT } from "./interface.ts";
import { type BuiltModel, type Model, ShapeError } from "./model.ts";

/** In what a model differs from the one whose place it would take. */
export type Obstacle = Disagreement & { readonly port: string };

/**
 * A model cannot take the place of another.
 *
 * @example
 * ```ts
 * import { ReplacementError } from "./replacement.ts";
 * const obstacle = { port: "output", aspect: "units", expected: "V", found: "A" } as const;
 * throw new ReplacementError("mlp", [obstacle]);
 * ```
 */
export class ReplacementError extends RangeError {
  override readonly name = "ReplacementError";
  /** Everything that stands in the way. */
  readonly obstacles: readonly Obstacle[];

  /**
   * @param plan the name of the model that would take the place
   * @param obstacles what stands in the way
   */
  constructor(plan: string, obstacles: readonly Obstacle[]) {
    const lines = obstacles.map(({ port, aspect, expected, found }) =>
      `  ${port}: ${aspect} ${expected} is wanted, ${found} is there`
    );
    super(
      `Cannot put "${plan}" in the place of another model:\n${lines.join("\n")}\n` +
        "Give it the shapes and meanings of that one, or rewire what is connected to it",
    );
    this.obstacles = obstacles;
  }
}

/**
 * Builds a model that takes the place of another: for the same inputs, with outputs that whatever is
 * connected can go on with. A plan that leaves its output open gets that of the other.
 *
 * @param plan the model that takes the place
 * @param options the interface of the model in place, and where first values are drawn from
 * @returns the model, ready to be called
 * @throws ReplacementError that lists everything that stands in the way
 * @example
 * ```ts
 * import { SeedStream } from "../core/seed.ts";
 * import { CNN } from "./cnn.ts";
 * import { MLP } from "./mlp.ts";
 * import { buildReplacement } from "./replacement.ts";
 * const seeds = SeedStream.from(1);
 * const inputs = { input: { shape: [1, 10], dtype: "float32" } } as const;
 * const replaces = new MLP({ outputShape: [1, 4] }).build({ inputs, seeds });
 * buildReplacement(new CNN(), { replaces, seeds }).outputs.output?.shape; // [1, 4]
 * ```
 */
export function buildReplacement(
  plan: Model,
  { replaces, seeds }: { readonly replaces: ModelInterface; readonly seeds: SeedStream },
): BuiltModel {
  const built = attempt(plan, { replaces, seeds });
  const found = obstacles(built, replaces);
  if (found.length === 0) return built;
  if (built.learning === "gradient") built[Symbol.dispose]();
  throw new ReplacementError(plan.name, found);
}

function attempt(
  plan: Model,
  { replaces: { inputs, outputs }, seeds }: {
    readonly replaces: ModelInterface;
    readonly seeds: SeedStream;
  },
): BuiltModel {
  const { [OUTPUT]: wanted } = outputs;
  try {
    return plan.build({ inputs, wanted, seeds });
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const { port, expected, found } = error;
    throw new ReplacementError(plan.name, [{ port, aspect: "shape", expected, found }]);
  }
}
