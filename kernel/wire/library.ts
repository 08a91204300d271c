/**
 * Where libzmq comes from: the binary inside `npm:zeromq`, which exports the whole C interface.
 *
 * The package's own JavaScript sockets are not used, as they stall under Deno; see the README.
 *
 * @module
 */

import metadata from "zeromq/package.json" with { type: "json" };
import { fileURLToPath } from "node:url";
import { ZMQ_SYMBOLS, type ZmqLibrary } from "./zmq_symbols.ts";

/** Names a libzmq of the user's own, used instead of the packaged one. */
export const LIBRARY_VARIABLE = "MODULAB_LIBZMQ";

/** The system a binary is for. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
  /** The full triple, which tells musl from glibc. */
  readonly target: string;
}

/** Thrown when libzmq cannot be found or opened. */
export class LibraryError extends Error {
  override readonly name = "LibraryError";
  /** The file that was tried, when there is one for this platform. */
  readonly path: string | undefined;

  constructor(message: string, options: { path?: string | undefined; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.path = options.path;
  }
}

/** Which build serves which platform, chosen for the oldest C library it runs on. */
const BUILDS: Readonly<Record<string, string>> = {
  "linux-x86_64-gnu": "linux/x64/node/glibc-127-Release",
  "linux-aarch64-gnu": "linux/arm64/node/glibc-127-Release",
  "linux-x86_64-musl": "linux/x64/node/musl-127-Release",
  "linux-aarch64-musl": "linux/arm64/node/musl-127-Release",
  "darwin-x86_64": "darwin/x64/node/libc-115-Release",
  "darwin-aarch64": "darwin/arm64/node/libc-115-Release",
};

/**
 * The file of libzmq for a platform.
 *
 * @param platform the system; by default the one that runs this
 * @returns an absolute path, which need not exist
 * @throws {LibraryError} when the package has no usable binary for the platform
 * @example
 * ```ts
 * import { libraryPath } from "./library.ts";
 * const path = libraryPath({ os: "linux", arch: "x86_64", target: "x86_64-unknown-linux-gnu" });
 * console.assert(path.endsWith("addon.node"));
 * ```
 */
export function libraryPath(platform: Platform = Deno.build): string {
  const own = Deno.env.get(LIBRARY_VARIABLE);
  if (own !== undefined && own !== "") return own;
  const libc = platform.os !== "linux" ? "" : platform.target.endsWith("musl") ? "-musl" : "-gnu";
  const build = BUILDS[`${platform.os}-${platform.arch}${libc}`];
  if (build === undefined) {
    throw new LibraryError(
      `Cannot open libzmq as npm:zeromq@${metadata.version} has no usable binary for ` +
        `${platform.target}: set ${LIBRARY_VARIABLE} to the path of a libzmq 4.3 shared library`,
    );
  }
  const folder = new URL(".", import.meta.resolve("zeromq/package.json"));
  return fileURLToPath(new URL(`build/${build}/addon.node`, folder));
}

/**
 * Opens libzmq. Whoever opens it closes it, after the last context has ended.
 *
 * @param path the file; by default the one for this platform
 * @returns the library's functions
 * @throws {LibraryError} when the file is missing or is no libzmq
 * @example
 * ```ts
 * import { openLibrary } from "./library.ts";
 * const library = openLibrary();
 * library.close();
 * ```
 */
export function openLibrary(path: string = libraryPath()): ZmqLibrary {
  try {
    return Deno.dlopen(path, ZMQ_SYMBOLS);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LibraryError(
      `Cannot open libzmq of npm:zeromq@${metadata.version} for ${Deno.build.target} ` +
        `at ${path}: ${reason}; run "deno install" to fetch the package again, ` +
        `or set ${LIBRARY_VARIABLE} to the path of a libzmq 4.3 shared library`,
      { path, cause },
    );
  }
}
