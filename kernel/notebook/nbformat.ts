/**
 * The notebook as a value: nbformat 4.0 to 4.5, with multi-line strings already joined.
 *
 * Source: nbformat 5.10, "The Jupyter Notebook format" and its JSON schemas 4.0–4.5.
 *
 * @module
 */

/** A JSON object whose keys nobody here knows; kept as it was read. */
export type JsonRecord = { readonly [key: string]: unknown };

/** Forms of one output by MIME type: text, or a JSON value under `…+json`. */
export type MimeData = Readonly<Record<string, unknown>>;

/** Text printed to one of the two standard streams. */
export interface StreamOutput {
  readonly output_type: "stream";
  readonly name: string;
  readonly text: string;
}

/** Something shown. */
export interface DisplayOutput {
  readonly output_type: "display_data";
  readonly data: MimeData;
  readonly metadata: JsonRecord;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  readonly output_type: "execute_result";
  readonly execution_count: number | null;
  readonly data: MimeData;
  readonly metadata: JsonRecord;
}

/** What a cell threw. */
export interface ErrorOutput {
  readonly output_type: "error";
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

/** One output of a code cell. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** What every cell has. */
export interface CellBase {
  /** Absent before nbformat 4.5. */
  readonly id?: string;
  readonly metadata: JsonRecord;
  readonly source: string;
}

/** A cell that runs. */
export interface CodeCell extends CellBase {
  readonly cell_type: "code";
  readonly execution_count: number | null;
  readonly outputs: readonly Output[];
}

/** A cell that is read: Markdown, or raw text for a converter. */
export interface TextCell extends CellBase {
  readonly cell_type: "markdown" | "raw";
  /** Files that the text shows as `attachment:name`, each a MIME bundle. */
  readonly attachments?: Readonly<Record<string, MimeData>>;
}

/** One cell. */
export type Cell = CodeCell | TextCell;

/** A whole notebook. Keys the format does not name are kept. */
export interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: JsonRecord;
  readonly cells: readonly Cell[];
}

/**
 * The tags of a cell.
 *
 * @param cell any cell
 * @returns the tags, in order; none when the metadata names none
 * @example
 * ```ts
 * import { cellTags } from "./nbformat.ts";
 * const cell = { cell_type: "raw", source: "", metadata: { tags: ["parameters"] } } as const;
 * console.assert(cellTags(cell).includes("parameters"));
 * ```
 */
export function cellTags(cell: Cell): readonly string[] {
  const tags = cell.metadata["tags"];
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}

/**
 * Raises a notebook to nbformat 4.5, which asks an id of its own of every cell.
 *
 * Ids come from the cells' places, so that running a notebook twice gives the same file.
 *
 * @param notebook any notebook of nbformat 4
 * @returns the notebook with an id on each cell; itself if nothing was missing
 * @example
 * ```ts
 * import { upgrade } from "./nbformat.ts";
 * const old = { cell_type: "raw", source: "", metadata: {} } as const;
 * const notebook = upgrade({ nbformat: 4, nbformat_minor: 2, metadata: {}, cells: [old] });
 * console.assert(notebook.cells[0]?.id === "cell-1");
 * ```
 */
export function upgrade(notebook: Notebook): Notebook {
  const given = new Set(notebook.cells.map(({ id }) => id));
  const taken = new Set<string>();
  const cells = notebook.cells.map((cell, index) => {
    const id = cell.id !== undefined && !taken.has(cell.id)
      ? cell.id
      : freeId(`cell-${index + 1}`, given.union(taken));
    taken.add(id);
    return id === cell.id ? cell : { ...cell, id };
  });
  if (notebook.nbformat_minor >= 5 && cells.every((cell, i) => cell === notebook.cells[i])) {
    return notebook;
  }
  return { ...notebook, nbformat_minor: Math.max(5, notebook.nbformat_minor), cells };
}

/**
 * An id that no cell has yet.
 *
 * @param wanted the id, if nobody has it
 * @param taken the ids of the cells; undefined for those without
 * @returns `wanted`, with a number behind it where there would be two
 * @example
 * ```ts
 * import { freeId } from "./nbformat.ts";
 * console.assert(freeId("a", new Set(["a", "a-2"])) === "a-3");
 * ```
 */
export function freeId(wanted: string, taken: ReadonlySet<string | undefined>): string {
  let id = wanted;
  for (let suffix = 2; taken.has(id); suffix++) id = `${wanted}-${suffix}`;
  return id;
}
