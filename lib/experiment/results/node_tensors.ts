/**
 * What a node gave and what it was given, of a step that was kept.
 *
 * @module
 */

import { list, quote, UnknownNameError } from "../../core/names.ts";
import { checkOptions } from "../../core/options.ts";
import type { Sample } from "../../data/column.ts";
import type { HostTensor } from "../../engine/run/onnx_runtime.ts";
import type { Samples } from "../../graph/data_source.ts";
import { OUTPUT, type Ports } from "../../models/interface.ts";
import type { SamplesBySet } from "../../training/feed.ts";
import { featureSetsOf } from "./loss_weight.ts";
import type { KeptStep, PhaseSource } from "./phase_source.ts";
import { rolesOf, viewOf } from "./recorded_samples.ts";
import { unscaleTargets } from "./unscale.ts";

/** Which tensors of a node. */
export interface TensorQuery {
  /** What it gave (default), or targets, features or tags of its samples. */
  readonly domain?: typeof DOMAINS[number];
  /** Role of the samples, when there are several. */
  readonly role?: string;
  /** Which output of the node; its only one when left out. */
  readonly port?: string;
  /** Which FeatureSet's samples, when the node draws from several. */
  readonly featureSet?: string;
  /** Whether to invert the scalers of the targets. Default no. */
  readonly unscale?: boolean;
}

const DOMAINS = ["outputs", "targets", "features", "tags"] as const;
const OPTIONS = ["domain", "role", "port", "featureSet", "unscale"] as const;

/** Tags of samples: a list for each key. */
export type TagData = Readonly<Record<string, readonly Sample[]>>;

/**
 * Makes what reads a node's tensors of a step.
 *
 * @param source of the phase
 * @param node label of the node
 * @param options which tensors
 * @returns a function of a step
 * @throws UnknownNameError when there is no such node, or no such option or domain
 * @throws RangeError when outputs of a node inside the graph are to be scaled back
 *
 * @example
 * ```ts
 * import type { KeptStep, PhaseSource } from "./phase_source.ts";
 * import { readNode } from "./node_tensors.ts";
 * const targets = (source: PhaseSource, step: KeptStep) =>
 *   readNode(source, "Head", { domain: "targets" })(step);
 * ```
 */
export function readNode(
  source: PhaseSource,
  node: string,
  options: TensorQuery,
): (step: KeptStep) => HostTensor | TagData {
  checkNode(source, node);
  checkOptions(options, { of: "tensors()", known: OPTIONS, choices: { domain: DOMAINS } });
  const { domain = "outputs", unscale = false, featureSet } = options;
  if (unscale) checkUnscale(source, node, options);
  return (step) => {
    if (domain === "outputs") {
      const output = outputOf(source, step, { node, ...options });
      if (!unscale) return output;
      return unscaleTargets(output, samplesOf(source, node, { samples: step.samples, featureSet }));
    }
    const samples = samplesOf(source, node, { samples: step.samples, featureSet });
    const of = options.role === undefined ? {} : { role: options.role };
    if (domain === "tags") return viewOf(samples, of).getTags();
    const { values, shape } = domain === "targets"
      ? samples.getTargets({ ...of, dtype: "float32" })
      : samples.getFeatures({ ...of, dtype: "float32" });
    const tensor: HostTensor = { dtype: "float32", shape, data: values as Float32Array };
    return unscale ? unscaleTargets(tensor, samples) : tensor;
  };
}

/**
 * Finds the samples of a FeatureSet, or those that a node drew from.
 *
 * @param source of the phase
 * @param of label of a FeatureSet or of a node
 * @param options samples of a step, and which FeatureSet's are meant
 * @returns a batch or a view
 * @throws UnknownNameError when there is neither
 * @throws RangeError when the node draws from several, and it is not said which
 *
 * @example
 * ```ts
 * import type { KeptStep, PhaseSource } from "./phase_source.ts";
 * import { samplesOf } from "./node_tensors.ts";
 * const fed = (source: PhaseSource, { samples }: KeptStep) => samplesOf(source, "Head", { samples });
 * ```
 */
export function samplesOf(
  source: PhaseSource,
  of: string,
  options: { readonly samples: SamplesBySet; readonly featureSet?: string | undefined },
): Samples {
  const { samples, featureSet } = options;
  const known = Object.keys(samples);
  const wanted = featureSet ?? (known.includes(of) ? of : onlySet(source, of, { known }));
  const found = Object.hasOwn(samples, wanted) ? samples[wanted] : undefined;
  if (found !== undefined) return found;
  throw new UnknownNameError("FeatureSet of this step", wanted, { known });
}

function onlySet(
  source: PhaseSource,
  node: string,
  { known }: { readonly known: readonly string[] },
): string {
  checkNode(source, node);
  const sets = source.graph === undefined ? known : [...featureSetsOf(source.graph, [node])];
  const given = sets.filter((label) => known.includes(label));
  const [only, ...others] = given;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined) {
    throw new RangeError(
      `Cannot find the samples of ${quote(node)}: this step had ${list(known)} only`,
    );
  }
  throw new RangeError(
    `Cannot tell which samples of ${quote(node)} are meant: it draws from ${list(given)}; ` +
      "say featureSet",
  );
}

function outputOf(
  source: PhaseSource,
  step: KeptStep,
  { node, role, port }: TensorQuery & { readonly node: string },
): HostTensor {
  const { outputs, epoch, batch } = step;
  if (role !== undefined) checkRole(role, step);
  const ports = role === undefined
    ? outputs?.[node]
    : outputs?.[`${node}.${role}`] ?? outputs?.[node];
  if (ports !== undefined) return portOf(ports, { node, port });
  const kept = Object.keys(outputs ?? {});
  throw new UnknownNameError(`recorded output of epoch ${epoch}, batch ${batch}`, node, {
    known: kept,
    hint: `phase ${quote(source.label)} kept those`,
  });
}

/** Outputs have roles where samples do; those of merged roles have none. */
function checkRole(role: string, { samples }: KeptStep): void {
  const known = [...new Set(Object.values(samples).flatMap((own) => rolesOf(own)))];
  if (!known.includes(role)) throw new UnknownNameError("role", role, { known });
}

function portOf(
  ports: Ports<HostTensor>,
  { node, port }: { readonly node: string; readonly port: string | undefined },
): HostTensor {
  const names = Object.keys(ports);
  const wanted = port ?? (names.length === 1 ? names[0] ?? OUTPUT : OUTPUT);
  const found = ports[wanted];
  if (found !== undefined) return found;
  throw new UnknownNameError(`output of ${node}`, wanted, { known: names });
}

/** Labels of the graph, or of what was recorded where the graph is not known. */
function checkNode({ graph, lossInfos, steps }: PhaseSource, node: string): void {
  const recorded = () => [
    ...lossInfos.map((loss) => loss.node),
    ...Object.keys(steps[0]?.outputs ?? {}).map((label) => label.split(".")[0] ?? label),
  ];
  const known = graph?.labels ?? [...new Set(recorded())];
  if (known.includes(node)) return;
  throw new UnknownNameError("node", node, { known });
}

function checkUnscale(
  { graph }: PhaseSource,
  node: string,
  { domain = "outputs" }: TensorQuery,
): void {
  if (domain === "features" || domain === "tags") {
    throw new RangeError(`Cannot scale ${domain} back: ask for outputs or targets`);
  }
  if (domain === "targets" || graph === undefined || graph.tails.includes(node)) return;
  throw new RangeError(
    `Cannot scale the outputs of ${quote(node)} back as targets: other nodes take them; ` +
      `those of ${list(graph.tails)} are like targets`,
  );
}
