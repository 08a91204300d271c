/**
 * Completion from live objects: what stands before the cursor, how to list its properties without
 * running anything, and how that joins the static completions.
 *
 * @module
 */

export { mergeCompletions } from "./live_merge.ts";
export { liveProbe, type LiveProperty } from "./live_probe.ts";
export { type LiveTarget, liveTarget } from "./live_target.ts";
