/**
 * The names that a session's cells have declared.
 *
 * @module
 */

import { isOwnName } from "../compile/own_names.ts";
import type { RemoteHost } from "../evaluate/remote_host.ts";

/**
 * Asks a session for the names of its variables, functions and classes.
 *
 * @param host of the session
 * @returns names in order of declaration, without what compiled text brings along
 */
export async function declaredNames(host: RemoteHost): Promise<readonly string[]> {
  return (await host.names()).filter((name) => !isOwnName(name));
}
