/**
 * A FeatureSet in one file: a zip of JSON and Arrow. Data only; loading runs no code of the file.
 *
 * @module
 */

import type { Json, JsonObject } from "../../core/json.ts";
import { canonicalJson, fingerprint } from "../../core/json.ts";
import { list, quote } from "../../core/names.ts";
import type { Domain } from "../column_name.ts";
import { ColumnTable } from "../column_table.ts";
import { buildColumn } from "../build_column.ts";
import type { FeatureSetParts, SplitPart } from "../feature_set_parts.ts";
import type { Operation } from "../operation.ts";
import { recordToJson, type ScalerRecord } from "../scale/chain.ts";
import type { Sharing } from "../scale/matrix.ts";
import { toScaler } from "../scale/scaler.ts";
import type { SplitRecord } from "../split/splitter.ts";
import { fromArrowTable, fromIpcBytes } from "./read_arrow.ts";
import { IDS_COLUMN, toArrowTable, toIpcBytes } from "./write_arrow.ts";

/** Written into every file; a reader refuses what it does not know. */
const FORMAT = "modulab.feature-set/1";

// Not a literal: Deno would resolve the package when this file is imported.
const ZIP_LIBRARY = "fflate";

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
  const { label, table, splits, splitRecords, scalerRecords, operations } = parts;
  const named = Object.entries(splits);
  const manifest: JsonObject = {
    format: FORMAT,
    label,
    splits: named.map(([name, { columns }]) => ({ name, columns: columns ?? null })),
    splitRecords: splitRecords as unknown as Json,
    scalerRecords: scalerRecords.map(recordToJson),
    operations: operations as unknown as Json,
  };
  const columns = Object.fromEntries(table.names.map((name) => [name, table.column(name)]));
  const files: Record<string, Uint8Array> = {
    "feature_set.json": encode(canonicalJson(manifest)),
    "table.arrow": await toIpcBytes(await toArrowTable(columns, table.ids.toArray())),
  };
  for (const [at, [name, { rows }]] of named.entries()) {
    const column = buildColumn(name, rows);
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
export async function unpackFeatureSet(bytes: Uint8Array): Promise<FeatureSetParts> {
  const files = await unzip(bytes);
  checkSums(files);
  const manifest = parse(files, "feature_set.json");
  if (manifest["format"] !== FORMAT) {
    throw new ArchiveError(`its format is ${manifest["format"]}, expected ${quote(FORMAT)}`);
  }
  const arrow = await fromIpcBytes(member(files, "table.arrow"));
  const { [IDS_COLUMN]: ids, ...columns } = fromArrowTable(arrow);
  const splits: Record<string, SplitPart> = {};
  for (const [at, split] of (manifest["splits"] as unknown as readonly SavedSplit[]).entries()) {
    const rows = fromArrowTable(await fromIpcBytes(member(files, `splits/${at}.arrow`)))["row"];
    splits[split.name] = {
      rows: Int32Array.from(rows?.values ?? []),
      columns: split.columns ?? undefined,
    };
  }
  return {
    label: String(manifest["label"]),
    table: new ColumnTable(columns, { ids: ids?.toArray() as readonly string[] | undefined }),
    splits,
    splitRecords: manifest["splitRecords"] as unknown as readonly SplitRecord[],
    scalerRecords: (manifest["scalerRecords"] as readonly JsonObject[]).map(recordFromJson),
    operations: manifest["operations"] as unknown as readonly Operation[],
  };
}

interface SavedSplit {
  readonly name: string;
  readonly columns: readonly string[] | null;
}

function recordFromJson(saved: JsonObject): ScalerRecord {
  const { name, config } = saved["scaler"] as { name: string; config: JsonObject };
  const scaler = toScaler(name, config);
  return Object.freeze({
    order: saved["order"] as number,
    domain: saved["domain"] as Domain,
    keys: saved["keys"] as readonly string[],
    from: saved["from"] as string,
    into: saved["into"] as string,
    fitTo: saved["fitTo"] as string | null,
    share: saved["share"] as Sharing,
    scaler,
    fitted: scaler.setState(saved["state"] as JsonObject),
  });
}

type Files = Readonly<Record<string, Uint8Array>>;

async function unzip(bytes: Uint8Array): Promise<Files> {
  const { unzipSync } = await loadZip();
  try {
    return unzipSync(bytes);
  } catch (cause) {
    throw new ArchiveError(`it is no complete zip (${(cause as Error).message})`, { cause });
  }
}

/** Every member is listed, and every one listed is there and as it was. */
function checkSums(files: Files): void {
  const sums = parse(files, "checksums.json");
  const names = Object.keys(files).filter((name) => name !== "checksums.json");
  const strange = names.filter((name) => !Object.hasOwn(sums, name));
  if (strange.length > 0) throw new ArchiveError(`it holds unexpected parts: ${list(strange)}`);
  for (const [name, sum] of Object.entries(sums)) {
    if (fingerprint(member(files, name)) === sum) continue;
    throw new ArchiveError(`${quote(name)} was changed or damaged`);
  }
}

function parse(files: Files, name: string): JsonObject {
  const text = new TextDecoder().decode(member(files, name));
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ArchiveError(`${quote(name)} is no JSON`, { cause });
  }
}

function member(files: Files, name: string): Uint8Array {
  const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
  if (bytes === undefined) throw new ArchiveError(`${quote(name)} is missing`);
  return bytes;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function loadZip(): Promise<typeof import("fflate")> {
  return await import(ZIP_LIBRARY);
}
