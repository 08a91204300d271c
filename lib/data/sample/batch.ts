/**
 * A batch: some samples for each role, read at the last moment.
 *
 * @module
 */

import type { Stacked } from "../data_format.ts";
import type { FeatureSetView } from "../feature_set_view.ts";
import type { StackSelection } from "../sample_selection.ts";
import type { ColumnSelection, Keys } from "../select_columns.ts";
import { readPacked } from "./packed.ts";

/** The role of samples that have no other. */
export const DEFAULT_ROLE = "default";

/** The samples of one role. */
export interface RoleRows {
  /** Rows of the table; −1 is padding. */
  readonly rows: Int32Array;
  /** How much each sample counts; 1 when left out. */
  readonly weights?: Float32Array | undefined;
}

/** Where a batch stands in its run. */
export interface BatchPlace {
  /** The epoch, from 0. */
  readonly epoch: number;
  /** Its place in the epoch, from 0. */
  readonly index: number;
}

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
export class Batch<K extends Keys = Keys> implements BatchPlace {
  readonly epoch: number;
  readonly index: number;
  /** How many samples each role has, padding included. */
  readonly size: number;
  readonly #source: FeatureSetView<K>;
  readonly #roles: Readonly<Record<string, RoleRows>>;

  /**
   * @param source the view that its samples are of
   * @param roles samples of each role
   * @param place where the batch stands
   * @throws {RangeError} when there is no role, or roles differ in size
   */
  constructor(
    source: FeatureSetView<K>,
    roles: Readonly<Record<string, RoleRows>>,
    options: BatchPlace,
  ) {
    const sizes = Object.entries(roles).map(([role, { rows }]) => `${role} ${rows.length}`);
    const [first] = Object.values(roles);
    if (first === undefined) throw new RangeError("Cannot make a batch of no role");
    if (Object.values(roles).some(({ rows }) => rows.length !== first.rows.length)) {
      throw new RangeError(`Roles of a batch differ in size: ${sizes.join(", ")}`);
    }
    for (const [role, { rows, weights }] of Object.entries(roles)) {
      if (weights === undefined || weights.length === rows.length) continue;
      throw new RangeError(
        `Role "${role}" has ${rows.length} samples and ${weights.length} weights: give one each`,
      );
    }
    this.size = first.rows.length;
    this.epoch = options.epoch;
    this.index = options.index;
    this.#source = source;
    this.#roles = roles;
    Object.freeze(this);
  }

  /** Names of the roles. */
  get roles(): readonly string[] {
    return Object.keys(this.#roles);
  }

  /**
   * The samples of a role.
   *
   * @param role may be left out when there is only one
   * @returns a view of them
   */
  view(role?: string): FeatureSetView<K> {
    const { rows } = this.#role(role);
    return this.#source.withRows(rows);
  }

  /**
   * Reads features side by side.
   *
   * @param options the role (when there are several), keys, representation, and where to write
   * @returns numbers of shape (samples, keys, …shape of one sample); padding is 0
   */
  getFeatures(options: StackSelection<K["features"]> & { role?: string } = {}): Stacked {
    return this.#read("features", options);
  }

  /**
   * Reads targets side by side.
   *
   * @param options the role (when there are several), keys, representation, and where to write
   * @returns numbers of shape (samples, keys, …shape of one sample); padding is 0
   */
  getTargets(options: StackSelection<K["targets"]> & { role?: string } = {}): Stacked {
    return this.#read("targets", options);
  }

  /**
   * How much each sample counts.
   *
   * @param role may be left out when there is only one
   * @returns a weight per sample; 0 for padding
   */
  weights(role?: string): Float32Array {
    const { rows, weights } = this.#role(role);
    return Float32Array.from(rows, (row, at) => row < 0 ? 0 : weights?.[at] ?? 1);
  }

  /**
   * Which samples are there.
   *
   * @param role may be left out when there is only one
   * @returns a byte per sample: 0 for padding
   */
  mask(role?: string): Uint8Array {
    return this.view(this.#name(role)).mask;
  }

  #read(
    domain: "features" | "targets",
    options: StackSelection<string> & { role?: string },
  ): Stacked {
    const { keys = "*", representation = "newest", role, dtype, into } = options;
    const selection = { [domain]: keys, representation } as ColumnSelection<K>;
    const names = findOnce(this.#source, selection);
    const { rows } = this.#role(role);
    return readPacked(this.#source.table, names, { rows, dtype, into });
  }

  #name(role: string | undefined): string {
    const names = this.roles;
    const [only = DEFAULT_ROLE] = names;
    if (role === undefined && names.length > 1) {
      throw new RangeError(`A batch of several roles (${names.join(", ")}) needs to know which`);
    }
    return role ?? only;
  }

  #role(role: string | undefined): RoleRows {
    const name = this.#name(role);
    const found = Object.hasOwn(this.#roles, name) ? this.#roles[name] : undefined;
    if (found !== undefined) return found;
    throw new RangeError(`No role "${name}"; roles: ${this.roles.join(", ")}`);
  }
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
