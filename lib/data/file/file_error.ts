/**
 * What is wrong with a file.
 *
 * @module
 */

/** A file, a text or a query cannot be read as data: it is malformed, or of another format. */
export class FileFormatError extends SyntaxError {
  /** The path of the file, or what was read instead of one, such as `a text`. */
  readonly source: string;
  /** The format that was expected, such as `csv`. */
  readonly format: string;

  /**
   * @param source the path of the file, or what was read instead
   * @param options the format expected, what is wrong, and what was thrown when it was found
   */
  constructor(
    source: string,
    { format, reason, cause }: { format: string; reason: string; cause?: unknown },
  ) {
    const what = format === "sql"
      ? "run the query"
      : `read ${source} as ${NAMES[format] ?? format}`;
    super(`Cannot ${what}: ${shorten(reason)}`, { cause });
    this.name = "FileFormatError";
    this.source = source;
    this.format = format;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  csv: "CSV",
  json: "JSON",
  ndjson: "NDJSON",
  arrow: "Arrow IPC",
  parquet: "Parquet",
};

/** Libraries quote whole lines of a file, and advise to loosen the format. */
function shorten(reason: string): string {
  const [said = ""] = reason.split(/\n\s*(?:Possible (?:fixes|solution)|LINE \d|\s*file = )/i);
  const text = said.replaceAll(/\s+/g, " ").trim().replace(/\.$/, "");
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}
