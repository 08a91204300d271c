/**
 * A FeatureSet in one file: a zip of JSON and Arrow. Data only; loading runs no code of the file.
 *
 * @module
 */

import type { Json, JsonObject } from "../../core/json.ts";
import { canonicalJson, fingerprint } from "../../core/json.ts";
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
import { loadZip, unzip } from "./unzip.ts";
import { IDS_COLUMN, toArrowTable, toIpcBytes } from "./write_arrow.ts";

/** Written into every file; a reader refuses what it does not know. */
const [KIND, VERSION] = ["modulab.feature-set", 2] as const;

/** Four gibibytes: more than one buffer of a JavaScript engine holds, so that any honest file fits. */
const MOST_BYTES = 2 ** 32;

const MEMBERS_REGEXP = /^(feature_set\.json|checksums\.json|table\.arrow|splits\/\d{1,6}\.arrow)$/;

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
  const { zipSync } = await loadZip();
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
    "feature_set.json": encode(canonicalJson(manifest)),
    "table.arrow": await toIpcBytes(await toArrowTable(columns, given)),
  };
  for (const [at, rows] of splits.entries()) {
    const column = buildColumn("row", rows);
    files[`splits/${at}.arrow`] = await toIpcBytes(await toArrowTable({ row: column }));
  }
  const sums = Object.entries(files).map(([name, bytes]) => [name, fingerprint(bytes)]);
  files["checksums.json"] = encode(canonicalJson(Object.fromEntries(sums)));
  // One fixed date, so that equal FeatureSets give equal files.
  return zipSync(files, { level: 1, mtime: new Date("1980-01-01T00:00:00") });
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
  { maxBytes = MOST_BYTES }: { maxBytes?: number | undefined } = {},
): Promise<FeatureSetParts> {
  try {
    const files = await unzip(bytes, { names: MEMBERS_REGEXP, maxBytes });
    checkSums(files);
    return await readParts(files);
  } catch (cause) {
    // Scalers of one's own are found once they are registered.
    if (cause instanceof ArchiveError || cause instanceof UnknownNameError) throw cause;
    throw new ArchiveError((cause as Error).message, { cause });
  }
}

type Files = Readonly<Record<string, Uint8Array>>;

async function readParts(files: Files): Promise<FeatureSetParts> {
  const manifest = parse(files, "feature_set.json");
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

/** Every member is listed, and every one listed is there and as it was. */
function checkSums(files: Files): void {
  const sums = parse(files, "checksums.json");
  const strange = Object.keys(files).find((name) =>
    name !== "checksums.json" && !Object.hasOwn(sums, name)
  );
  if (strange !== undefined) {
    throw new ArchiveError(`it holds an unexpected part: ${quote(strange)}`);
  }
  for (const [name, sum] of Object.entries(sums)) {
    if (fingerprint(member(files, name)) === sum) continue;
    throw new ArchiveError(`${quote(name)} was changed or damaged`);
  }
}

function parse(files: Files, name: string): JsonObject {
  const text = new TextDecoder().decode(member(files, name));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ArchiveError(`${quote(name)} is no JSON`, { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return value as JsonObject;
  }
  throw new ArchiveError(`${quote(name)} holds no object`);
}

function member(files: Files, name: string): Uint8Array {
  const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
  if (bytes === undefined) throw new ArchiveError(`${quote(name)} is missing`);
  return bytes;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
