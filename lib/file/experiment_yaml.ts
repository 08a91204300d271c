/**
 * The structure of an experiment as YAML, which people read and write: no samples, weights or results.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import type { FeatureSet } from "../data/feature_set.ts";
import { Experiment } from "../experiment/experiment.ts";
import { fromYaml as graphFromYaml, toYaml as graphToYaml } from "../graph/file/graph_yaml.ts";
import { ModelGraph } from "../graph/model_graph.ts";
import { ExperimentFileError, fileError } from "./experiment_file_error.ts";
import { EXPERIMENT_FORMAT, readManifest, writeManifest } from "./experiment_manifest.ts";
import { migrated } from "./migrate.ts";

// Not a literal: Deno would resolve the package when this file is imported.
const YAML_LIBRARY = "yaml";

/**
 * Writes the structure of an experiment.
 *
 * @param experiment all of whose losses, models and callbacks have registered names
 * @returns YAML for `experimentFromYaml`: graph, phases, seed, callbacks, and labels of the data
 * @throws UnregisteredError when a loss is a function that no name stands for
 * @example
 * ```ts
 * import type { Experiment } from "../experiment/experiment.ts";
 * import { experimentToYaml } from "./experiment_yaml.ts";
 * const print = async (experiment: Experiment) => console.log(await experimentToYaml(experiment));
 * ```
 */
export async function experimentToYaml<L extends string>(
  experiment: Experiment<L>,
): Promise<string> {
  const { Document, isMap, visit, parse } = await loadYaml();
  const { phases = [], callbacks, ...rest } = writeManifest(experiment as unknown as Experiment);
  const { format: _, ...graph } = parse(await graphToYaml(experiment.graph.graph.getConfig()));
  const document = new Document({ ...rest, graph, phases, callbacks }, {
    aliasDuplicateObjects: false,
  });
  // What is deep within a phase or a node stands on one line.
  visit(document, {
    Collection(_, collection, path) {
      if (path.filter(isMap).length > 3) collection.flow = true;
    },
  });
  return document.toString({ lineWidth: 100, flowCollectionPadding: true });
}

/**
 * Makes an experiment of YAML.
 *
 * @param text what `experimentToYaml` gave, or was written by hand
 * @param data the FeatureSets that it names
 * @returns an experiment whose weights begin anew
 * @throws TypeError when it is no text
 * @throws ConfigError or GraphConfigError with the place that is not as expected
 * @throws ExperimentFileError when it is no YAML, of another kind or version, data is missing, or a
 *   number means nothing
 * @throws GraphError when the graph cannot be built for the data
 * @throws UnknownNameError when it names a loss, a model, a sampler or a callback that is not registered
 */
export async function experimentFromYaml(
  text: string,
  data: readonly FeatureSet[],
): Promise<Experiment> {
  if (typeof text !== "string") {
    throw new TypeError(`Cannot read YAML from ${JSON.stringify(text)}: give its text`);
  }
  const { parse } = await loadYaml();
  let value: JsonObject;
  try {
    value = parse(text, { maxAliasCount: 0, logLevel: "error" }) as JsonObject;
  } catch (cause) {
    throw new ExperimentFileError("damaged", (cause as Error).message.trim(), { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ExperimentFileError("kind", "it is no map of keys");
  }
  try {
    return await experimentOf(value, data);
  } catch (cause) {
    throw fileError(cause);
  }
}

async function experimentOf(
  { graph, ...manifest }: JsonObject,
  data: readonly FeatureSet[],
): Promise<Experiment> {
  const { stringify } = await loadYaml();
  const parts = readManifest(migrated(manifest, EXPERIMENT_FORMAT));
  const known = data.map(({ label }) => label);
  const missing = parts.data.find((label) => !known.includes(label));
  if (missing !== undefined) {
    throw new ExperimentFileError("missing", `it takes "${missing}": give that FeatureSet`);
  }
  const format = { format: "modulab.model-graph/1" };
  const config = await graphFromYaml(stringify({ ...format, ...graph as JsonObject }));
  const { label, data: _, ...options } = parts;
  return new Experiment(label, { ...options, graph: ModelGraph.fromConfig(config), data });
}

async function loadYaml(): Promise<typeof import("yaml")> {
  return await import(YAML_LIBRARY);
}
