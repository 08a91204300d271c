/**
 * What can be wrong with a graph, all of it said at once.
 *
 * @module
 */

/** One thing that is wrong. */
export interface Problem {
  /** The node in question. */
  readonly node: string;
  /** Its input or output in question. */
  readonly port?: string;
  /** What was wanted there. */
  readonly expected?: string;
  /** What was found. */
  readonly found?: string;
  /** The whole of it in a sentence. */
  readonly message: string;
  /** What a model threw that found it. */
  readonly cause?: unknown;
}

/** A graph that cannot be built, trained or changed as asked. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  /** Everything that is wrong, in the order of the nodes. */
  readonly problems: readonly Problem[];

  /**
   * @param what what could not be done
   * @param problems at least one
   * @param options what was thrown when it was found; left out: the first cause among the problems
   */
  constructor(
    what: string,
    problems: readonly Problem[],
    options: ErrorOptions | undefined = causeOf(problems),
  ) {
    const [first] = problems;
    super(
      problems.length === 1 && first
        ? `${what}: ${first.message}`
        : [`${what}: ${problems.length} problems`, ...problems.map(({ message }) => `  ${message}`)]
          .join("\n"),
      options,
    );
    this.problems = Object.freeze([...problems]);
  }
}

function causeOf(problems: readonly Problem[]): ErrorOptions | undefined {
  const first = problems.find(({ cause }) => cause !== undefined);
  return first && { cause: first.cause };
}

/**
 * Refuses to go on when something is wrong.
 *
 * @param what what is to be done
 * @param problems what stands in the way
 * @throws GraphError when anything does
 * @example
 * ```ts
 * import { refuse } from "./problems.ts";
 * refuse("Cannot build the graph", []);
 * ```
 */
export function refuse(what: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new GraphError(what, problems);
}
