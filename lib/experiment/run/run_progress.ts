/**
 * What one run tells of its progress.
 *
 * @module
 */

import type { Progress } from "../progress/progress.ts";

/**
 * Makes what one run tells: notices are kept, and nothing is told after its end, so that a step that was
 * on its way when the run was interrupted does not show it as running again.
 *
 * @param progress who hears it; nobody when left out
 * @param notices what people should know is added
 * @returns what the run tells
 * @example
 * ```ts
 * import { runProgress } from "./run_progress.ts";
 * const notices: string[] = [];
 * runProgress(undefined, notices).notice?.("two batches are dropped");
 * ```
 */
export function runProgress(progress: Progress | undefined, notices: string[]): Progress {
  let isOver = false;
  const heard: Progress = progress === undefined ? {} : {
    begin: (title) => progress.begin?.(title),
    phase: (phase) => isOver ? undefined : progress.phase?.(phase),
    step: (at) => isOver ? undefined : progress.step?.(at),
    metric: (name, value) => isOver ? undefined : progress.metric?.(name, value),
    end: (status) => {
      if (!isOver) progress.end?.(status);
      isOver = true;
    },
  };
  return {
    ...heard,
    notice: (message) => {
      notices.push(message);
      progress?.notice?.(message);
    },
  };
}
