/**
 * The table under a FeatureSet: columns by name, and the identity of each row.
 *
 * @module
 */

import { fingerprint } from "../core/json.ts";
import { UnknownNameError } from "../core/names.ts";
import type { Column } from "./column.ts";
import {
  checkKeys,
  columnName,
  type Domain,
  DOMAINS,
  parseColumnName,
  RAW,
} from "./column_name.ts";
import { SampleIds } from "./sample_ids.ts";

/**
 * Columns of one length, by name. Never changes: `with` and `without` give new tables that share the
 * columns.
 *
 * @example
 * ```ts
 * import { buildColumn } from "./build_column.ts";
 * import { ColumnTable } from "./column_table.ts";
 * const table = new ColumnTable({ "features.voltage.raw": buildColumn("voltage", [3.1, 3.2]) });
 * console.log(table.length); // 2
 * ```
 */
export class ColumnTable {
  /** How many rows. */
  readonly length: number;
  /** The identity of each row. */
  readonly ids: SampleIds;
  /** The keys of each domain, in the order in which they were given. */
  readonly keys: Readonly<Record<Domain, readonly string[]>>;
  /** Full names: domain after domain, key after key, representations from the oldest. */
  readonly names: readonly string[];
  readonly #columns: ReadonlyMap<string, Column>;
  /** Representations by `domain.key`. */
  readonly #representations: ReadonlyMap<string, readonly string[]>;

  /**
   * @param columns by full name; the representations of a key from the oldest to the newest
   * @param options the identity of rows (made from the content when left out)
   * @throws {RangeError} when columns differ in length, or names are not allowed
   */
  constructor(
    columns: Readonly<Record<string, Column>> | ReadonlyMap<string, Column>,
    { ids, label = "" }: { ids?: SampleIds | readonly string[] | undefined; label?: string } = {},
  ) {
    const named = columns instanceof Map ? columns : new Map(Object.entries(columns));
    this.#columns = named;
    this.length = commonLength(named, ids);
    this.#representations = representationsOf([...named.keys()]);
    this.keys = keysOf([...this.#representations.keys()]);
    checkKeys(this.keys);
    this.names = Object.freeze(
      DOMAINS.flatMap((domain) =>
        this.keys[domain].flatMap((key) =>
          this.representations(domain, key).map((representation) =>
            columnName({ domain, key, representation })
          )
        )
      ),
    );
    const source = ids ?? { length: this.length, content: () => `${label}\n${this.#rawContent()}` };
    this.ids = source instanceof SampleIds ? source : new SampleIds(source);
    Object.freeze(this);
  }

  /**
   * Finds a column by its full name.
   *
   * @param name `domain.key.representation`
   * @returns the column
   * @throws {UnknownNameError} when there is none of that name
   */
  column(name: string): Column {
    const column = this.#columns.get(name);
    if (column === undefined) {
      throw new UnknownNameError("column", name, { known: this.names });
    }
    return column;
  }

  /** Whether there is a column of that full name. */
  has(name: string): boolean {
    return this.#columns.has(name);
  }

  /**
   * Lists the representations of a key.
   *
   * @param domain of the key
   * @param key whose representations are wanted
   * @returns their names, the newest last
   */
  representations(domain: Domain, key: string): readonly string[] {
    return this.#representations.get(`${domain}.${key}`) ?? [];
  }

  /**
   * Finds the domain of a key.
   *
   * @param key any text
   * @returns its domain, or nothing when it is unknown
   */
  domainOf(key: string): Domain | undefined {
    return DOMAINS.find((domain) => this.keys[domain].includes(key));
  }

  /**
   * Adds columns, or puts new ones in the place of old ones.
   *
   * @param columns by full name
   * @returns a new table
   */
  with(columns: Readonly<Record<string, Column>>): ColumnTable {
    const added = new Map(this.#columns);
    for (const [name, column] of Object.entries(columns)) {
      // An old column of that name would keep its old age.
      added.delete(name);
      added.set(name, column);
    }
    return new ColumnTable(added, { ids: this.ids });
  }

  /**
   * Leaves columns out.
   *
   * @param names full names
   * @returns a new table
   */
  without(names: readonly string[]): ColumnTable {
    const kept = [...this.#columns].filter(([name]) => !names.includes(name));
    return new ColumnTable(new Map(kept), { ids: this.ids });
  }

  /** A short name for the content of all columns, in any order, and the identity of all rows. */
  get fingerprint(): string {
    const parts = this.names.map((name) => `${name}=${this.column(name).fingerprint}`);
    return fingerprint(...parts.sort(), this.ids.fingerprint);
  }

  #rawContent(): string {
    return this.names.filter((name) => name.endsWith(`.${RAW}`))
      .map((name) => `${name}=${this.column(name).fingerprint}`).join("\n");
  }
}

function commonLength(
  columns: ReadonlyMap<string, Column>,
  ids: SampleIds | readonly string[] | undefined,
): number {
  const [first] = columns;
  const length = first?.[1].length ?? ids?.length ?? 0;
  for (const [name, column] of columns) {
    if (column.length === length) continue;
    throw new RangeError(
      `Columns differ in length: "${first?.[0]}" has ${length} samples, "${name}" has ` +
        `${column.length}; give every column one value per sample`,
    );
  }
  if (ids !== undefined && ids.length !== length) {
    throw new RangeError(
      `Cannot name ${length} samples with ${ids.length} identifiers: give one for each sample`,
    );
  }
  return length;
}

function representationsOf(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const name of names) {
    const { domain, key, representation } = parseColumnName(name);
    const owner = `${domain}.${key}`;
    const known = found.get(owner) ?? [];
    known.push(representation);
    found.set(owner, known);
  }
  return found;
}

function keysOf(owners: readonly string[]): Record<Domain, readonly string[]> {
  const keys: Record<Domain, string[]> = { features: [], targets: [], tags: [] };
  for (const owner of owners) {
    const [domain, key = ""] = owner.split(".");
    keys[domain as Domain].push(key);
  }
  return keys;
}

/**
 * Names the raw column of a key.
 *
 * @param domain of the key
 * @param key any key
 * @returns `domain.key.raw`
 * @example
 * ```ts
 * import { rawName } from "./column_table.ts";
 * console.log(rawName("tags", "cell")); // tags.cell.raw
 * ```
 */
export function rawName(domain: Domain, key: string): string {
  return columnName({ domain, key, representation: RAW });
}
