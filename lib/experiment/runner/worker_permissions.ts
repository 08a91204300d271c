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
}

/**
 * What training on ONNX Runtime needs: the files of the engine, and native code. Native code may do
 * anything: with these permissions a job is not held back, only kept from mistakes.
 */
export const TRAINING_PERMISSIONS: WorkerPermissions = Object.freeze({
  read: true,
  env: true,
  sys: true,
  ffi: true,
});

/**
 * Writes permissions as flags of the runtime.
 *
 * @param permissions what a worker may do
 * @returns flags
 * @throws {TypeError} when a name cannot be written into a flag
 * @example
 * ```ts
 * import { permissionFlags } from "./worker_permissions.ts";
 * console.log(permissionFlags({ read: ["data"], sys: true })); // --allow-read=data --allow-sys
 * ```
 */
export function permissionFlags(permissions: WorkerPermissions): readonly string[] {
  return Object.entries(permissions).flatMap(([kind, grant]: [string, Grant | undefined]) => {
    if (grant === undefined) return [];
    if (grant === true) return [`--allow-${kind}`];
    const bad = grant.find((name) => name.includes(",") || name === "");
    if (bad !== undefined) {
      throw new TypeError(`Cannot grant ${kind} to "${bad}": a name is not empty and has no comma`);
    }
    return grant.length === 0 ? [] : [`--allow-${kind}=${grant.join(",")}`];
  });
}
