/**
 * What graphics drivers write to the standard error output, past all consoles.
 *
 * @module
 */

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const STDERR = 2;
/** The library with the functions of POSIX; other systems have no drivers that write. */
const LIBRARIES: Readonly<Record<string, string>> = {
  linux: "libc.so.6",
  darwin: "libSystem.B.dylib",
};
const SYMBOLS = {
  dup: { parameters: ["i32"], result: "i32" },
  dup2: { parameters: ["i32", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  creat: { parameters: ["buffer", "u32"], result: "i32" },
} as const;

/** The functions of the library, as far as they are called here. */
interface Descriptors {
  dup(descriptor: number): number;
  dup2(from: number, to: number): number;
  close(descriptor: number): number;
  creat(path: Uint8Array, mode: number): number;
}

/** The part of Deno that calls functions of libraries; Node has none. */
interface WithLibraries {
  readonly build: { readonly os: string };
  dlopen(path: string, symbols: typeof SYMBOLS): { readonly symbols: Descriptors; close(): void };
}

/** Outputs are redirected one after the other: two at once would not find their way back. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a function while what native code writes to the standard error output goes to a file.
 *
 * @param body what may make drivers write; what JavaScript writes there meanwhile is caught too
 * @returns what was written, and the result of the function or what it threw
 * @example
 * ```ts
 * import { catchDriverOutput } from "./driver_output.ts";
 * (await catchDriverOutput(() => Promise.resolve(1))).written; // ""
 * ```
 */
export function catchDriverOutput<T>(
  body: () => Promise<T>,
): Promise<{ readonly written: string; readonly settled: PromiseSettledResult<T> }> {
  const caught = last.then(() => redirected(body));
  last = caught.catch(() => {});
  return caught;
}

async function redirected<T>(
  body: () => Promise<T>,
): Promise<{ readonly written: string; readonly settled: PromiseSettledResult<T> }> {
  const library = openLibrary();
  if (!library) return { written: "", settled: await settle(body) };
  const folder = await mkdtemp(join(tmpdir(), "modulab-drivers-"));
  try {
    const path = join(folder, "stderr");
    const settled = await settle(() => intoFile(path, { descriptors: library.symbols, body }));
    return { written: await readFile(path, "utf8").catch(() => ""), settled };
  } finally {
    library.close();
    await rm(folder, { recursive: true });
  }
}

async function intoFile<T>(
  path: string,
  { descriptors, body }: { readonly descriptors: Descriptors; readonly body: () => Promise<T> },
): Promise<T> {
  const file = descriptors.creat(new TextEncoder().encode(`${path}\0`), 0o600);
  const before = descriptors.dup(STDERR);
  if (file < 0 || before < 0) return await body();
  descriptors.dup2(file, STDERR);
  try {
    return await body();
  } finally {
    descriptors.dup2(before, STDERR);
    descriptors.close(before);
    descriptors.close(file);
  }
}

async function settle<T>(body: () => Promise<T>): Promise<PromiseSettledResult<T>> {
  const [settled] = await Promise.allSettled([body()]);
  return settled;
}

function openLibrary(): ReturnType<WithLibraries["dlopen"]> | undefined {
  // Node has no such global, and Deno types the symbols that it finds for anybody's names.
  const { Deno: runtime } = globalThis as unknown as { readonly Deno?: WithLibraries };
  const path = runtime && LIBRARIES[runtime.build.os];
  if (!path) return undefined;
  try {
    return runtime.dlopen(path, SYMBOLS);
  } catch {
    // Without the library or the permission to call it, drivers write as they like.
    return undefined;
  }
}
