/** The program of {@link ReplSession}: hooks as plain as can be, then waiting for evaluations. */
import { setImmediate } from "node:timers";
import type { CellHooks } from "../../../kernel/compile/hooks.ts";

const log: unknown[] = [];
const hooks: CellHooks & { readonly log: unknown[]; last: unknown } = {
  log,
  last: undefined,
  begin: () => {
    hooks.last = undefined;
    return new Promise((resolve) => setImmediate(() => resolve(() => {})));
  },
  guard: (value) => value,
  thrown: (value) => value,
  check: () => void log.push("check"),
  kept: (read) => {
    try {
      return read();
    } catch {
      return undefined;
    }
  },
  hides: () => {},
  result: async (value) => void (hooks.last = await value),
  import: (specifier, options, names) => {
    log.push(["import", specifier, names ?? []]);
    return import(specifier, options);
  },
  meta: import.meta,
  command: (...args) => Promise.resolve(log.push(args)),
  timeStart: () => log.push("start"),
  timeEnd: (start) => void log.push(["end", start]),
  timeit: async (run) => void log.push(["timeit", await run()]),
};
setInterval(() => {}, 2 ** 30);
// Last, because it tells that the program is ready: the inspector answers while modules load.
Object.assign(globalThis, { __modulab: hooks });
