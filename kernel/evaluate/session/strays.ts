/**
 * Errors that no cell awaits: they are told to the cell they come from and end nothing.
 *
 * @module
 */

import type { ErrorReport } from "../events.ts";
import { InterruptedError } from "./context.ts";
import { describeError } from "./errors.ts";
import type { Output } from "./output.ts";

/**
 * Catches unhandled rejections and exceptions of timers and listeners.
 *
 * @param output tells the kernel
 */
export function installStrayHandlers(output: Output): void {
  const tell = (thrown: unknown): void => {
    if (thrown instanceof InterruptedError) return; // the rest of a cell that was stopped
    const error = describeError(thrown, (value) => Deno.inspect(value));
    output.event({ type: "stray", cell: originOf(error, output.cell), error });
  };
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    tell(event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    tell(event.error ?? event.message);
  });
}

/**
 * The cell an error comes from. The runtime reports rejections outside the context of whoever made
 * them, at times inside that of a later cell; the stack knows better.
 */
function originOf({ frames }: ErrorReport, current: string | null): string | null {
  const cells = frames.flatMap(({ file }) => file.startsWith("cell:") ? file.slice(5) : []);
  return current !== null && cells.includes(current) ? current : cells.at(-1) ?? current;
}
