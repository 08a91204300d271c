/**
 * THE WALK of saving and loading: a whole experiment in one file, which holds data only.
 *
 * A zip of JSON, Arrow, safetensors and typed arrays, each with its checksum. Loading runs no code of
 * the file: losses, models, callbacks of one's own are found by the names under which they are
 * registered.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import type { JsonObject } from "../core/json.ts";
import { FeatureSet } from "../data/feature_set.ts";
import { writeWhole } from "../data/file/files.ts";
import {
  encodeJson,
  type Members,
  openSealedZip,
  parseMember,
  sealZip,
} from "../data/file/sealed_zip.ts";
import { packFile, unpackFile } from "../experiment/checkpoints/packed_file.ts";
import { Experiment } from "../experiment/experiment.ts";
import { Live, type LiveState } from "../experiment/run/live.ts";
import { runFromTree, runToTree, type RunTree } from "../experiment/travel/run_tree.ts";
import type { BuiltGraph } from "../graph/built_graph.ts";
import { packGraph, unpackGraph } from "../graph/file/graph_archive.ts";
import { ModelGraph } from "../graph/model_graph.ts";
import { ExperimentFileError, fileError } from "./experiment_file_error.ts";
import {
  EXPERIMENT_FORMAT,
  type ExperimentParts,
  readManifest,
  writeManifest,
} from "./experiment_manifest.ts";
import { migrated } from "./migrate.ts";

const [MANIFEST, GRAPH, BUILT] = ["experiment.json", "graph.json", "graph.zip"] as const;
const [TRAINING, HISTORY] = ["training.bin", "history.bin"] as const;
const NAMES = /^(experiment\.json|graph\.(json|zip)|(training|history)\.bin|data\/\d+\.zip)$/;

/** What of an experiment is saved. */
export interface SaveOptions {
  /** Weights, optimizers and how far chance has come; default true. */
  readonly state?: boolean;
  /** The FeatureSets; default true. Without them they are given when it is loaded. */
  readonly data?: boolean;
  /** The runs that have ended, with their results; default true. */
  readonly history?: boolean;
}

/** What is needed to load an experiment. */
export interface LoadOptions {
  /** FeatureSets that take the places of those in the file, by their labels. */
  readonly data?: readonly FeatureSet[];
  /** How many bytes the file may take once unpacked; 4 GiB when left out. */
  readonly maxBytes?: number;
}

/**
 * Saves an experiment: plan, graph, data, weights, optimizers and results.
 *
 * @param experiment all of whose losses, models and callbacks have registered names
 * @param path of the file, which is replaced; nothing is written when left out
 * @param options what is left out
 * @returns the bytes of the file
 * @throws UnregisteredError when a loss is a function that no name stands for
 * @throws UnknownNameError when a callback is not registered
 * @throws GraphError when a model is not registered
 * @example
 * ```ts
 * import type { Experiment } from "../experiment/experiment.ts";
 * import { loadExperiment, saveExperiment } from "./experiment_file.ts";
 * async function share(experiment: Experiment): Promise<Experiment> {
 *   await saveExperiment(experiment, "soh.experiment");
 *   return await loadExperiment("soh.experiment");
 * }
 * ```
 */
export async function saveExperiment<L extends string>(
  experiment: Experiment<L>,
  path?: string,
  { state = true, data = true, history = true }: SaveOptions = {},
): Promise<Uint8Array> {
  const all = experiment as unknown as Experiment;
  const { training, counts, fitted } = all.getState();
  const sets = await Promise.all(all.data.map((set) => set.save()));
  const members: Members = {
    [MANIFEST]: encodeJson(writeManifest(all)),
    ...(state
      ? {
        [BUILT]: await packGraph(all.graph),
        [TRAINING]: packFile({ counts, fitted, ...(training && { training }) }),
      }
      : { [GRAPH]: encodeJson(all.graph.graph.getConfig()) }),
    ...(data && Object.fromEntries(sets.map((bytes, at) => [`data/${at}.zip`, bytes]))),
    ...(history && { [HISTORY]: packFile(all.history.map(runToTree)) }),
  };
  const bytes = await sealZip(members);
  if (path !== undefined) await writeWhole(path, bytes);
  return bytes;
}

/**
 * Loads an experiment.
 *
 * @param source path of a file that `saveExperiment` wrote, or its bytes
 * @param options FeatureSets, where they are not in the file or others are to take their places
 * @returns an equal experiment, with a log of its own; a graph that was saved without state begins anew
 * @throws ExperimentFileError when the file is damaged, was changed, is of another kind or a newer
 *   version, or lacks data that is not given
 * @throws ConfigError or GraphConfigError with the place of what somebody has changed
 * @throws GraphError when the graph cannot be built for the data that the file names
 * @throws UnknownNameError when it names a loss, a model, a sampler or a callback that is not registered
 */
export async function loadExperiment(
  source: string | Uint8Array,
  { data = [], maxBytes }: LoadOptions = {},
): Promise<Experiment> {
  const bytes = typeof source === "string" ? await readFile(source) : source;
  try {
    const members = await openSealedZip(bytes, { names: NAMES, maxBytes });
    const parts = readManifest(migrated(parseMember(members, MANIFEST), EXPERIMENT_FORMAT));
    const sets = await setsOf(parts, { members, given: data });
    const graph = await graphOf(members);
    const live = graph instanceof ModelGraph ? undefined : liveOf(graph, { members, sets });
    const { label, data: _, ...options } = parts;
    return new Experiment(label, { ...options, graph, data: sets, ...(live && { live }) });
  } catch (cause) {
    throw fileError(cause);
  }
}

/**
 * Puts weights, optimizers and chance of a file into an experiment, whose plan stays as it is.
 *
 * @param experiment with nodes of the same labels and shapes
 * @param source path of a file that `saveExperiment` wrote with its state, or its bytes
 * @throws ExperimentFileError when the file has no state, or is no such file
 * @throws StateError when the weights do not fit; nothing has changed then
 */
export async function loadState<L extends string>(
  experiment: Experiment<L>,
  source: string | Uint8Array,
): Promise<void> {
  const bytes = typeof source === "string" ? await readFile(source) : source;
  experiment.setState(await stateOf(bytes));
}

async function stateOf(bytes: Uint8Array): Promise<LiveState> {
  try {
    const members = await openSealedZip(bytes, { names: NAMES });
    const graph = await graphOf(members);
    if (graph instanceof ModelGraph) {
      throw new ExperimentFileError("missing", "it was saved without state");
    }
    using saved = graph;
    return { graph: saved.getState(), ...savedTraining(members) };
  } catch (cause) {
    throw fileError(cause);
  }
}

async function setsOf(
  { data }: ExperimentParts,
  { members, given }: { readonly members: Members; readonly given: readonly FeatureSet[] },
): Promise<readonly FeatureSet[]> {
  return await Promise.all(data.map(async (label, at) => {
    const found = given.find((set) => set.label === label);
    const bytes = members[`data/${at}.zip`];
    if (found) return found;
    if (bytes) return await FeatureSet.load(bytes);
    throw new ExperimentFileError(
      "missing",
      `it holds no samples of "${label}"; give them: loadExperiment(path, { data: [${label}] })`,
    );
  }));
}

async function graphOf(members: Members): Promise<ModelGraph | BuiltGraph> {
  const built = members[BUILT];
  if (built) return await unpackGraph(built);
  return ModelGraph.fromConfig(parseMember(members, GRAPH));
}

/** The first files had no version of their own for runs. */
type SavedRun = Omit<RunTree, "version"> & Partial<Pick<RunTree, "version">>;

function liveOf(
  graph: BuiltGraph,
  { members, sets }: { readonly members: Members; readonly sets: readonly FeatureSet[] },
): Live {
  const live = new Live(graph);
  live.setState({ graph: graph.getState(), ...savedTraining(members) });
  const saved = members[HISTORY];
  const runs = saved ? unpackFile(saved, HISTORY) as unknown as readonly SavedRun[] : [];
  for (const run of runs) {
    live.log(runFromTree({ version: 1, ...run }, { data: sets, graph: graph.graph }));
  }
  return live;
}

function savedTraining(
  members: Members,
): Omit<LiveState, "graph"> {
  const bytes = members[TRAINING];
  const none = { training: undefined, counts: {}, fitted: {} };
  if (!bytes) return none;
  return { ...none, ...unpackFile(bytes, TRAINING) as unknown as JsonObject } as typeof none;
}
