/**
 * What a node states of its ports, beyond what its model says of them.
 *
 * @module
 */

import { quote, UnknownNameError } from "../core/names.ts";
import { checkOptions } from "../core/options.ts";
import { disagreements, type Interface, type Ports } from "../models/interface.ts";
import type { BuiltModel } from "../models/model.ts";
import type { GraphNode } from "./node.ts";
import type { Problem } from "./problems.ts";

const ASPECTS = ["shape", "dtype", "domain", "units", "range", "meaning"] as const;

/**
 * Refuses what says nothing of a port, as it would agree with everything.
 *
 * @param ports what is stated of each
 * @param of the node and which of its ports, for errors
 * @throws UnknownNameError for an aspect that is not there; RangeError for a range that is none
 * @example
 * ```ts
 * import { checkStated } from "./stated_ports.ts";
 * checkStated({ input: { units: "V", range: [0, 5] } }, "accepts of Head");
 * ```
 */
export function checkStated(ports: Ports<Partial<Interface>>, of: string): void {
  for (const [port, stated] of Object.entries(ports)) {
    checkOptions(stated, { of: `${port} in ${of}`, known: ASPECTS });
    const { range } = stated;
    if (range === undefined || isRange(range)) continue;
    throw new RangeError(
      `Cannot take ${
        JSON.stringify(range)
      } for the range of ${port} in ${of}: give the least and ` +
        "the greatest value, such as [0, 1]",
    );
  }
}

function isRange(range: unknown): boolean {
  if (!Array.isArray(range) || range.length !== 2) return false;
  const [least, greatest] = range;
  return typeof least === "number" && typeof greatest === "number" && least <= greatest;
}

/**
 * Finds what a node states of ports that it does not have, and shapes and types that its model does
 * not give.
 *
 * @param node any node
 * @param model what it computes with
 * @returns all that is wrong
 * @example
 * ```ts
 * import type { BuiltModel } from "../models/model.ts";
 * import { misstatements } from "./stated_ports.ts";
 * import type { GraphNode } from "./node.ts";
 * const first = (node: GraphNode, model: BuiltModel) => misstatements(node, model)[0]?.message;
 * ```
 */
export function misstatements(
  { label, accepts, inputs, outputs }: GraphNode,
  model: BuiltModel,
): readonly Problem[] {
  const wrong = Object.entries(outputs).flatMap(([port, stated]) => {
    const given = model.outputs[port];
    if (given === undefined) return [];
    const { shape = given.shape, dtype = given.dtype } = stated;
    return disagreements(given, { shape, dtype }).map(({ aspect, expected, found }) => ({
      node: label,
      port,
      expected,
      found,
      message:
        `${label}.${port} is stated to have ${aspect} ${expected}, and its model gives ${found}`,
    }));
  });
  return [
    ...unknownPorts(label, { kind: "input", stated: accepts, ports: inputs }),
    ...unknownPorts(label, { kind: "output", stated: outputs, ports: model.outputs }),
    ...wrong,
  ];
}

function unknownPorts(
  label: string,
  { kind, stated, ports }: {
    readonly kind: "input" | "output";
    readonly stated: Ports<unknown>;
    readonly ports: Ports<unknown>;
  },
): readonly Problem[] {
  const known = Object.keys(ports);
  return Object.keys(stated).filter((port) => !known.includes(port)).map((port) => {
    const { message } = new UnknownNameError(`${kind} of ${label}`, port, { known });
    return { node: label, port, found: port, message: `${quote(label)}: ${message}` };
  });
}
