/**
 * What experiments find by label: the FeatureSets and experiments of a notebook or program.
 *
 * @module
 */

import { AsyncLocalStorage } from "node:async_hooks";
import { quote } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import type { Experiment } from "./experiment.ts";

/** What happens to a label that is taken: refuse it, give it to the newcomer, or number the newcomer. */
export type LabelPolicy = typeof POLICIES[number];

const POLICIES = ["error", "overwrite", "rename"] as const;

/** A label is taken, and the context refuses to give it away. */
export class LabelTakenError extends RangeError {
  readonly label: string;

  /**
   * @param kind what is called so
   * @param label what is taken
   */
  constructor(kind: string, label: string) {
    super(
      `Cannot call another ${kind} ${
        quote(label)
      }: choose another label, or make the context with ` +
        'policy "overwrite" or "rename"',
    );
    this.name = "LabelTakenError";
    this.label = label;
  }
}

/**
 * Knows FeatureSets and experiments by label. Every asynchronous flow has one: the context of the
 * program, unless `run` gives it another. The context of the program overwrites, so that a notebook
 * cell which is run again replaces what it made before.
 *
 * @example
 * ```ts
 * import { ExperimentContext } from "./context.ts";
 * const strict = new ExperimentContext({ policy: "error" });
 * strict.run(() => ExperimentContext.active === strict); // true
 * ```
 */
export class ExperimentContext {
  /** What happens to a label that is taken. */
  readonly policy: LabelPolicy;
  readonly #featureSets = new Map<string, FeatureSet>();
  readonly #experiments = new Map<string, Experiment>();

  /** @param options what happens to a label that is taken; default `overwrite` */
  constructor(options: { readonly policy?: LabelPolicy } = {}) {
    const choices = { policy: POLICIES };
    checkOptions(options, { of: "new ExperimentContext()", known: ["policy"], choices });
    this.policy = options.policy ?? "overwrite";
  }

  /** The context of whoever asks. */
  static get active(): ExperimentContext {
    return flow.getStore() ?? program;
  }

  /** FeatureSets that were registered, by label. */
  get featureSets(): ReadonlyMap<string, FeatureSet> {
    return this.#featureSets;
  }

  /** Experiments that were made here, by label: the newest version of each. */
  get experiments(): ReadonlyMap<string, Experiment> {
    return this.#experiments;
  }

  /**
   * Runs work in this context, with all that it awaits.
   *
   * @param work what is run
   * @returns what it gave
   */
  run<T>(work: () => T): T {
    return flow.run(this, work);
  }

  /**
   * Runs work in a copy of this context: what it registers is forgotten afterwards.
   *
   * @param work what is run
   * @returns what it gave
   */
  temporary<T>(work: () => T): T {
    const copy = new ExperimentContext({ policy: this.policy });
    for (const [label, set] of this.#featureSets) copy.#featureSets.set(label, set);
    for (const [label, experiment] of this.#experiments) copy.#experiments.set(label, experiment);
    return copy.run(work);
  }

  /**
   * Lets experiments find a FeatureSet by its label. A newer version of it takes its place; another
   * one of the same label does so too, unless the policy is `error`.
   *
   * @param set the FeatureSet
   * @returns the same
   * @throws LabelTakenError when another has its label, and the policy is not `overwrite`
   */
  register<S extends FeatureSet>(set: S): S {
    const taken = this.#featureSets.get(set.label);
    // A FeatureSet is found by references, which hold its label: numbering it would hide it.
    if (taken !== undefined && taken !== set && this.policy !== "overwrite") {
      throw new LabelTakenError("FeatureSet", set.label);
    }
    this.#featureSets.set(set.label, set);
    return set;
  }

  /**
   * Finds the label under which an experiment is known here.
   *
   * @param label the one that it wants
   * @param isVersionOf whether what has it is another version of the same experiment
   * @returns the label that it gets
   * @throws LabelTakenError when another experiment has it, and the policy is `error`
   */
  claim(label: string, isVersionOf: (other: Experiment) => boolean): string {
    const taken = this.#experiments.get(label);
    if (taken === undefined || this.policy === "overwrite" || isVersionOf(taken)) return label;
    if (this.policy === "error") throw new LabelTakenError("experiment", label);
    let number = 2;
    while (this.#experiments.has(`${label}_${number}`)) number++;
    return `${label}_${number}`;
  }

  /** Knows an experiment from now on. */
  keep(experiment: Experiment): void {
    this.#experiments.set(experiment.label, experiment);
  }

  /** Forgets everything. */
  clear(): void {
    this.#featureSets.clear();
    this.#experiments.clear();
  }
}

const flow = new AsyncLocalStorage<ExperimentContext>();
const program = new ExperimentContext();
