/**
 * A graph with weights in one file: a zip of JSON and safetensors. Data only; loading runs no code of
 * the file.
 *
 * @module
 */

import type { JsonObject } from "../../core/json.ts";
import { quote, UnknownNameError } from "../../core/names.ts";
import {
  encodeJson,
  member,
  openSealedZip,
  parseMember,
  sealZip,
} from "../../data/file/sealed_zip.ts";
import { type SeedState, SeedStream } from "../../core/seed.ts";
import type { Interface } from "../../models/interface.ts";
import { models } from "../../models/registry.ts";
import { buildGraph } from "../build.ts";
import type { BuiltGraph } from "../built_graph.ts";
import { checkGraph } from "../check_graph.ts";
import { checkInterface, GraphConfigError } from "../check_config.ts";
import { type DataOffer, savedOffers } from "../data_offer.ts";
import { ModelGraph } from "../model_graph.ts";
import { merges } from "../merges/registry.ts";
import { type Problem, refuse } from "../problems.ts";
import { readWeights, writeWeights } from "./weights.ts";

/** Written into every file; a reader refuses what it does not know. */
const [KIND, VERSION] = ["modulab.model-graph", 1] as const;

const [MANIFEST, WEIGHTS] = ["graph.json", "weights.safetensors"] as const;

const MEMBERS_REGEXP = /^(graph\.json|weights\.safetensors)$/;

/** A file is damaged or was changed, is of another kind, or of a version that is not known here. */
export class GraphFileError extends SyntaxError {
  override readonly name = "GraphFileError";
  readonly reason: "damaged" | "kind" | "version";

  /**
   * @param reason what kind of trouble it is
   * @param message what is wrong with the file
   * @param options what was thrown when it was found
   */
  constructor(reason: GraphFileError["reason"], message: string, options?: ErrorOptions) {
    super(`Cannot load this file as a graph: ${message}`, options);
    this.reason = reason;
  }
}

/**
 * Writes a graph with its weights; what optimizers keep is not written.
 *
 * @param built a graph with weights
 * @returns the bytes of the file; the same for equal graphs
 * @throws GraphError when a node has a model that could not be found by name
 * @example
 * ```ts
 * import type { BuiltGraph } from "../built_graph.ts";
 * import { packGraph } from "./graph_archive.ts";
 * const save = (built: BuiltGraph) => packGraph(built);
 * ```
 */
export async function packGraph(built: BuiltGraph): Promise<Uint8Array<ArrayBuffer>> {
  const { graph, sources } = built;
  refuse(`Cannot save the graph ${quote(graph.label)}`, nameless(graph));
  const manifest = {
    format: `${KIND}/${VERSION}`,
    config: graph.getConfig(),
    sources: [...sources].map(([key, offer]) => ({ key, ...offer })),
    seeds: built.seeds.getState(),
    wanted: built.nodes.flatMap(({ node: { label }, wanted }) => wanted ? [{ label, wanted }] : []),
  };
  return await sealZip({
    [MANIFEST]: encodeJson(manifest as unknown as JsonObject),
    [WEIGHTS]: writeWeights(built.getState()),
  });
}

/**
 * Reads a graph with its weights: it is built for what the data offered when it was saved.
 *
 * @param bytes of the file
 * @param options how many bytes it may take once unpacked; 4 GiB when left out
 * @returns a graph that computes as the one that was saved
 * @throws GraphFileError when the file is damaged, was changed, or is of another kind or version
 * @throws UnknownNameError when it names a model or a merge that is not registered
 * @example
 * ```ts
 * import type { BuiltGraph } from "../built_graph.ts";
 * import { packGraph, unpackGraph } from "./graph_archive.ts";
 * const copy = async (built: BuiltGraph) => await unpackGraph(await packGraph(built));
 * ```
 */
export async function unpackGraph(
  bytes: Uint8Array,
  { maxBytes }: { readonly maxBytes?: number | undefined } = {},
): Promise<BuiltGraph> {
  try {
    const members = await openSealedZip(bytes, { names: MEMBERS_REGEXP, maxBytes });
    const { format, config, sources, seeds, wanted } = parseMember(members, MANIFEST);
    checkFormat(format);
    const graph = ModelGraph.fromConfig(config as JsonObject);
    refuse("its wiring is not sound", checkGraph(graph.nodes));
    const built = buildGraph(graph, savedOffers(offersIn(sources)), {
      ...seeds !== undefined && { seeds: seedsIn(seeds) },
      ...wanted !== undefined && { wanted: wantedIn(wanted) },
    });
    try {
      built.setState(readWeights(member(members, WEIGHTS)));
    } catch (error) {
      built[Symbol.dispose]();
      throw error;
    }
    return built;
  } catch (cause) {
    // Models of one's own are found once they are registered.
    if (cause instanceof GraphFileError || cause instanceof UnknownNameError) throw cause;
    throw new GraphFileError("damaged", (cause as Error).message, { cause });
  }
}

/** A model without a registered name could never be made again. */
function nameless({ nodes }: ModelGraph): readonly Problem[] {
  return nodes.flatMap((node) => {
    const { name } = node.type === "model" ? node.model : node.merge;
    try {
      (node.type === "model" ? models : merges).get(name);
      return [];
    } catch (error) {
      if (!(error instanceof UnknownNameError)) throw error;
      const registry = node.type === "model" ? "models" : "merges";
      const message = `the ${node.type} of ${quote(node.label)} is called ${quote(name)}, ` +
        `which is not registered: give it a name, and register that with ${registry}.register()`;
      return [{ node: node.label, expected: "a registered name", found: name, message }];
    }
  });
}

function checkFormat(format: unknown): void {
  if (format === `${KIND}/${VERSION}`) return;
  const [kind, version] = String(format).split("/");
  if (kind !== KIND) {
    throw new GraphFileError("kind", `its format is ${quote(String(format))}, not ${KIND}`);
  }
  const age = Number(version) > VERSION ? "a newer" : "an unknown";
  throw new GraphFileError(
    "version",
    `it is of version ${version}, written by ${age} modulab; this one reads version ${VERSION}`,
  );
}

function offersIn(sources: unknown): ReadonlyMap<string, DataOffer> {
  if (!Array.isArray(sources)) throw new GraphConfigError("sources", "a list");
  return new Map(sources.map(({ key, offered, targets }, at) => {
    checkInterface(offered, { path: `sources[${at}].offered`, partial: false });
    if (targets !== undefined) {
      checkInterface(targets, { path: `sources[${at}].targets`, partial: false });
    }
    return [String(key), { offered, targets }];
  }));
}

function wantedIn(wanted: unknown): ReadonlyMap<string, Interface> {
  if (!Array.isArray(wanted)) throw new GraphConfigError("wanted", "a list");
  return new Map(wanted.map(({ label, wanted }, at) => {
    checkInterface(wanted, { path: `wanted[${at}].wanted`, partial: false });
    return [String(label), wanted];
  }));
}

function seedsIn(state: unknown): SeedStream {
  const { path, key, state: place } = state as Partial<SeedState>;
  const isWords = (words: unknown): boolean =>
    Array.isArray(words) && words.length === 4 && words.every(Number.isSafeInteger);
  if (
    Array.isArray(path) && path.every((name) => typeof name === "string") && isWords(key) &&
    isWords(place)
  ) return new SeedStream(state as SeedState);
  throw new GraphConfigError("seeds", "the state of a seed stream");
}
