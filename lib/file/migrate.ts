/**
 * Versions of what files say, and the steps from one to the next.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { quote } from "../core/names.ts";
import { ExperimentFileError } from "./experiment_file_error.ts";

/** Makes of what a file of one version says what a file of the next one would. */
export type Migration = (manifest: JsonObject) => JsonObject;

/** A kind of file, and how old files of it are read. */
export interface FileFormat {
  /** Such as `modulab.experiment`. */
  readonly kind: string;
  /** The version that is written. */
  readonly version: number;
  /** By the version from which each step goes: the one of 1 makes 2. */
  readonly migrations: Readonly<Record<number, Migration>>;
}

/**
 * Brings what a file says to the version that is read here.
 *
 * @param manifest with `format`, such as `modulab.experiment/1`
 * @param format the kind that is wanted, its version, and the steps between versions
 * @returns what a file of the newest version would say
 * @throws ExperimentFileError for a file of another kind, or of a version that is newer or has no step
 * @example
 * ```ts
 * import { migrated } from "./migrate.ts";
 * const renamed = ({ name = null, ...rest }) => ({ ...rest, label: name });
 * const format = { kind: "note", version: 2, migrations: { 1: renamed } };
 * migrated({ format: "note/1", name: "a" }, format); // { format: "note/2", label: "a" }
 * ```
 */
export function migrated(
  manifest: JsonObject,
  { kind, version, migrations }: FileFormat,
): JsonObject {
  const [found = "", text = ""] = String(manifest.format).split("/");
  if (found !== kind) {
    const said = manifest.format === undefined
      ? "it names no format"
      : `its format is ${quote(String(manifest.format))}`;
    throw new ExperimentFileError("kind", `${said}, not ${kind}/${version}`);
  }
  let at = Number(text);
  if (!Number.isInteger(at) || at < 1 || at > version) {
    const age = at > version ? "a newer modulab; update this one" : "no modulab";
    throw new ExperimentFileError(
      "version",
      `it is of version ${text}, written by ${age}; this one reads versions 1 to ${version}`,
    );
  }
  let now = manifest;
  for (; at < version; at++) {
    const step = migrations[at];
    if (step === undefined) {
      throw new ExperimentFileError("version", `nothing leads from version ${at} to ${at + 1}`);
    }
    now = step(now);
  }
  return { ...now, format: `${kind}/${version}` };
}
