/**
 * Executing under limits: a clock and a signal, either of which interrupts the kernel.
 *
 * @module
 */

import type { Executed, KernelClient } from "../wire/client.ts";

/** How long a cell may run, and who may stop it. */
export interface Limits {
  /** Seconds a cell may run; absent means for ever. */
  readonly timeoutSeconds?: number | undefined;
  /** Interrupts the cell when it fires. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds the kernel gets to answer an interrupt before the next one; default 5. */
  readonly graceSeconds?: number | undefined;
}

/** How to execute under limits. */
export interface LimitOptions extends Limits {
  /** Leaves no trace in history, counters and outputs; default false. */
  readonly silent?: boolean;
}

/** What a run needs of a kernel's client. */
export type RunClient = Pick<KernelClient, "ready" | "execute" | "interrupt" | "onMessage">;

/** How an execution ended. */
export interface LimitedExecution {
  readonly executed: Executed;
  /** Which limit interrupted it, if one did. */
  readonly stopped: "timeout" | "interrupt" | undefined;
}

/** How often an interrupt is repeated; the kernel answers the second by restarting its session. */
const INTERRUPTS = 3;

/**
 * Executes code; at a limit the kernel is interrupted, and again until it answers.
 *
 * @param client the kernel
 * @param code what to execute
 * @param options when to interrupt, and whether silently
 * @returns the reply, and which limit was hit
 * @throws {Error} when the kernel is lost, or answers no interrupt
 * @example
 * ```ts
 * import { executeWithin, type RunClient } from "./limit.ts";
 * async function run(client: RunClient): Promise<void> {
 *   const { stopped } = await executeWithin(client, "while (true) {}", { timeoutSeconds: 1 });
 *   console.assert(stopped === "timeout");
 * }
 * ```
 */
export async function executeWithin(
  client: RunClient,
  code: string,
  options: LimitOptions,
): Promise<LimitedExecution> {
  const { silent = false, ...limits } = options;
  const execution = client.execute(code, { silent, storeHistory: !silent, stopOnError: false });
  const stop = await firstOf(execution, limits);
  if (stop === undefined) return { executed: await execution, stopped: undefined };
  for (let attempt = 0; attempt < INTERRUPTS; attempt++) {
    await client.interrupt();
    const late = await firstOf(execution, { timeoutSeconds: limits.graceSeconds ?? 5 });
    if (late === undefined) return { executed: await execution, stopped: stop };
  }
  execution.catch(() => {});
  throw new Error(`Cannot stop the cell: the kernel answered none of ${INTERRUPTS} interrupts`);
}

/**
 * Waits for a promise or the first limit.
 *
 * @param awaited what may settle
 * @param limits the clock and the signal
 * @returns the limit that was hit, or undefined when the promise settled first; never throws
 * @example
 * ```ts
 * import { firstOf } from "./limit.ts";
 * const limit = await firstOf(new Promise(() => {}), { timeoutSeconds: 0.001 });
 * console.assert(limit === "timeout");
 * ```
 */
export async function firstOf(
  awaited: Promise<unknown>,
  { timeoutSeconds, signal }: Limits,
): Promise<"timeout" | "interrupt" | undefined> {
  const limit = Promise.withResolvers<"timeout" | "interrupt">();
  const interrupt = () => limit.resolve("interrupt");
  const timer = timeoutSeconds === undefined
    ? undefined
    : setTimeout(() => limit.resolve("timeout"), timeoutSeconds * 1000);
  if (signal?.aborted) interrupt();
  signal?.addEventListener("abort", interrupt);
  try {
    const settled = awaited.then(() => undefined, () => undefined);
    return await Promise.race([settled, limit.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", interrupt);
  }
}
