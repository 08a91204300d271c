/**
 * Columns of an NDJSON file, read line by line: only the columns asked for are kept.
 *
 * @module
 */

import { createReadStream } from "node:fs";
import { quote, UnknownNameError } from "../../core/names.ts";
import { cellSignal } from "../../core/cell_signal.ts";
import { readLine, withoutMark } from "./text.ts";

/** Rows between two words about how many have come. */
const STEP = 8192;

/**
 * Reads the lines of a file.
 *
 * @param path of the file
 * @param options the columns wanted (all when left out), and who is told how many rows have come
 * @returns values by column; what a row lacks is missing
 * @throws {FileFormatError} when a line holds no object; the message has its number
 * @throws {UnknownNameError} when no row has such a column
 * @example
 * ```ts
 * import { readLines } from "./read_lines.ts";
 * async function voltages(path: string): Promise<unknown[] | undefined> {
 *   return (await readLines(path, { names: ["voltage"] }))["voltage"];
 * }
 * ```
 */
export async function readLines(
  path: string,
  { names, onRows }: {
    names?: readonly string[] | undefined;
    onRows?: ((rows: number) => void) | undefined;
  } = {},
): Promise<Record<string, unknown[]>> {
  const columns = new Map<string, unknown[]>();
  const known = new Set<string>();
  const signal = cellSignal();
  const source = quote(path);
  const input = createReadStream(path, { encoding: "utf8" });
  let [at, rows] = [0, 0];
  try {
    for await (const line of linesOf(input)) {
      for (const row of readLine(line, { at: at++, source })) {
        for (const key of Object.keys(row)) {
          known.add(key);
          if (names !== undefined && !names.includes(key)) continue;
          const values = columns.get(key) ?? [];
          columns.set(key, values);
          // Rows that lacked the column are holes until here.
          values.length = rows;
          values.push(row[key]);
        }
        rows++;
      }
      if (at % STEP === 0) signal.throwIfAborted();
      if (at % STEP === 0) onRows?.(rows);
    }
  } finally {
    input.destroy();
  }
  onRows?.(rows);
  const unknown = names?.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new UnknownNameError("column", unknown, { known: [...known] });
  }
  return Object.fromEntries(
    Array.from(
      columns,
      ([key, values]) => [key, Array.from({ length: rows }, (_, row) => values[row])],
    ),
  );
}

/** Lines end with a line feed only: the other signs that node:readline ends them at may be in texts. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  let isFirst = true;
  for await (const part of input) {
    const lines = (isFirst ? withoutMark(part) : part).split("\n");
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? "";
    isFirst = false;
    yield* lines;
  }
  yield rest;
}
