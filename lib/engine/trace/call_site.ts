/**
 * Where an operation was called: the layer and the line of user code.
 *
 * @module
 */

const CALL_REGEXP = /at (?:new )?(\w+)\.(?:call|apply) \(/;
const FRAME_REGEXP =
  /\(?((?:file|https?|data|ext|npm|repl|cell)[^\s()]*?|[^\s()]+\.ts):(\d+):(\d+)\)?$/;
const OURS = new URL("..", import.meta.url).href;
const DEEP = 60;
const NAMELESS = "in code without a name";

/** How many works that ask for no places are under way. */
let silence = 0;

/**
 * Describes the caller.
 *
 * @returns words such as `by the layer Dense at model.ts:12`, for use after "called"
 * @example
 * ```ts
 * import { callSite } from "./call_site.ts";
 * callSite(); // "at call_site.ts:…" or "in code without a name"
 * ```
 */
export function callSite(): string {
  if (silence > 0) return NAMELESS;
  const frames = stackFrames();
  const layer = layerOf(frames);
  const place = frames.map(placeOf).find((found) => found !== undefined);
  const parts = [layer ? `by the layer ${layer}` : "", place ? `at ${place}` : ""];
  return parts.filter((part) => part !== "").join(" ") || NAMELESS;
}

/**
 * Does work of which nobody asks where its operations were called: finding that takes most of the
 * time of a recording.
 *
 * @param work records something, and does not wait
 * @returns what the work gives
 * @example
 * ```ts
 * import { callSite, withoutCallSites } from "./call_site.ts";
 * withoutCallSites(callSite); // "in code without a name"
 * ```
 */
export function withoutCallSites<T>(work: () => T): T {
  silence++;
  try {
    return work();
  } finally {
    silence--;
  }
}

/** The innermost layer: `call` of tf.layers, or of a class of one's own that tf.layers calls. */
function layerOf(frames: readonly string[]): string | undefined {
  const called = frames.findIndex((frame, index) => {
    const isLayers = frame.includes("tfjs-layers");
    const fromLayers = frames[index + 1]?.includes("tfjs-layers") === true;
    return CALL_REGEXP.test(frame) && (isLayers || fromLayers);
  });
  return CALL_REGEXP.exec(frames[called] ?? "")?.[1];
}

function stackFrames(): readonly string[] {
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = DEEP;
  const { stack = "" } = new Error("where");
  Error.stackTraceLimit = before;
  return stack.split("\n").slice(1);
}

function placeOf(frame: string): string | undefined {
  if (frame.includes("@tensorflow") || frame.includes(OURS)) return undefined;
  const [, file = "", line = "", column = ""] = FRAME_REGEXP.exec(frame.trim()) ?? [];
  // A kernel knows where in a cell that is, and needs all of it to tell.
  if (file.startsWith("cell:")) return `${file}:${line}:${column}`;
  return file === "" ? undefined : `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
}
