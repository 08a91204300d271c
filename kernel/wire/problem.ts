/**
 * What can be wrong with something that arrives, and how it is reported without flooding a log.
 *
 * @module
 */

import type { Channel } from "./message.ts";

/** Why a message was dropped, or what failed beside the messages. */
export type ProblemKind =
  /** Frames are missing, or the delimiter is. */
  | "truncated"
  /** The key is set and the signature is empty. */
  | "unsigned"
  /** The signature is not that of these frames. */
  | "forged"
  /** The same signed message came before. */
  | "replayed"
  /** A frame is no JSON text. */
  | "not-json"
  /** A frame is JSON of the wrong shape, or lacks a field. */
  | "malformed"
  /** A message could not be sent. */
  | "unsent"
  /** A client that left too much unread was cut off. */
  | "cut-off"
  /** Whoever received the message threw. */
  | "handler"
  /** A socket failed. */
  | "socket";

/** One problem. */
export interface WireProblem {
  readonly kind: ProblemKind;
  /** What exactly was wrong. */
  readonly detail: string;
  /** Where it happened, if on one channel. */
  readonly channel?: Channel;
}

/** Hears of problems, each with its number among those of its kind. */
export type ProblemLog = (problem: WireProblem, count: number) => void;

/** How many problems of one kind are told in full; after that only each power of ten. */
const TOLD_IN_FULL = 5;

/**
 * What a log says of an error: its stack, as nobody else will see it.
 *
 * @param error what was thrown
 * @returns one or more lines
 * @example
 * ```ts
 * import { errorDetail } from "./problem.ts";
 * console.assert(errorDetail(new Error("full")).includes("full"));
 * ```
 */
export function errorDetail(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

/**
 * Thins out a log: the first five problems of a kind pass, then the 10th, the 100th and so on.
 *
 * @param log hears of the problems that pass, with their count
 * @returns what to call for every problem; never throws
 * @example
 * ```ts
 * import { thinOut } from "./problem.ts";
 * let told = 0;
 * const report = thinOut(() => told++);
 * for (let i = 0; i < 1000; i++) report({ kind: "forged", detail: "the signature differs" });
 * console.assert(told === 8);
 * ```
 */
export function thinOut(log: ProblemLog): (problem: WireProblem) => void {
  const counts = new Map<ProblemKind, number>();
  return (problem) => {
    const count = (counts.get(problem.kind) ?? 0) + 1;
    counts.set(problem.kind, count);
    if (count > TOLD_IN_FULL && !/^10+$/.test(String(count))) return;
    try {
      log(problem, count);
    } catch {
      // A log that fails must not take the connection with it.
    }
  };
}

/**
 * One line for a log.
 *
 * @param problem what was wrong
 * @param count its number among those of its kind
 * @returns such as `wire shell: forged (#3): the signature differs`
 * @example
 * ```ts
 * import { problemText } from "./problem.ts";
 * console.assert(problemText({ kind: "forged", detail: "x" }, 1) === "wire: forged (#1): x");
 * ```
 */
export function problemText(problem: WireProblem, count: number): string {
  const place = problem.channel === undefined ? "wire" : `wire ${problem.channel}`;
  return `${place}: ${problem.kind} (#${count}): ${problem.detail}`;
}
