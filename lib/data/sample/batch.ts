/**
 * A batch: some samples for each role, read at the last moment.
 *
 * @module
 */

import { checkOptions } from "../../core/options.ts";
import type { Column, Sample } from "../column.ts";
import type { Stacked, StackOptions } from "../data_format.ts";
import type { FeatureSetView } from "../feature_set_view.ts";
import { type DomainSelection, STACK_SELECTION, type StackSelection } from "../sample_columns.ts";
import type { AnyKey, ColumnSelection, DottedName, Keys } from "../select_columns.ts";
import { joinRows } from "../rows.ts";
import { readPacked } from "./packed.ts";

/** The role of samples that have no other. */
export const DEFAULT_ROLE = "default";

/** The samples of one role. */
export interface RoleRows {
  /** Rows of the table; −1 is padding. */
  readonly rows: Int32Array;
  /** How much each sample counts; 1 when left out. */
  readonly weights?: Float32Array | undefined;
  /** How many rows in turn make one sample, when samples are sequences; one when left out. */
  readonly steps?: number | undefined;
}

/** Where a batch stands in its run. */
export interface BatchPlace {
  /** The epoch, from 0. */
  readonly epoch: number;
  /** Its place in the epoch, from 0. */
  readonly index: number;
}

/** What is read of the samples of a role; domains that are `false` or that nothing is in are left out. */
export interface ReadOptions<K extends Keys = Keys> {
  /** Features, all side by side when left out. */
  readonly features?: StackSelection<K["features"]> | false;
  /** Targets, all side by side when left out. */
  readonly targets?: StackSelection<K["targets"]> | false;
  /** Tags, all when left out. */
  readonly tags?: DomainSelection<K["tags"]> | false;
}

const READ_OPTIONS = [...STACK_SELECTION, "role"] as const;

/** The samples of one role, read. */
export interface SampleData<K extends Keys = Keys> {
  readonly features?: Stacked;
  readonly targets?: Stacked;
  readonly tags?: Readonly<Record<K["tags"], Sample[]>>;
  /** The identifier of each row; `N/A` for padding. */
  readonly sampleIds: readonly string[];
  /** How much each sample counts; 0 for padding. */
  readonly weights: Float32Array;
  /** A byte per row: 0 for padding. */
  readonly mask: Uint8Array;
}

/** The samples of each role, read. */
export type RoleData<K extends Keys = Keys, R extends string = string> = Readonly<
  Record<R, SampleData<K>>
>;

/**
 * Samples to be worked on together. Holds rows; numbers are copied when they are asked for, once.
 *
 * @example
 * ```ts
 * import { FeatureSet } from "../feature_set.ts";
 * import { SimpleSampler } from "./simple_sampler.ts";
 * const set = FeatureSet.fromColumns("a", { x: [1, 2, 3] }, { features: ["x"] });
 * for (const batch of new SimpleSampler({ batchSize: 2 }).batches(set.toView())) {
 *   console.log(batch.size, batch.getFeatures().values);
 * }
 * ```
 */
export class Batch<K extends Keys = Keys, R extends string = string> implements BatchPlace {
  readonly epoch: number;
  readonly index: number;
  /** How many samples each role has, padding included. */
  readonly size: number;
  readonly #source: FeatureSetView<K>;
  readonly #roles: Readonly<Record<R, RoleRows>>;
  readonly #weightBy: string | undefined;

  /**
   * @param source the view that its samples are of
   * @param roles samples of each role
   * @param options where the batch stands, and the column that says how much its samples count
   * @throws {RangeError} when there is no role, or roles differ in size
   */
  constructor(
    source: FeatureSetView<K>,
    roles: Readonly<Record<R, RoleRows>>,
    options: BatchPlace & { weightBy?: string | undefined },
  ) {
    this.size = commonSize(roles);
    this.epoch = options.epoch;
    this.index = options.index;
    this.#source = source;
    this.#roles = roles;
    this.#weightBy = options.weightBy;
    Object.freeze(this);
  }

  /** Names of the roles. */
  get roles(): readonly R[] {
    return Object.keys(this.#roles) as R[];
  }

  /**
   * The samples of a role.
   *
   * @param role may be left out when there is only one
   * @returns a view of them
   */
  view(role?: R): FeatureSetView<K> {
    return this.#source.withRows(this.roleRows(role).rows);
  }

  /**
   * Reads features side by side.
   *
   * @param options the role (when there are several), keys, representation, and where to write
   * @returns numbers of shape (samples, keys, …shape of one sample), or (samples, numbers) where
   *   scalars and vectors differ in length; padding is 0
   */
  getFeatures(options: StackSelection<K["features"]> & { role?: R } = {}): Stacked {
    return this.#read("features", options);
  }

  /**
   * Reads targets side by side.
   *
   * @param options the role (when there are several), keys, representation, and where to write
   * @returns numbers of shape (samples, keys, …shape of one sample), or (samples, numbers) where
   *   scalars and vectors differ in length; padding is 0
   */
  getTargets(options: StackSelection<K["targets"]> & { role?: R } = {}): Stacked {
    return this.#read("targets", options);
  }

  /**
   * Reads one column into an array of its own.
   *
   * @param name a key, or a dotted name
   * @param options the role (when there are several), the type of the numbers, and where to write
   * @returns numbers of shape (samples, …shape of one sample); padding is 0
   */
  getColumn(
    name: AnyKey<K> | DottedName<K>,
    options: Pick<StackOptions, "dtype" | "into"> & { role?: R } = {},
  ): Stacked {
    checkOptions<typeof options>(options, { of: "getColumn()", known: ["role", "dtype", "into"] });
    const names = findOnce(this.#source, { columns: name } as ColumnSelection<K>);
    const { values, shape, columns } = this.#stack(names, options);
    return { values, shape: shape.toSpliced(-1 - this.#rank(names), 1), columns };
  }

  /**
   * Reads columns of any domain side by side.
   *
   * @param selection what is wanted; the newest representation of every column when left out
   * @param options the role (when there are several), the type of the numbers, and where to write
   * @returns numbers of shape (samples, columns, …shape of one sample), columns in the order of the
   *   table; padding is 0
   * @throws {TypeError} when columns hold texts, or are matrices of several shapes
   */
  getStacked(
    selection: ColumnSelection<K> = {},
    options: Pick<StackOptions, "dtype" | "into"> & { role?: R } = {},
  ): Stacked {
    checkOptions<typeof options>(options, { of: "getStacked()", known: ["role", "dtype", "into"] });
    return this.#stack(findOnce(this.#source, selection), options);
  }

  /**
   * Reads the samples of a role: features, targets, tags, identifiers, weights and mask.
   *
   * @param options the role (when there are several), and what to read of each domain
   * @returns the samples; domains that nothing is in are left out
   */
  read(
    options: ReadOptions<K> & { role?: R } = {},
  ): SampleData<K> {
    const { role, features = {}, targets = {}, tags = {} } = checkOptions<typeof options>(options, {
      of: "read()",
      known: ["role", "features", "targets", "tags"],
    });
    const view = this.view(role);
    const of = role === undefined ? {} : { role };
    return {
      ...(features !== false && view.featureKeys.length > 0 &&
        { features: this.getFeatures({ ...features, ...of }) }),
      ...(targets !== false && view.targetKeys.length > 0 &&
        { targets: this.getTargets({ ...targets, ...of }) }),
      ...(tags !== false && view.tagKeys.length > 0 && { tags: view.getTags(tags) }),
      sampleIds: view.sampleIds,
      weights: this.weights(role),
      mask: this.mask(role),
    };
  }

  /**
   * Reads the samples of every role.
   *
   * @param options what to read of each domain
   * @returns samples by role
   */
  readRoles(options: ReadOptions<K> = {}): RoleData<K, R> {
    const read = this.roles.map((role) => [role, this.read({ ...options, role })] as const);
    return Object.fromEntries(read) as Record<R, SampleData<K>>;
  }

  /**
   * Puts the samples of another batch behind these.
   *
   * @param other a batch of the same FeatureSet with the same roles
   * @returns a batch of the samples of both, at the place of this one
   * @throws {RangeError} when they are of different tables, or differ in roles, steps or weights
   */
  concat(other: Batch<K, R>): Batch<K, R> {
    const roles = [...new Set([...this.roles, ...other.roles])];
    const differ = other.#source.table !== this.#source.table ||
      other.#weightBy !== this.#weightBy || roles.length !== this.roles.length ||
      roles.some((role) => this.roleRows(role).steps !== other.roleRows(role).steps);
    if (differ) {
      throw new RangeError(
        `Cannot put a batch of roles ${other.roles.join(", ")} behind one of ` +
          `${this.roles.join(", ")}: both need the same FeatureSet, roles, steps and weights`,
      );
    }
    const both = roles.map((role) => [role, behind(this.roleRows(role), other.roleRows(role))]);
    const { epoch, index } = this;
    const joined = Object.fromEntries(both) as Record<R, RoleRows>;
    return new Batch(this.#source, joined, { epoch, index, weightBy: this.#weightBy });
  }

  /**
   * How much each sample counts.
   *
   * @param role may be left out when there is only one
   * @returns a weight per sample; 0 for padding
   * @throws {RangeError} when the column of weights holds one that is none
   */
  weights(role?: R): Float32Array {
    const { rows, weights, steps = 1 } = this.roleRows(role);
    const column = weightColumn(this.#source, this.#weightBy);
    return Float32Array.from({ length: this.size }, (_, at) => {
      const row = lastRow(rows, { at, steps });
      if (row < 0) return 0;
      const own = column === undefined ? 1 : column.at(row) as number;
      if (own >= 0 && own < Infinity && own !== null) return own * (weights?.[at] ?? 1);
      throw new RangeError(
        `Weight of row ${row} in column "${this.#weightBy}" is ${own}: give a number from 0`,
      );
    });
  }

  /**
   * Which rows are there.
   *
   * @param role may be left out when there is only one
   * @returns a byte per row: 0 for padding; as many rows per sample as it has steps
   */
  mask(role?: R): Uint8Array {
    return Uint8Array.from(this.roleRows(role).rows, (row) => row < 0 ? 0 : 1);
  }

  /**
   * The rows of a role.
   *
   * @param role may be left out when there is only one
   * @returns rows of the table, weights, and how many rows make a sample
   */
  roleRows(role?: R): RoleRows {
    const name = this.#name(role);
    const found = Object.hasOwn(this.#roles, name) ? this.#roles[name] : undefined;
    if (found !== undefined) return found;
    throw new RangeError(`No role "${name}"; roles: ${this.roles.join(", ")}`);
  }

  #read(
    domain: "features" | "targets",
    options: StackSelection<string> & { role?: R },
  ): Stacked {
    const { keys = "*", representation = "newest" } = checkOptions<typeof options>(options, {
      of: domain === "features" ? "getFeatures()" : "getTargets()",
      known: READ_OPTIONS,
    });
    const selection = { [domain]: keys, representation } as ColumnSelection<K>;
    return this.#stack(findOnce(this.#source, selection), options);
  }

  #stack(
    names: readonly string[],
    { role, dtype, into }: Pick<StackOptions, "dtype" | "into"> & { role?: R | undefined },
  ): Stacked {
    const { rows, steps } = this.roleRows(role);
    const stacked = readPacked(this.#source.table, names, {
      rows,
      dtype,
      into,
      among: this.#source.length,
    });
    if (steps === undefined) return stacked;
    return { ...stacked, shape: [this.size, steps, ...stacked.shape.slice(1)] };
  }

  #rank([name = ""]: readonly string[]): number {
    return this.#source.table.column(name).shape.length;
  }

  #name(role: R | undefined): R {
    const names = this.roles;
    const [only = DEFAULT_ROLE as R] = names;
    if (role === undefined && names.length > 1) {
      throw new RangeError(`A batch of several roles (${names.join(", ")}) needs to know which`);
    }
    return role ?? only;
  }
}

function commonSize(roles: Readonly<Record<string, RoleRows>>): number {
  const sizes = Object.entries(roles)
    .map(([role, { rows, steps = 1 }]) => ({ role, size: rows.length / steps }));
  const [first] = sizes;
  if (first === undefined) throw new RangeError("Cannot make a batch of no role");
  if (sizes.some(({ size }) => size !== first.size)) {
    const known = sizes.map(({ role, size }) => `${role} ${size}`).join(", ");
    throw new RangeError(`Roles of a batch differ in size: ${known}`);
  }
  for (const [role, { weights }] of Object.entries(roles)) {
    if (weights === undefined || weights.length === first.size) continue;
    throw new RangeError(
      `Role "${role}" has ${first.size} samples and ${weights.length} weights: give one each`,
    );
  }
  return first.size;
}

function behind(first: RoleRows, second: RoleRows): RoleRows {
  const { steps = 1 } = first;
  const rows = joinRows([first.rows, second.rows]);
  if (first.weights === undefined && second.weights === undefined) return { ...first, rows };
  const weights = [first, second].flatMap(({ rows, weights }) =>
    Array.from(weights ?? new Float32Array(rows.length / steps).fill(1))
  );
  return { ...first, rows, weights: Float32Array.from(weights) };
}

/** A sample of several rows is as new as its last one that is there. */
function lastRow(rows: Int32Array, { at, steps }: { at: number; steps: number }): number {
  for (let step = steps - 1; step >= 0; step--) {
    const row = rows[at * steps + step] as number;
    if (row >= 0) return row;
  }
  return -1;
}

function weightColumn<K extends Keys>(
  source: FeatureSetView<K>,
  weightBy: string | undefined,
): Column | undefined {
  if (weightBy === undefined) return undefined;
  const [name = weightBy] = findOnce(source, { columns: weightBy } as ColumnSelection<K>);
  const column = source.table.column(name);
  if (column.isNumeric && column.size === 1) return column;
  throw new TypeError(`Cannot weigh samples by "${weightBy}": it needs one number per sample`);
}

/** Thousands of batches of one view ask for the same columns. */
const found = new WeakMap<object, Map<string, readonly string[]>>();

function findOnce<K extends Keys>(
  source: FeatureSetView<K>,
  selection: ColumnSelection<K>,
): readonly string[] {
  const known = found.get(source) ?? new Map<string, readonly string[]>();
  found.set(source, known);
  const asked = JSON.stringify(selection);
  const names = known.get(asked) ?? source.findColumns(selection);
  known.set(asked, names);
  return names;
}
