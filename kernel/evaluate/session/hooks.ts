/**
 * What compiled cells call.
 *
 * @module
 */

import { setImmediate } from "node:timers";
import { pathToFileURL } from "node:url";
import { types } from "node:util";
import type { CellHooks } from "../../compile/hooks.ts";
import type { MimeBundle } from "../../display/bundle.ts";
import type { Commands } from "./commands.ts";
import { type CellContext, type Cells, InterruptedError } from "./context.ts";
import { forgetThrown, noteThrown } from "./errors.ts";
import type { Output } from "./output.ts";
import type { Results } from "./results.ts";
import { measure, writeDuration } from "./timing.ts";

/** How values become bundles; the session's assembly hands in `display/`. */
export interface Formatter {
  /** The bundle of a value that needs no waiting, or undefined. */
  formatSync(value: unknown): MimeBundle | undefined;
  formatValue(value: unknown): Promise<MimeBundle>;
}

/** The stages that hooks call. */
export interface HookParts {
  readonly cells: Cells;
  readonly output: Output;
  readonly results: Results;
  readonly formatter: Formatter;
  readonly commands: Commands;
  /** Whether a bundle has nothing to show, as those of display handles. */
  isNothing(bundle: MimeBundle): boolean;
  /** Loads what a name stands for, when a cell mentions it first. */
  loadLazy(name: string): Promise<unknown>;
  importModule(
    specifier: string,
    options?: ImportCallOptions,
    names?: readonly string[],
  ): Promise<unknown>;
  /** What cells see as `import.meta`. */
  readonly meta: ImportMeta;
  /** Resolves when all displays made so far are sent. */
  displayed(): Promise<void>;
}

/**
 * Makes the hooks of a session.
 *
 * @param parts the stages that they call
 * @returns the object that goes into the global scope as `__modulab`
 */
export function createHooks(parts: HookParts): CellHooks {
  const { cells, output } = parts;
  const hidden = new Set<string>();
  return {
    begin: async (cellId, lazyNames) => {
      const cell = cells.start(cellId);
      forgetThrown();
      await new Promise<void>((resolve) => setImmediate(resolve));
      // Not earlier: the inspector may have called amid other code, whose context it would become.
      cells.enter(cellId);
      for (const name of lazyNames) await load(parts, name);
      cell.check();
      return () => void cells.enter(cellId);
    },
    guard: (value) => {
      cells.current()?.check();
      return value;
    },
    thrown: noteThrown,
    check: () => cells.current()?.check(),
    kept: (read) => {
      try {
        return read();
      } catch {
        return undefined; // declared by this cell first
      }
    },
    hides: (name, value) => {
      // `process` of `node:process`, for one, is what the name means anyway.
      if (hidden.has(name) || value === (globalThis as Record<string, unknown>)[name]) return;
      hidden.add(name);
      output.text(warning(name), "stderr");
    },
    result: (value) => takeResult(parts, value),
    import: (specifier, options, names) =>
      parts.importModule(fromFolder(cells, specifier), options, names),
    meta: parts.meta,
    command: (name, args, body) => parts.commands.run(name, args, body),
    timeStart: () => performance.now(),
    timeEnd: (start) => output.text(`${writeDuration(performance.now() - Number(start))}\n`),
    timeit: async (run, options) => {
      const check = (): void => cells.current()?.check();
      output.text(`${await measure(run, check, options)}\n`);
    },
  };
}

function warning(name: string): string {
  return `Warning: ${name} is now this cell's for every module of the session, packages included; ` +
    "%restart gives the built-in one back\n";
}

async function takeResult(parts: HookParts, value: unknown): Promise<void> {
  const cell = parts.cells.current();
  if (!cell) throw new InterruptedError("A result arrived outside of any cell");
  // `instanceof` would run the traps of a proxy, which may throw.
  const settled = types.isPromise(value) ? await value : value;
  cell.check();
  cell.value = settled;
  if (cell.announcement.remember) parts.results.value(cell.announcement.count, settled);
  if (cell.announcement.showResult && settled !== undefined) await showResult(parts, cell, settled);
}

async function showResult(parts: HookParts, cell: CellContext, value: unknown): Promise<void> {
  await parts.displayed();
  const bundle = parts.formatter.formatSync(value) ?? await parts.formatter.formatValue(value);
  if (parts.isNothing(bundle)) return;
  parts.output.result({ type: "result", cell: cell.announcement.id, bundle });
}

/** Code that was read from a file imports what lies beside that file. */
function fromFolder(cells: Cells, specifier: string): string {
  const folder = cells.current()?.announcement.folder;
  if (folder === undefined || !/^\.{1,2}\//.test(specifier)) return specifier;
  return new URL(specifier, pathToFileURL(`${folder}/`)).href;
}

async function load(parts: HookParts, name: string): Promise<void> {
  if (Object.hasOwn(globalThis, name)) return;
  const value = await parts.loadLazy(name);
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
