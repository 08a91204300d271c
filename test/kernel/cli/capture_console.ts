/** What a command prints, as text. */

/** A command's exit code, and what it wrote to either stream. */
export interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs something that prints with `console` and keeps what it printed.
 *
 * @param run the command
 * @returns exit code and texts
 */
export async function captureConsole(run: () => Promise<number>): Promise<Printed> {
  const { log, error } = console;
  const out: string[] = [];
  const err: string[] = [];
  console.log = (...parts: unknown[]) => void out.push(parts.join(" "));
  console.error = (...parts: unknown[]) => void err.push(parts.join(" "));
  try {
    return { code: await run(), out: out.join("\n"), err: err.join("\n") };
  } finally {
    Object.assign(console, { log, error });
  }
}
