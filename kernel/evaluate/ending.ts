/**
 * Why a session's process ended, in words.
 *
 * @module
 */

import type { ExitNotice } from "./pipes.ts";

/** How a session's process ended. */
export interface SessionEnd {
  /** Such as `SessionExited`, `OutOfMemory`, `SessionStopped`, `SessionKilled`, `SessionCrashed`. */
  readonly name: string;
  /** What happened, in one sentence without its period. */
  readonly reason: string;
  /** What happened, and what it means for the user. */
  readonly message: string;
}

const OUT_OF_MEMORY = /out of memory|allocation failed|heap limit/i;
const STOPPED_IMPORT = /dynamically imported module, because JavaScript execution has been term/;

/**
 * Explains an ending.
 *
 * @param status as the operating system reports it
 * @param told what is known besides: an exit that was announced, the last words on fd 2, whether
 *   we ended it ourselves, whether it could not be reached any more
 * @returns name and message of the error that the running cell gets
 * @example
 * ```ts
 * import { explainEnding } from "./ending.ts";
 * const status = { success: false, code: 137, signal: "SIGKILL" } as const;
 * console.assert(explainEnding(status, { lastWords: "" }).name === "SessionKilled");
 * ```
 */
export function explainEnding(
  status: Deno.CommandStatus,
  told: {
    readonly exit?: ExitNotice | undefined;
    readonly lastWords: string;
    readonly ours?: boolean;
    /** Whether the process lived on when its inspector had hung up. */
    readonly lost?: boolean;
  },
): SessionEnd {
  if (told.ours) return sessionEnd("SessionStopped", "The session was stopped");
  if (told.exit) {
    const { by, code } = told.exit;
    return sessionEnd("SessionExited", `${by}(${code}) ended the session`);
  }
  if (OUT_OF_MEMORY.test(told.lastWords)) {
    const fix = ". Work on fewer rows at a time, or free what you no longer need";
    return sessionEnd("OutOfMemory", "The session ran out of memory", fix);
  }
  if (STOPPED_IMPORT.test(told.lastWords)) {
    const what = "The session ended, for a module was stopped while it loaded";
    return sessionEnd("SessionStopped", what, ". Call long work from a cell instead");
  }
  if (told.lost) return sessionEnd("SessionLost", "The session's inspector hung up");
  if (status.signal === "SIGKILL") {
    const who = "from outside, or by the system for want of memory";
    return sessionEnd("SessionKilled", `The session was killed (SIGKILL) ${who}`);
  }
  const how = status.signal ? `signal ${status.signal}` : `exit code ${status.code}`;
  const words = lastLines(told.lastWords);
  const said = words === "" ? "" : `. Its last words: ${words}`;
  return sessionEnd("SessionCrashed", `The session ended with ${how}${said}`);
}

function sessionEnd(name: string, reason: string, fix = ""): SessionEnd {
  const lost = "Its variables are lost; the next cell starts in a fresh session";
  return { name, reason, message: `${reason}. ${lost}${fix}` };
}

/** V8's own reason if it gives one, else the last lines; behind either come only addresses. */
function lastLines(text: string): string {
  const reason = /Fatal (?:error|JavaScript).*(?:\n# (?:Fatal|Check|Debug).*)?/i.exec(text)?.[0];
  return (reason ??
    text.replace(/^Stack backtrace:\n[^]*/m, "").trim().split("\n").slice(-3).join("\n"))
    .replaceAll(/\n(?:# )?/g, " / ");
}
