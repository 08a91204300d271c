/**
 * Names of columns: `features.voltage.raw` is a domain, a key and a representation.
 *
 * @module
 */

import { checkLabel, list, quote, UnknownNameError } from "../core/names.ts";

/** What columns are for. */
export type Domain = "features" | "targets" | "tags";

/** The domains, in the order in which tables hold them. */
export const DOMAINS: readonly Domain[] = ["features", "targets", "tags"];

/** The representation that never changes: the data as it came. */
export const RAW = "raw";

/** Words that keys must not be. */
const RESERVED: readonly string[] = [
  ...DOMAINS,
  RAW,
  "transformed",
  "sample_uuids",
  "modulab",
  "dtype",
  "shape",
];

/** The parts of a column's name. */
export interface ColumnName {
  readonly domain: Domain;
  readonly key: string;
  readonly representation: string;
}

/**
 * Takes a column's name apart.
 *
 * @param name `domain.key.representation`
 * @returns its parts
 * @throws {RangeError} when it has other than three parts or an unknown domain
 * @example
 * ```ts
 * import { parseColumnName } from "./column_name.ts";
 * console.log(parseColumnName("features.voltage.raw").key); // voltage
 * ```
 */
export function parseColumnName(name: string): ColumnName {
  const [domain, key, representation, ...rest] = name.split(".");
  if (key === undefined || representation === undefined || rest.length > 0) {
    throw new RangeError(
      `Invalid column ${quote(name)}: expected <domain>.<key>.<representation>, ` +
        `as in "features.voltage.raw"`,
    );
  }
  return { domain: checkDomain(domain ?? ""), key, representation };
}

/**
 * Puts a column's name together.
 *
 * @param name its parts
 * @returns `domain.key.representation`
 * @example
 * ```ts
 * import { columnName } from "./column_name.ts";
 * console.log(columnName({ domain: "tags", key: "cell", representation: "raw" }));
 * ```
 */
export function columnName({ domain, key, representation }: ColumnName): string {
  return `${domain}.${key}.${representation}`;
}

/**
 * Refuses what is no domain.
 *
 * @param domain any text
 * @returns the domain
 * @throws {UnknownNameError} when it is none
 * @example
 * ```ts
 * import { checkDomain } from "./column_name.ts";
 * checkDomain("features");
 * ```
 */
export function checkDomain(domain: string): Domain {
  const found = DOMAINS.find((known) => known === domain);
  if (found === undefined) throw new UnknownNameError("domain", domain, { known: DOMAINS });
  return found;
}

/**
 * Refuses keys that cannot be part of a name, and keys that two domains would share.
 *
 * @param keys of each domain
 * @throws {RangeError} when a key is invalid, reserved, or given twice
 * @example
 * ```ts
 * import { checkKeys } from "./column_name.ts";
 * checkKeys({ features: ["voltage"], targets: ["soh"], tags: [] });
 * ```
 */
export function checkKeys(keys: Readonly<Record<Domain, readonly string[]>>): void {
  const seen = new Map<string, Domain>();
  for (const domain of DOMAINS) {
    for (const key of keys[domain]) {
      checkLabel(key, { kind: "column", reserved: RESERVED });
      const other = seen.get(key);
      if (other !== undefined) {
        throw new RangeError(
          `Duplicate key ${quote(key)}: it is in ${list([other, domain])}; ` +
            `a key belongs to one domain, once`,
        );
      }
      seen.set(key, domain);
    }
  }
}
