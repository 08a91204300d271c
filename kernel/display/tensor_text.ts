/**
 * The values of a tensor, nested in brackets and shortened as NumPy does it.
 *
 * @module
 */

/** The elements of a tensor, row by row. */
export type TensorValues = Float32Array | Int32Array | Uint8Array | readonly string[];

/** Up to this many elements are all shown; NumPy's threshold is the same. */
const THRESHOLD = 1_000;
/** Elements shown at each end of an axis; fewer where many axes multiply them. */
const EDGE = 3;
const EDGE_OF_MANY_AXES = 1;
const MANY_AXES = 5;
const LINE = 88;

interface Layout {
  readonly shape: readonly number[];
  /** Elements to show at each end of an axis. */
  readonly edge: number;
  element(at: number): string;
}

/**
 * Writes the elements of a tensor.
 *
 * @param values the elements, row by row; of `complex64` real and imaginary parts in turn
 * @param tensor its shape and data type
 * @returns lines of text, columns aligned
 * @example
 * ```ts
 * import { tensorText } from "./tensor_text.ts";
 * const text = tensorText(new Int32Array([1, 2, 3, 40]), { shape: [2, 2], dtype: "int32" });
 * console.assert(text === "[[ 1,  2],\n [ 3, 40]]");
 * ```
 */
export function tensorText(
  values: TensorValues,
  { shape, dtype }: { readonly shape: readonly number[]; readonly dtype: string },
): string {
  const size = shape.reduce((product, length) => product * length, 1);
  const edge = size <= THRESHOLD ? Infinity : shape.length < MANY_AXES ? EDGE : EDGE_OF_MANY_AXES;
  const shown = [...shownIndices(shape, edge)];
  const texts = elementTexts(values, { dtype, shown });
  // Texts stand at the left, as they differ too much to be lined up.
  const width = dtype === "string" ? 0 : Math.max(0, ...texts.values().map((each) => each.length));
  const layout: Layout = {
    shape,
    edge,
    element: (at) => (texts.get(at) ?? "").padStart(width),
  };
  return nested(layout, { axis: 0, offset: 0 });
}

/**
 * A number as in the text of a tensor, to four significant digits.
 *
 * @param value any number
 * @returns such as `0.1235`, `1.234e-9` or `NaN`
 * @example
 * ```ts
 * import { numberText } from "./tensor_text.ts";
 * console.assert(numberText(1 / 3) === "0.3333");
 * ```
 */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) < 1e7) return String(Number.isInteger(value) ? value : significant(value));
  return significant(value).toExponential();
}

function significant(value: number): number {
  return Number(value.toPrecision(4));
}

function nested(
  layout: Layout,
  { axis, offset }: { readonly axis: number; readonly offset: number },
): string {
  const length = layout.shape[axis];
  if (length === undefined) return layout.element(offset);
  const stride = layout.shape.slice(axis + 1).reduce((product, each) => product * each, 1);
  const parts = axisIndices(length, layout.edge).map((index) =>
    index === undefined ? "…" : nested(layout, { axis: axis + 1, offset: offset + index * stride })
  );
  const isInnermost = axis === layout.shape.length - 1;
  const indent = " ".repeat(axis + 1);
  if (isInnermost) return `[${wrap(parts, indent)}]`;
  // As in NumPy, an empty line for each axis that ends here besides rows.
  const gap = "\n".repeat(layout.shape.length - axis - 1);
  return `[${parts.join(`,${gap}${indent}`)}]`;
}

function wrap(parts: readonly string[], indent: string): string {
  const lines: string[] = [];
  let line = "";
  for (const part of parts) {
    const longer = line === "" ? part : `${line}, ${part}`;
    if (line !== "" && longer.length + indent.length > LINE) {
      lines.push(line);
      line = part;
    } else line = longer;
  }
  return [...lines, line].join(`,\n${indent}`);
}

/** Undefined stands for the elements between the ends. */
function axisIndices(length: number, edge: number): readonly (number | undefined)[] {
  if (length <= 2 * edge) return Array.from({ length }, (_, index) => index);
  const head = Array.from({ length: edge }, (_, index) => index);
  return [...head, undefined, ...head.map((index) => length - edge + index)];
}

function* shownIndices(shape: readonly number[], edge: number): Generator<number> {
  const [length, ...inner] = shape;
  if (length === undefined) {
    yield 0;
    return;
  }
  const stride = inner.reduce((product, each) => product * each, 1);
  const offsets = [...shownIndices(inner, edge)];
  for (const index of axisIndices(length, edge)) {
    if (index === undefined) continue;
    for (const offset of offsets) yield index * stride + offset;
  }
}

function elementTexts(
  values: TensorValues,
  { dtype, shown }: { readonly dtype: string; readonly shown: readonly number[] },
): ReadonlyMap<number, string> {
  const numbers = shown.map((at) => Number(values[at]));
  const write = dtype === "float32" ? aligned(numbers) : numberText;
  return new Map(shown.map((at) => [at, text(at)]));

  function text(at: number): string {
    if (dtype === "string") return JSON.stringify(shorten(String(values[at] ?? "")));
    if (dtype === "bool") return values[at] ? "true" : "false";
    if (dtype === "complex64") return complex(Number(values[2 * at]), Number(values[2 * at + 1]));
    return write(Number(values[at]));
  }
}

/** One number of decimals for all, unless the magnitudes are too far apart for that. */
function aligned(values: readonly number[]): (value: number) => string {
  const finite = values.filter(Number.isFinite);
  if (finite.every(Number.isInteger) && finite.every((value) => Math.abs(value) < 1e7)) {
    return numberText;
  }
  const magnitudes = finite.map(Math.abs).filter((value) => value > 0);
  const largest = Math.max(...magnitudes);
  const smallest = Math.min(...magnitudes);
  if (largest >= 1e7 || largest < 1e-3 || largest / smallest > 1e5) {
    return (value) => Number.isFinite(value) ? value.toExponential(3) : String(value);
  }
  const most = Math.max(0, 4 - Math.max(0, Math.floor(Math.log10(largest))));
  const decimals = Math.max(...finite.map((value) => decimalsOf(Number(value.toFixed(most)))));
  return (value) => Number.isFinite(value) ? value.toFixed(decimals) : String(value);
}

function decimalsOf(value: number): number {
  return String(value).split(".")[1]?.length ?? 0;
}

function complex(real: number, imaginary: number): string {
  const sign = imaginary < 0 ? "-" : "+";
  return `${numberText(real)} ${sign} ${numberText(Math.abs(imaginary))}i`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
