/**
 * Models of TensorFlow.js layers, known by their shape: the library is not loaded.
 *
 * @module
 */

import { textBundle } from "./bundle.ts";
import type { Formatter } from "./formatter.ts";
import { describeThrown } from "./inspect.ts";

/** What is read of a model. */
export interface TfjsModel {
  readonly layers: readonly unknown[];
  getClassName(): string;
  /** Prints its table of layers, line by line. */
  summary(lineLength: undefined, positions: undefined, print: (line: string) => void): void;
}

/** Models of TensorFlow.js layers, as the table that `summary()` prints. */
export const tfjsModelFormatter: Formatter<TfjsModel> = {
  name: "model",
  immediate: true,
  accepts: (value): value is TfjsModel =>
    "layers" in value && Array.isArray(value.layers) &&
    ["getClassName", "summary"].every((name) =>
      name in value && typeof value[name as keyof typeof value] === "function"
    ),
  format(model) {
    const lines = [model.getClassName()];
    try {
      model.summary(undefined, undefined, (line) => lines.push(line.trimEnd()));
    } catch (error) {
      lines.push(`has no summary: ${describeThrown(error)}`);
    }
    return textBundle(lines.join("\n"));
  },
};
