/**
 * A FeatureSet in one file: a zip of JSON and Arrow. Data only; loading runs no code of the file.
 *
 * @module
 */

import type { Json, JsonObject } from "../../core/json.ts";
import { quote, UnknownNameError } from "../../core/names.ts";
import { buildColumn } from "../build_column.ts";
import type { Column } from "../column.ts";
import type { FeatureSetParts } from "../feature_set_parts.ts";
import {
  configOf,
  type FeatureSetConfig,
  type FeatureSetState,
  partsFrom,
  stateOf,
} from "../feature_set_state.ts";
import { checkConfig, checkState, type SavedState } from "./check_archive.ts";
import { fromArrowTable, fromIpcBytes } from "./read_arrow.ts";
import {
  encodeJson,
  member,
  type Members,
  openSealedZip,
  parseMember,
  sealZip,
} from "./sealed_zip.ts";
import { IDS_COLUMN, toArrowTable, toIpcBytes } from "./write_arrow.ts";

/** Written into every file; a reader refuses what it does not know. */
const [KIND, VERSION] = ["modulab.feature-set", 2] as const;

const MEMBERS_REGEXP = /^(feature_set\.json|table\.arrow|splits\/\d{1,6}\.arrow)$/;

/** A file is damaged, was changed by hand, or is of another kind. */
export class ArchiveError extends SyntaxError {
  /**
   * @param reason what is wrong with the file
   * @param options what was thrown when it was found
   */
  constructor(reason: string, options?: ErrorOptions) {
    super(`Cannot load this file as a FeatureSet: ${reason}`, options);
    this.name = "ArchiveError";
  }
}

/**
 * Writes a FeatureSet.
 *
 * @param parts of the FeatureSet
 * @returns the bytes of the file
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { packFeatureSet } from "./archive.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * const bytes = await packFeatureSet(set.parts());
 * ```
 */
export async function packFeatureSet(parts: Required<FeatureSetParts>): Promise<Uint8Array> {
  const { table } = parts;
  const { ids, splits, scalers, operations } = stateOf(parts);
  const given = Array.isArray(ids) ? ids as readonly string[] : undefined;
  const manifest: JsonObject = {
    format: `${KIND}/${VERSION}`,
    config: configOf(parts) as unknown as Json,
    state: {
      ids: given === undefined ? ids as Json : null,
      scalers,
      operations,
    } as unknown as Json,
  };
  const columns = Object.fromEntries(table.names.map((name) => [name, table.column(name)]));
  const files: Record<string, Uint8Array> = {
    "feature_set.json": encodeJson(manifest),
    "table.arrow": await toIpcBytes(await toArrowTable(columns, given)),
  };
  for (const [at, rows] of splits.entries()) {
    const column = buildColumn("row", rows);
    files[`splits/${at}.arrow`] = await toIpcBytes(await toArrowTable({ row: column }));
  }
  return await sealZip(files);
}

/**
 * Reads a FeatureSet.
 *
 * @param bytes of the file
 * @param options how many bytes it may take once unpacked; 4 GiB when left out
 * @returns its parts
 * @throws {ArchiveError} when the file is damaged, was changed, or is of another kind
 * @throws {UnknownNameError} when it names a scaler that is not registered
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { packFeatureSet, unpackFeatureSet } from "./archive.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
 * const same = new FeatureSet(await unpackFeatureSet(await packFeatureSet(set.parts())));
 * ```
 */
export async function unpackFeatureSet(
  bytes: Uint8Array,
  { maxBytes }: { maxBytes?: number | undefined } = {},
): Promise<FeatureSetParts> {
  try {
    return await readParts(await openSealedZip(bytes, { names: MEMBERS_REGEXP, maxBytes }));
  } catch (cause) {
    // Scalers of one's own are found once they are registered.
    if (cause instanceof ArchiveError || cause instanceof UnknownNameError) throw cause;
    throw new ArchiveError((cause as Error).message, { cause });
  }
}

async function readParts(files: Members): Promise<FeatureSetParts> {
  const manifest = parseMember(files, "feature_set.json");
  checkFormat(manifest["format"]);
  const config = checkConfig(manifest["config"]);
  const saved = checkState(manifest["state"]);
  const { [IDS_COLUMN]: ids, ...columns } = fromArrowTable(
    await fromIpcBytes(member(files, "table.arrow"), { source: quote("table.arrow") }),
  );
  const entries = config.columns.map((one) => entriesOf(columns, one));
  const named = new Set(config.columns.map(({ name }) => name));
  const unnamed = Object.keys(columns).find((name) => !named.has(name));
  if (unnamed !== undefined) {
    throw new ArchiveError(`its table has the column ${quote(unnamed)}, which it does not name`);
  }
  const splits: Int32Array[] = [];
  for (const at of config.splits.keys()) {
    const name = `splits/${at}.arrow`;
    const { row } = fromArrowTable(
      await fromIpcBytes(member(files, name), { source: quote(name) }),
    );
    const rows = row?.dtype === "int32" && row.size === 1 ? row.values : undefined;
    if (rows === undefined) throw new ArchiveError(`${quote(name)} holds no rows of a split`);
    splits.push(Int32Array.from(rows));
  }
  return partsFrom(config, {
    columns: entries,
    ids: idsOf(saved, ids),
    splits,
    scalers: saved.scalers,
    operations: saved.operations,
  });
}

function checkFormat(format: Json | undefined): void {
  if (format === `${KIND}/${VERSION}`) return;
  const [kind, version] = String(format).split("/");
  if (kind !== KIND) throw new ArchiveError(`its format is ${quote(String(format))}, not ${KIND}`);
  const age = Number(version) > VERSION ? "a newer" : "an older";
  throw new ArchiveError(
    `it is of version ${version}, written by ${age} modulab; this one reads version ${VERSION}`,
  );
}

function entriesOf(
  columns: Readonly<Record<string, Column>>,
  { name, dtype, shape }: FeatureSetConfig["columns"][number],
): FeatureSetState["columns"][number] {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) throw new ArchiveError(`its table has no column ${quote(name)}`);
  const isEmpty = column.length === 0;
  if (!isEmpty && (column.dtype !== dtype || column.shape.join() !== shape.join())) {
    throw new ArchiveError(`column ${quote(name)} is not of the kind that is written down`);
  }
  return column;
}

function idsOf({ ids }: SavedState, column: Column | undefined): FeatureSetState["ids"] {
  if (ids !== null) return ids;
  if (column === undefined) throw new ArchiveError("there are no identifiers in it");
  return column.toArray() as readonly string[];
}
