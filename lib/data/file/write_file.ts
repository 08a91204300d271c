/**
 * Columns as a file of any format.
 *
 * @module
 */

import type { Column } from "../column.ts";
import { toRecords } from "../data_format.ts";
import { type FileFormat, formatOfPath, writeWhole } from "./files.ts";
import { writeText } from "./text.ts";
import { toArrowTable, toIpcBytes } from "./write_arrow.ts";
import { writeParquet } from "./write_parquet.ts";

/**
 * Writes a file; it is never seen half written.
 *
 * @param path of the file, which is replaced
 * @param columns of one length, by name
 * @param options the format; from the ending of the path when left out
 * @throws {UnknownNameError} when an ending stands for no format
 * @example
 * ```ts
 * import { buildColumn } from "../build_column.ts";
 * import { writeColumns } from "./write_file.ts";
 * async function save(): Promise<void> {
 *   await writeColumns("soh.csv", { soh: buildColumn("soh", [95, null]) });
 * }
 * ```
 */
export async function writeColumns(
  path: string,
  columns: Readonly<Record<string, Column>>,
  { format = formatOfPath(path) }: { format?: FileFormat | undefined } = {},
): Promise<void> {
  switch (format) {
    case "parquet":
      return await writeParquet(path, columns);
    case "arrow":
      return await writeWhole(path, await toIpcBytes(await toArrowTable(columns)));
    default: {
      const length = Object.values(columns)[0]?.length ?? 0;
      const names = Object.keys(columns);
      const text = writeText(toRecords(columns, length), format, { names });
      return await writeWhole(path, text);
    }
  }
}
