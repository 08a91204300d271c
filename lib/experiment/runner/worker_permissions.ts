/**
 * What a worker process may do.
 *
 * @module
 */

/** One kind of permission: everything, or these paths, hosts or names. */
export type Grant = true | readonly string[];

/** Permissions of a worker; what is left out is refused. */
export interface WorkerPermissions {
  /** Files and folders to read. A job's own modules need no permission. */
  readonly read?: Grant;
  /** Files and folders to write. */
  readonly write?: Grant;
  /** Variables of the environment. */
  readonly env?: Grant;
  /** Hosts. */
  readonly net?: Grant;
  /** What can be learned of the machine. */
  readonly sys?: Grant;
  /** Native libraries; they may do anything. */
  readonly ffi?: Grant;
  /** Programs; they may do anything. */
  readonly run?: Grant;
  /** Hosts to load modules from. */
  readonly import?: Grant;
}

const KINDS: readonly (keyof WorkerPermissions)[] = [
  "read",
  "write",
  "env",
  "net",
  "sys",
  "ffi",
  "run",
  "import",
];

/**
 * What training on ONNX Runtime needs: native code, and the one variable of the environment that immer
 * reads when it is loaded. Native code may do anything: with these permissions a job is kept from
 * mistakes, not from malice.
 */
export const TRAINING_PERMISSIONS: WorkerPermissions = Object.freeze({
  ffi: true,
  env: Object.freeze(["NODE_ENV"]),
});

/**
 * Writes permissions as flags of the runtime. What is left out is refused in so many words: to a
 * program started through `node:child_process` with no flag of permissions at all, Deno 2.9 adds
 * `--allow-all` (denoland/deno#35443).
 *
 * @param permissions what a worker may do
 * @returns flags, at least one for each kind
 * @throws {TypeError} when a name cannot be written into a flag
 * @example
 * ```ts
 * import { permissionFlags } from "./worker_permissions.ts";
 * console.log(permissionFlags({ read: ["data"], sys: true })); // --allow-read=data --deny-write …
 * ```
 */
export function permissionFlags(permissions: WorkerPermissions): readonly string[] {
  return KINDS.map((kind) => {
    const grant = permissions[kind] ?? [];
    if (grant === true) return `--allow-${kind}`;
    const bad = grant.find((name) => name.includes(",") || name === "");
    if (bad !== undefined) {
      throw new TypeError(`Cannot grant ${kind} to "${bad}": a name is not empty and has no comma`);
    }
    return grant.length === 0 ? `--deny-${kind}` : `--allow-${kind}=${grant.join(",")}`;
  });
}
