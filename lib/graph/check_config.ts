/**
 * The config of a graph, checked before anything is made of it: it may have been written by anybody.
 *
 * @module
 */

import { checksOf, type ConfigChecks } from "../core/check_config.ts";
import type { NamedConfig } from "../core/configured.ts";
import { freeze } from "../core/json.ts";
import type { Interface, Ports } from "../models/interface.ts";
import type { Source } from "./reference.ts";

/** What a graph is made of, as config has it. */
export interface GraphConfig {
  readonly label: string;
  readonly frozen: readonly string[];
  readonly nodes: readonly NodeConfig[];
}

/** An input and where it comes from. */
export interface InputConfig {
  readonly port: string;
  readonly source: Source;
}

/** A node, as config has it; inputs are a list, since their order counts. */
export type NodeConfig =
  & { readonly label: string; readonly inputs: readonly InputConfig[] }
  & ({
    readonly type: "model";
    readonly model: NamedConfig;
    readonly outputs: Ports<Partial<Interface>>;
    readonly accepts: Ports<Partial<Interface>>;
  } | {
    readonly type: "merge";
    readonly merge: NamedConfig;
  });

/** Plain data that is no config of a graph. */
export class GraphConfigError extends SyntaxError {
  override readonly name = "GraphConfigError";
  /** Where, such as `nodes[2].inputs`. */
  readonly path: string;

  /**
   * @param path where
   * @param expected what should be there
   */
  constructor(path: string, expected: string) {
    super(`Cannot read the config of the graph: ${path} must be ${expected}`);
    this.path = path;
  }
}

const CHECKS: ConfigChecks = checksOf((path, expected) => new GraphConfigError(path, expected));
const { objectAt, listAt, textAt } = CHECKS;

/**
 * Checks a config.
 *
 * @param value any plain data
 * @returns the same
 * @throws {GraphConfigError} with the place that is not as expected
 * @example
 * ```ts
 * import { checkGraphConfig } from "./check_config.ts";
 * checkGraphConfig({ label: "empty", frozen: [], nodes: [] });
 * ```
 */
export function checkGraphConfig(value: unknown): GraphConfig {
  const { label, frozen, nodes } = objectAt(value, "config");
  textAt(label, "label");
  listAt(frozen, "frozen").forEach((one, at) => textAt(one, `frozen[${at}]`));
  listAt(nodes, "nodes").forEach((node, at) => checkNode(node, `nodes[${at}]`));
  // Every field was looked at.
  return freeze(value as GraphConfig);
}

/**
 * Checks an interface, or what is stated of one.
 *
 * @param value any plain data
 * @param options where it stands, and whether its shape and type may be left out
 * @throws {GraphConfigError} with the place that is not as expected
 * @example
 * ```ts
 * import { checkInterface } from "./check_config.ts";
 * checkInterface({ units: "V" }, { path: "outputs.output", partial: true });
 * ```
 */
export function checkInterface(
  value: unknown,
  { path, partial }: { readonly path: string; readonly partial: boolean },
): asserts value is Interface {
  const { shape, dtype, range, ...texts } = objectAt(value, path);
  if (!partial || shape !== undefined) {
    listAt(shape, `${path}.shape`).forEach((length, axis) => {
      if (length === null || (Number.isSafeInteger(length) && length as number >= 0)) return;
      throw new GraphConfigError(`${path}.shape[${axis}]`, "a length or null");
    });
  }
  if ((!partial || dtype !== undefined) && !TYPES.includes(dtype)) {
    throw new GraphConfigError(`${path}.dtype`, `one of ${TYPES.join(", ")}`);
  }
  if (range !== undefined) {
    const bounds = listAt(range, `${path}.range`);
    if (bounds.length !== 2 || !bounds.every((bound) => typeof bound === "number")) {
      throw new GraphConfigError(`${path}.range`, "two numbers");
    }
  }
  for (const name of ["domain", "units", "meaning"]) {
    if (texts[name] !== undefined) textAt(texts[name], `${path}.${name}`);
  }
}

const TYPES: readonly unknown[] = ["float32", "int32", "bool"];

function checkNode(value: unknown, path: string): void {
  const { label, type, inputs, model, merge, outputs, accepts } = objectAt(value, path);
  textAt(label, `${path}.label`);
  listAt(inputs, `${path}.inputs`).forEach((input, at) =>
    checkInput(input, `${path}.inputs[${at}]`)
  );
  if (type === "merge") return checkNamed(merge, `${path}.merge`);
  if (type !== "model") throw new GraphConfigError(`${path}.type`, '"model" or "merge"');
  checkNamed(model, `${path}.model`);
  for (const [name, ports] of Object.entries({ outputs, accepts })) {
    for (const [port, one] of Object.entries(objectAt(ports, `${path}.${name}`))) {
      checkInterface(one, { path: `${path}.${name}.${port}`, partial: true });
    }
  }
}

function checkInput(value: unknown, path: string): void {
  const { port, source } = objectAt(value, path);
  textAt(port, `${path}.port`);
  checkSource(source, { path: `${path}.source`, checks: CHECKS });
}

/**
 * Checks a pointer to data or to an output of a node.
 *
 * @param value any plain data
 * @param options where it stands, and what refuses it
 * @returns the same
 * @example
 * ```ts
 * import { checksOf, type ConfigChecks } from "../core/check_config.ts";
 * import { checkSource } from "./check_config.ts";
 * const checks = checksOf((path, expected) => new SyntaxError(`${path} must be ${expected}`));
 * checkSource({ node: "Encoder", output: "output" }, { path: "inputs[0]", checks });
 * ```
 */
export function checkSource(
  value: unknown,
  { path, checks }: { readonly path: string; readonly checks: ConfigChecks },
): Source {
  const { node, output, featureSet, split, selection } = checks.objectAt(value, path);
  if (node !== undefined) {
    checks.textAt(node, `${path}.node`);
    checks.textAt(output, `${path}.output`);
  } else {
    checks.textAt(featureSet, `${path}.featureSet`);
    if (split !== null) checks.textAt(split, `${path}.split`);
    const domains = checks.objectAt(selection, `${path}.selection`);
    for (const [domain, keys] of Object.entries(domains)) {
      [keys].flat().forEach((key) => checks.textAt(key, `${path}.selection.${domain}`));
    }
  }
  // Every field was looked at.
  return value as Source;
}

function checkNamed(value: unknown, path: string): void {
  const { name, config } = objectAt(value, path);
  textAt(name, `${path}.name`);
  objectAt(config, `${path}.config`);
}
