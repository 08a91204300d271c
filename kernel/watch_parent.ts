/**
 * Notices that whoever started this process has gone.
 *
 * @module
 */

/** How often to look, in milliseconds. */
const CHECK_MS = 2000;

/** The process that orphans are given to. */
const INIT = 1;

/** How to look. */
export interface ParentOptions {
  /** The number of the parent process at this moment; default that of the system. */
  readonly ppid?: () => number;
  /** Who says to have started this process, as Jupyter does in `JPY_PARENT_PID`. */
  readonly startedBy?: string | undefined;
  /** Time between two looks; default 2000 milliseconds. */
  readonly every?: number;
}

/** A watch that goes on until it is disposed of. */
export interface ParentWatch extends Disposable {
  /** Resolves when the parent has gone. */
  readonly orphaned: Promise<void>;
}

/**
 * Watches the parent process. One that died before the first look has left its child to the first
 * process of the system; then only the child's environment tells that it had another parent.
 *
 * @param options who started this process
 * @returns the watch
 * @example
 * ```ts
 * import { watchParent } from "./watch_parent.ts";
 * using watch = watchParent({ ppid: () => 1, startedBy: "4711", every: 1 });
 * await watch.orphaned;
 * ```
 */
export function watchParent(options: ParentOptions = {}): ParentWatch {
  const { ppid = () => Deno.ppid, startedBy, every = CHECK_MS } = options;
  const gone = Promise.withResolvers<void>();
  const first = ppid();
  const parent = first === INIT ? Number(startedBy) || INIT : first;
  const timer = setInterval(() => {
    if (ppid() !== parent) gone.resolve();
  }, every);
  return { orphaned: gone.promise, [Symbol.dispose]: () => clearInterval(timer) };
}
