/**
 * Choosing among samples: by place, condition, identifier and column.
 *
 * @module
 */

import { checkOptions } from "../core/options.ts";
import { showAs } from "../core/show_as.ts";
import { displaySelection } from "./display.ts";
import { type Condition, rowTest } from "./predicate.ts";
import { filterRows, isAmong, pickRows } from "./rows.ts";
import {
  columnsOf,
  makeSampler,
  type SamplerName,
  type SamplerOptions,
  type SamplersByName,
} from "./sample/typed_samplers.ts";
import type { RoleSampler, RoleSamplerOptions } from "./sample/role_sampler.ts";
import { SampleColumns } from "./sample_columns.ts";
import {
  type AnyKey,
  type ColumnSelection,
  type DottedName,
  type Keys,
  selectColumns,
} from "./select_columns.ts";

export type { DomainSelection, StackSelection } from "./sample_columns.ts";

/** Conditions on columns; a row must meet all of them. */
export type Conditions<K extends Keys = Keys> = {
  readonly [key in AnyKey<K> | DottedName<K>]?: Condition;
};

/** What a view is made of, besides the table. */
export interface ViewParts {
  /** Rows of the table, −1 for padding; all when left out. */
  readonly rows?: Int32Array | undefined;
  /** Full names of columns; all when left out. */
  readonly columns?: readonly string[] | undefined;
  /** What to call it. */
  readonly label?: string | undefined;
}

/** What views are called. */
interface Labelled {
  readonly label?: string;
}

const LABELLED: readonly (keyof Labelled)[] = ["label"];

/** Rows and columns of a table of samples, and views of some of them. */
export abstract class SampleSelection<K extends Keys, V> extends SampleColumns<K> {
  /** Makes a view of the same FeatureSet. */
  protected abstract view(parts: ViewParts): V;

  /**
   * Chooses samples by their place.
   *
   * @param places from 0; negative ones count from the end
   * @param options what to call the view
   * @returns a view of those samples, in that order
   */
  take(places: ArrayLike<number>, options: Labelled = {}): V {
    const { label } = checkOptions(options, { of: "take()", known: LABELLED });
    return this.#derive({ rows: pickRows(places, this.chosenRows ?? this.length), label });
  }

  /**
   * Chooses samples by conditions; a sample must meet all of them.
   *
   * @param conditions by column: a value (equal), a list (one of them), a predicate such as `gt(3)`,
   *   or a function of the sample
   * @param options what to call the view
   * @returns a view of the samples that meet them, in order; it may be empty
   */
  filter(conditions: Conditions<K>, options: Labelled = {}): V {
    const { label } = checkOptions(options, { of: "filter()", known: LABELLED });
    if (typeof conditions !== "object" || conditions === null) {
      throw new TypeError(
        `Cannot filter "${this.label}" by ${String(conditions)}: give conditions by column, ` +
          `such as { soh: gt(90) }`,
      );
    }
    const tests = Object.entries(conditions).map(([name, condition]) => {
      const [found = name] = this.findColumns({ columns: [name as AnyKey<K>] });
      return rowTest(this.table.column(found), condition as Condition);
    });
    const [only] = tests;
    const test = tests.length === 1 && only !== undefined
      ? only
      : (row: number) => tests.every((one) => one(row));
    return this.#derive({ rows: filterRows(this.rows, test), label });
  }

  /**
   * Chooses samples by a condition on one column.
   *
   * @param name a key, or a dotted name
   * @param condition a value, a list, a predicate or a function of the sample
   * @returns a view of the samples that meet it
   */
  where(name: AnyKey<K> | DottedName<K>, condition: Condition): V {
    return this.filter({ [name]: condition } as Conditions<K>);
  }

  /**
   * Chooses samples by their identifiers.
   *
   * @param ids identifiers, in the order wanted
   * @param options what to call the view
   * @returns a view of those samples that are here, in that order
   */
  takeIds(ids: readonly string[], options: Labelled = {}): V {
    const { label } = checkOptions(options, { of: "takeIds()", known: LABELLED });
    const here = this.#test();
    const rows = ids.map((id) => this.table.ids.find(id));
    return this.#derive({ rows: filterRows(Int32Array.from(rows), here), label });
  }

  /**
   * Chooses columns.
   *
   * @param selection what is wanted; every representation of a key unless one is named
   * @param options what to call the view
   * @returns a view of those columns, with the same samples
   */
  select(selection: ColumnSelection<K>, options: Labelled = {}): V {
    const { label } = checkOptions(options, { of: "select()", known: LABELLED });
    const columns = selectColumns(this.table, selection as ColumnSelection, {
      among: this.chosenColumns,
      fallback: "*",
    });
    return this.#derive({ columns, label });
  }

  /**
   * Keeps the samples that another selection has too, found by identifier.
   *
   * @param other any FeatureSet or view
   * @param options whose order to keep (`self` when left out), and what to call the view
   * @returns a view of this FeatureSet
   */
  intersection(
    other: SampleSelection<Keys, unknown>,
    options: Labelled & { order?: "self" | "other" } = {},
  ): V {
    const { order = "self", label } = checkOptions<typeof options>(options, {
      of: "intersection()",
      known: ["order", ...LABELLED],
      choices: { order: ["self", "other"] },
    });
    if (order === "other") {
      return this.takeIds(other.sampleIds, label === undefined ? {} : { label });
    }
    return this.#derive({ rows: filterRows(this.rows, this.#alsoIn(other)), label });
  }

  /**
   * Keeps the samples that another selection does not have, found by identifier.
   *
   * @param other any FeatureSet or view
   * @param options what to call the view
   * @returns a view of this FeatureSet
   */
  difference(
    other: SampleSelection<Keys, unknown>,
    options: Labelled = {},
  ): V {
    const { label } = checkOptions(options, { of: "difference()", known: LABELLED });
    const shared = this.#alsoIn(other);
    return this.#derive({ rows: filterRows(this.rows, (row) => !shared(row)), label });
  }

  /**
   * Counts the samples that another selection has too, found by identifier.
   *
   * @param other any FeatureSet or view
   * @returns how many of the samples here are there as well
   */
  overlap(other: SampleSelection<Keys, unknown>): number {
    return filterRows(this.rows, this.#alsoIn(other)).length;
  }

  /**
   * Makes a sampler for these samples: editors complete the names of their columns, and others are
   * refused at once.
   *
   * @param name `simple`, `window`, `paired`, `triplet` or `role`
   * @param options of that sampler
   * @returns the sampler, which may deal out any view with those columns
   * @throws {UnknownNameError} when there is no such column
   */
  sampler<const R extends string>(
    name: "role",
    options: RoleSamplerOptions<AnyKey<K> | DottedName<K>, R>,
  ): RoleSampler<R>;
  sampler<S extends Exclude<SamplerName, "role">>(
    name: S,
    options: SamplerOptions<AnyKey<K> | DottedName<K>>[S],
  ): SamplersByName[S];
  sampler<S extends SamplerName>(name: S, options: SamplerOptions[S]): SamplersByName[S] {
    const given = (options ?? {}) as { conditions?: Readonly<Record<string, object>> };
    const { conditions = {}, ...rest } = given;
    const named = columnsOf(name === "role" ? { ...rest, roles: conditions } : given);
    for (const column of named) this.findColumns({ columns: [column as AnyKey<K>] });
    return makeSampler(name, options);
  }

  #derive({ rows = this.chosenRows, columns = this.chosenColumns, label }: ViewParts): V {
    return this.view({ rows, columns, label });
  }

  #test(): (row: number) => boolean {
    return this.chosenRows === undefined ? (row) => row >= 0 : isAmong(this.chosenRows);
  }

  /** By row where both share their identities, which is always so for views of one FeatureSet. */
  #alsoIn(other: SampleSelection<Keys, unknown>): (row: number) => boolean {
    if (other.table.ids === this.table.ids) return other.#test();
    const among = other.#test();
    const { rows } = this;
    const located = other.table.ids.locate(this.table.ids, rows);
    return isAmong(rows.filter((_, at) => among(located[at] as number)));
  }
}

showAs(SampleSelection.prototype as SampleSelection<Keys, unknown>, displaySelection);
