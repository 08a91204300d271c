/**
 * Progress of long work of the library, as one display of the cell that runs it.
 *
 * @module
 */

import { NotebookProgress } from "../../lib/experiment/progress/notebook_progress.ts";
import type { Progress } from "../../lib/experiment/progress/progress.ts";
import type { Display, DisplayHandle } from "./display.ts";

/** Key on `globalThis` under which the library looks for what shows progress. */
export const PROGRESS: symbol = Symbol.for("modulab.progress");

/**
 * Makes what shows progress in the running cell.
 *
 * @param display the function `display` of the session
 * @returns what hears how far the work is; its first news make the display, later ones change it
 */
export function cellProgress(display: Display): Progress {
  let handle: DisplayHandle | undefined;
  return new NotebookProgress((bundle) => {
    if (handle === undefined) handle = display(bundle, { raw: true });
    else void handle.update(bundle, { raw: true });
  });
}
