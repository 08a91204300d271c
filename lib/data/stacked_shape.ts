/**
 * How samples of several columns stand side by side.
 *
 * @module
 */

/** The shape of one sample of a column. */
type Shape = readonly number[];

/**
 * Tells what the samples of several columns are side by side: k of one shape s are (k, …s); scalars
 * and vectors of several lengths, such as numbers beside one-hot encoded texts, are one vector.
 *
 * @param shapes of one sample of each column
 * @returns the shape of what they are together; nothing where they cannot stand side by side, as
 *   matrices of several shapes
 * @example
 * ```ts
 * import { stackedShape } from "./stacked_shape.ts";
 * console.log(stackedShape([[101], [101]]), stackedShape([[], [3]])); // [ 2, 101 ] [ 4 ]
 * ```
 */
export function stackedShape(shapes: readonly Shape[]): Shape | undefined {
  const [first = []] = shapes;
  if (shapes.every((shape) => shape.join() === first.join())) return [shapes.length, ...first];
  if (shapes.some(({ length }) => length > 1)) return undefined;
  return [shapes.reduce((sum, [length = 1]) => sum + length, 0)];
}

/**
 * Names what stands in each place along the second axis of columns side by side.
 *
 * @param columns names of columns and the shapes of their samples
 * @returns the names, where all have one shape; else a name for each number, as `city[2]`
 * @example
 * ```ts
 * import { stackedNames } from "./stacked_shape.ts";
 * const columns = [{ name: "age", shape: [] }, { name: "city", shape: [2] }];
 * console.log(stackedNames(columns)); // [ "age", "city[0]", "city[1]" ]
 * ```
 */
export function stackedNames(
  columns: readonly { readonly name: string; readonly shape: Shape }[],
): readonly string[] {
  const [first] = columns;
  if (columns.every(({ shape }) => shape.join() === first?.shape.join())) {
    return columns.map(({ name }) => name);
  }
  return columns.flatMap(({ name, shape: [length] }) =>
    length === undefined ? [name] : Array.from({ length }, (_, at) => `${name}[${at}]`)
  );
}
