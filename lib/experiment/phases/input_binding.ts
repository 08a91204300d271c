/**
 * Which samples a phase takes, and who deals them out.
 *
 * @module
 */

import { fromNamedConfig, type NamedConfig, toNamedConfig } from "../../core/configured.ts";
import { freeze, type JsonObject } from "../../core/json.ts";
import { list, UnknownNameError } from "../../core/names.ts";
import type { FeatureSet } from "../../data/feature_set.ts";
import type { FeatureSetView } from "../../data/feature_set_view.ts";
import { AlignedSampler } from "../../data/sample/aligned_sampler.ts";
import { type Sampler, samplers } from "../../data/sample/sampler.ts";

/** Where samples come from: the label of a FeatureSet, and one of its splits. */
export interface SampleSource {
  /** The FeatureSet, or its label. */
  readonly featureSet: string | FeatureSet;
  /** The split; all samples when left out. */
  readonly split?: string | undefined;
}

/** What a binding is as plain data. */
export interface InputBindingConfig {
  /** Labels of FeatureSets, each with its split or `null`. */
  readonly sources: readonly { readonly featureSet: string; readonly split: string | null }[];
  readonly sampler: NamedConfig | null;
}

/** What a binding is made of. */
export interface BindingParts {
  /** The split of each FeatureSet by its label; `null` for all samples. */
  readonly splits: Readonly<Record<string, string | null>>;
  /** Who deals samples out, which training needs; evaluation takes them as they come. */
  readonly sampler?: Sampler | AlignedSampler | undefined;
}

/**
 * Binds splits of FeatureSets to whatever takes from those FeatureSets. Resolved when a phase runs.
 *
 * @example
 * ```ts
 * import { SimpleSampler } from "../../data/sample/simple_sampler.ts";
 * import { InputBinding } from "./input_binding.ts";
 * const sampler = new SimpleSampler({ batchSize: 32, shuffle: true });
 * InputBinding.forTraining({ featureSet: "pulses", split: "train", sampler }).featureSets; // ["pulses"]
 * ```
 */
export class InputBinding {
  /** The split of each FeatureSet by its label; `null` for all samples. */
  readonly splits: Readonly<Record<string, string | null>>;
  /** Deals samples out; without one they are taken as they stand. */
  readonly sampler: Sampler | AlignedSampler | undefined;

  /**
   * `forTraining`, `forEvaluation` and `aligned` are shorter.
   *
   * @param parts the split of each FeatureSet, and a sampler
   * @throws RangeError when there are several FeatureSets, and no sampler that aligns them
   */
  constructor({ splits, sampler }: BindingParts) {
    checkAligned(Object.keys(splits), sampler);
    this.splits = freeze({ ...splits });
    this.sampler = sampler;
    Object.freeze(this);
  }

  /**
   * Binds one split to training.
   *
   * @param source the FeatureSet, its split, and what deals its samples out
   * @returns the binding
   */
  static forTraining(
    { featureSet, split, sampler }: SampleSource & { readonly sampler: Sampler },
  ): InputBinding {
    return new InputBinding({ splits: { [labelOf(featureSet)]: split ?? null }, sampler });
  }

  /**
   * Binds one split to evaluation, where samples come in the order of the split.
   *
   * @param source the FeatureSet and its split
   * @returns the binding
   */
  static forEvaluation({ featureSet, split }: SampleSource): InputBinding {
    return new InputBinding({ splits: { [labelOf(featureSet)]: split ?? null } });
  }

  /**
   * Binds several FeatureSets whose samples belong together.
   *
   * @param splits the split of each by its label, `null` for all samples; the first one leads
   * @param sampler finds what belongs together, and deals it out
   * @returns the binding
   */
  static aligned(
    splits: Readonly<Record<string, string | null>>,
    sampler: AlignedSampler,
  ): InputBinding {
    return new InputBinding({ splits, sampler });
  }

  /** Labels of the FeatureSets. */
  get featureSets(): readonly string[] {
    return Object.keys(this.splits);
  }

  /**
   * Finds the samples.
   *
   * @param data the FeatureSets there are
   * @returns a view by label of the FeatureSet
   * @throws UnknownNameError when there is no such FeatureSet or split
   */
  views(data: readonly FeatureSet[]): Readonly<Record<string, FeatureSetView>> {
    const entries = Object.entries(this.splits).map(([label, split]) => {
      const set = data.find((one) => one.label === label);
      if (set === undefined) {
        throw new UnknownNameError("FeatureSet", label, { known: data.map((one) => one.label) });
      }
      return [label, split === null ? set.toView() : set.getSplit(split)] as const;
    });
    return Object.fromEntries(entries);
  }

  /** Plain data from which `fromConfig` makes an equal binding. */
  getConfig(): InputBindingConfig {
    const sources = Object.entries(this.splits).map(([featureSet, split]) => ({
      featureSet,
      split,
    }));
    return freeze({ sources, sampler: this.sampler ? toNamedConfig(this.sampler) : null });
  }

  /**
   * Makes a binding again.
   *
   * @param config what `getConfig()` gave
   * @returns an equal binding
   * @throws UnknownNameError when its sampler is not registered
   */
  static fromConfig({ sources, sampler }: InputBindingConfig): InputBinding {
    const splits = Object.fromEntries(sources.map(({ featureSet, split }) => [featureSet, split]));
    return new InputBinding({ splits, sampler: sampler === null ? undefined : samplerOf(sampler) });
  }
}

/**
 * Refuses two bindings of one FeatureSet, of which nobody could say which samples are meant.
 *
 * @param phase the label of the phase
 * @param bindings all of them
 * @returns the same, frozen
 * @throws TypeError for what is no binding
 * @throws RangeError that names the FeatureSet, or says that there is no binding
 */
export function checkBindings(
  phase: string,
  bindings: readonly InputBinding[],
): readonly InputBinding[] {
  if (bindings.some((one) => !(one instanceof InputBinding))) {
    throw new TypeError(
      `Cannot make the phase "${phase}": its inputSources are InputBindings, such as ` +
        "InputBinding.forTraining(…)",
    );
  }
  const labels = bindings.flatMap(({ featureSets }) => featureSets);
  const twice = labels.filter((label, at) => labels.indexOf(label) !== at);
  if (twice.length > 0) {
    throw new RangeError(
      `Cannot make the phase "${phase}": ${list(twice)} is bound twice; bind one split of each ` +
        "FeatureSet, or several FeatureSets",
    );
  }
  if (labels.length > 0) return Object.freeze([...bindings]);
  throw new RangeError(
    `Cannot make the phase "${phase}" without samples: give inputSources, such as ` +
      'InputBinding.forTraining({ featureSet: "pulses", split: "train", sampler })',
  );
}

/**
 * Finds who deals the samples of a binding out, which training does not do by itself: nobody could say
 * how many samples a step has, and whether they are shuffled.
 *
 * @param binding splits of FeatureSets, and a sampler
 * @returns its sampler
 * @throws RangeError when it has none, as one for evaluation
 * @example
 * ```ts
 * import { SimpleSampler } from "../../data/sample/simple_sampler.ts";
 * import { dealerOf, InputBinding } from "./input_binding.ts";
 * const sampler = new SimpleSampler({ batchSize: 32, shuffle: true });
 * dealerOf(InputBinding.forTraining({ featureSet: "pulses", split: "train", sampler })); // sampler
 * ```
 */
export function dealerOf({ featureSets, sampler }: InputBinding): Sampler | AlignedSampler {
  if (typeof sampler?.batches === "function") return sampler;
  throw new RangeError(
    `Cannot train on ${list(featureSets)} without a sampler: give sampler, such as ` +
      "new SimpleSampler({ batchSize: 32, shuffle: true })",
  );
}

/** What deals out one FeatureSet would leave the others out, and nobody would hear of it. */
function checkAligned(featureSets: readonly string[], sampler: BindingParts["sampler"]): void {
  if (featureSets.length <= 1 || sampler instanceof AlignedSampler) return;
  throw new RangeError(
    `Cannot bind ${list(featureSets)} together without an AlignedSampler: use ` +
      "InputBinding.aligned, or a binding for each",
  );
}

function labelOf(featureSet: string | FeatureSet): string {
  if (featureSet === undefined) {
    throw new TypeError("Cannot bind samples without featureSet: give a FeatureSet or its label");
  }
  return typeof featureSet === "string" ? featureSet : featureSet.label;
}

function samplerOf(config: NamedConfig): Sampler | AlignedSampler {
  if (config.name === "aligned") return AlignedSampler.fromConfig(config.config as JsonObject);
  return fromNamedConfig(config, samplers);
}
