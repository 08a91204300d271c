/**
 * What a command prints and nobody can take, as on a full disk: told in one sentence, and no reason to
 * leave the rest of the command undone.
 *
 * @module
 */

/** The two streams of a console. */
type Streams = Pick<Console, "log" | "error">;

/**
 * Makes printing that fails end in an exit code instead of an exception. The failure is told once, on
 * standard error.
 *
 * @param streams what prints; its functions are replaced
 * @param fail hears of a failure
 * @example
 * ```ts
 * import { tellLostOutput } from "./lost_output.ts";
 * tellLostOutput(console, () => Deno.exitCode = 1);
 * ```
 */
export function tellLostOutput(streams: Streams, fail: () => void): void {
  const { log, error } = streams;
  let told = false;
  streams.error = (...parts: readonly unknown[]) => {
    try {
      error.apply(streams, [...parts]);
    } catch {
      fail(); // there is nowhere left to tell it
    }
  };
  streams.log = (...parts: readonly unknown[]) => {
    try {
      log.apply(streams, [...parts]);
    } catch (reason) {
      fail();
      if (told) return;
      told = true;
      const message = reason instanceof Error ? reason.message : String(reason);
      streams.error(`modulab: Cannot write to standard output: ${message}`);
    }
  };
}
