/**
 * Where an operation was called: the layer and the line of user code.
 *
 * @module
 */

const CALL_REGEXP = /(?:^|\.)(?:call|apply)$/;
const SCRIPT_REGEXP = /^(?:file|https?|data|ext|npm|repl|cell)|\.ts$/;
const OURS = new URL("..", import.meta.url).href;
const DEEP = 60;
const NAMELESS = "in code without a name";

/** What V8 knows of a call. Each answer costs time, places in sources the most. */
interface Call {
  getFunctionName(): string | null;
  getTypeName(): string | null;
  getScriptNameOrSourceURL(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
}

/** A call and the script that it is in. */
interface Frame {
  readonly call: Call;
  readonly script: string;
}

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
  const place = placeOf(frames);
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
function layerOf(frames: readonly Frame[]): string | undefined {
  for (const [index, { call }] of frames.entries()) {
    if (!isLayers(frames[index]) && !isLayers(frames[index + 1])) continue;
    // An inherited function is named after the class that has it, and this one after its layer.
    const layer = CALL_REGEXP.test(call.getFunctionName() ?? "") && call.getTypeName();
    if (layer) return layer;
  }
  return undefined;
}

function isLayers(frame: Frame | undefined): boolean {
  return frame?.script.includes("tfjs-layers") === true;
}

/** The innermost line that is neither ours nor that of tfjs. */
function placeOf(frames: readonly Frame[]): string | undefined {
  const own = frames.find(({ script }) =>
    SCRIPT_REGEXP.test(script) && !script.includes("@tensorflow") && !script.startsWith(OURS)
  );
  if (!own) return undefined;
  const { call, script } = own;
  const line = call.getLineNumber();
  // A kernel knows where in a cell that is, and needs all of it to tell.
  if (script.startsWith("cell:")) return `${script}:${line}:${call.getColumnNumber()}`;
  return `${script.slice(script.lastIndexOf("/") + 1)}:${line}`;
}

/** The calls under way, innermost first, without the text of a stack: writing it takes longest. */
function stackFrames(): readonly Frame[] {
  const settings = Error as unknown as {
    stackTraceLimit: number;
    prepareStackTrace: ((error: Error, calls: readonly Call[]) => unknown) | undefined;
  };
  const { stackTraceLimit, prepareStackTrace } = settings;
  try {
    settings.stackTraceLimit = DEEP;
    settings.prepareStackTrace = (_, calls) => calls;
    const { stack } = new Error("where") as unknown as { readonly stack: readonly Call[] };
    return stack.map((call) => ({ call, script: call.getScriptNameOrSourceURL() ?? "" }));
  } finally {
    settings.stackTraceLimit = stackTraceLimit;
    settings.prepareStackTrace = prepareStackTrace;
  }
}
