/**
 * `%check`: type errors stop a cell, are shown below it, or are not looked for.
 *
 * @module
 */

import { renderDiagnostics } from "../compile/caret.ts";
import type { Diagnostic } from "../compile/cell.ts";
import { within } from "../evaluate/within.ts";
import type { CellEntry } from "./cells.ts";
import type { KernelState } from "./kernel_state.ts";
import type { ErrorContent } from "./traceback.ts";

/** What type errors do to a cell. */
export type CheckPolicy = "error" | "warn" | "off";

/** The policies there are. */
export const CHECK_POLICIES: readonly CheckPolicy[] = ["error", "warn", "off"];

/** What a cell that has ended waits for its warnings, once the language server is warm. */
const PATIENCE_MS = 400;

/**
 * What it waits where nobody sits at the keyboard, be the server warm or not: what comes after the
 * end of a cell is lost to nbclient, and so each run of a notebook would have other warnings.
 */
const UNATTENDED_PATIENCE_MS = 10_000;

/** A text of so many characters holds data, over which the language server takes half a minute and gigabytes. */
const CHECKED_LENGTH = 1_000_000;

/** Numbers, and what stands between them. */
const ARITHMETIC = /^[\d\s.+\-*\/%();]*$/;

/** A cell that begins with its policy is checked by that one. */
const OWN_POLICY = /^\s*%check[ \t]+(error|warn|off)[ \t]*(?:\r?\n|$)/;

/** A check under way. */
export interface Check {
  /** What forbids the cell to run, if anything; undefined where nothing has to be waited for. */
  before(): Promise<ErrorContent | undefined> | undefined;
  /** Prints warnings below the cell. */
  after(): Promise<void>;
}

const NO_CHECK: Check = {
  before: () => undefined,
  after: () => Promise.resolve(),
};

/**
 * Begins to check a cell, as the policy says.
 *
 * A cell of numbers only has no types to get wrong, and one of more than a million characters is not
 * checked, which is said. While the language server is
 * still starting, or busy with the cells before, nothing waits for warnings: they come later, below
 * the cell they belong to. Only a cell that may ask nobody for input waits for them, unless its client
 * takes late ones.
 *
 * @param entry the cell
 * @param kernel with its policy and language server
 * @param options how long a cell waits that may ask nobody, in milliseconds; default 10,000
 * @returns what to ask before and after the run
 */
export function startCheck(
  entry: CellEntry,
  kernel: KernelState,
  { unattended = UNATTENDED_PATIENCE_MS }: { readonly unattended?: number } = {},
): Check {
  const { assist } = kernel;
  const own = OWN_POLICY.exec(entry.source)?.[1];
  if (own !== undefined) kernel.checkPolicy = own as CheckPolicy; // the expression knows no other
  const { checkPolicy } = kernel;
  if (!assist || checkPolicy === "off" || ARITHMETIC.test(entry.source) || entry.silent) {
    return NO_CHECK;
  }
  if (entry.source.length > CHECKED_LENGTH) {
    kernel.outputs.print(
      entry,
      "Note: this cell is too long to have its types checked.\n",
      "stderr",
    );
    return NO_CHECK;
  }
  const wait = kernel.assistWarm && !assist.behind ? PATIENCE_MS : 0;
  const waiting = checkPolicy === "error" || kernel.lateChecks !== undefined || !entry.allowInput;
  const found = assist.diagnose(entry.source, { waiting }).then(onlyErrors, () => []);
  if (checkPolicy === "error") {
    return { ...NO_CHECK, before: async () => refuse(entry, await found) };
  }
  const print = (errors: readonly Diagnostic[]): Promise<string | undefined> =>
    warn(entry, errors, kernel);
  const { lateChecks } = kernel;
  if (lateChecks) {
    const after = (): Promise<void> => Promise.resolve(lateChecks.add(found.then(print)));
    return { ...NO_CHECK, after };
  }
  return {
    ...NO_CHECK,
    after: async () => {
      const errors = entry.allowInput
        ? await within(wait, found)
        : await waitUnattended(found, { entry, kernel, patience: unattended });
      if (errors) await print(errors);
      else void found.then(print);
    },
  };
}

/** Waits until the server has answered or the cell is interrupted; in vain only once. */
async function waitUnattended(
  found: Promise<readonly Diagnostic[]>,
  { entry, kernel, patience }: {
    readonly entry: CellEntry;
    readonly kernel: KernelState;
    readonly patience: number;
  },
): Promise<readonly Diagnostic[] | undefined> {
  if (entry.interrupted || kernel.checkOverdue) return undefined;
  const interrupted = new Promise<undefined>((resolve) => {
    entry.onInterrupt = () => resolve(undefined);
  });
  const errors = await within(patience, Promise.race([found, interrupted]));
  if (errors) return errors;
  kernel.checkOverdue = true;
  found.then(() => kernel.checkOverdue = false);
  return undefined;
}

function onlyErrors(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return found.filter(({ severity }) => severity === "error");
}

async function refuse(
  entry: CellEntry,
  errors: readonly Diagnostic[],
): Promise<ErrorContent | undefined> {
  const [first] = errors;
  if (!first) return undefined;
  const evalue = `${first.code ?? "error"}: ${first.message}`;
  const advice = "The cell did not run. %check warn runs cells in spite of type errors.";
  const block = await renderDiagnostics(entry.source, errors, { label: `Cell [${entry.count}]` });
  return { ename: "TypeCheckError", evalue, traceback: [...block.split("\n"), advice] };
}

async function warn(
  entry: CellEntry,
  errors: readonly Diagnostic[],
  kernel: KernelState,
): Promise<string | undefined> {
  if (errors.length === 0) return undefined;
  const block = await renderDiagnostics(entry.source, errors, { label: `Cell [${entry.count}]` });
  kernel.outputs.print(entry, `${block}\n`, "stderr");
  kernel.outputs.flush();
  return block;
}
