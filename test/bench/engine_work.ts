/** How much arithmetic a recorded program asks for, counted from its text. */

const LINE_REGEXP = /^(%\d+):\w+\[([\d,]*)\] = (\w+) ?(.*)$/;

/**
 * Counts the multiplications and additions of matrix products and convolutions; all else is left out.
 *
 * @param program text of a program, as `explain` gives it
 */
export function countProducts(program: string): number {
  const shapes = new Map<string, readonly number[]>();
  let count = 0;
  for (const line of program.split("\n")) {
    const [, name = "", lengths = "", kernel = "", rest = ""] = LINE_REGEXP.exec(line) ?? [];
    const result = lengths === "" ? [] : lengths.split(",").map(Number);
    shapes.set(name, result);
    const [first = [], second = []] = rest.split(" ").map((word) => shapes.get(word) ?? []);
    if (/^(BatchMatMul|_FusedMatMul)$/.test(kernel)) {
      const depth = first.at(rest.includes("transposeA=true") ? -2 : -1) ?? 0;
      count += 2 * sizeOf(result) * depth;
    } else if (kernel === "Conv2D" || kernel === "FusedConv2D") {
      count += convolution(result, second);
    } else if (kernel === "Conv2DBackpropInput") {
      count += convolution(first, second);
    } else if (kernel === "Conv2DBackpropFilter") {
      count += convolution(second, result);
    }
  }
  return count;
}

/** A convolution and its two gradients all bring each place of its output together with a filter. */
function convolution(output: readonly number[], filter: readonly number[]): number {
  return 2 * sizeOf(output) * sizeOf(filter) / (filter.at(-1) ?? 1);
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
