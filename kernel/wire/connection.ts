/**
 * The connection file: where a kernel listens, and the key that signs its messages.
 *
 * Source: Jupyter client documentation, "Making kernels for Jupyter", section "Connection files".
 *
 * @module
 */

import { dirname } from "node:path";

/** The sockets of a kernel; `hb` is the heartbeat. */
export type SocketName = "shell" | "iopub" | "stdin" | "control" | "hb";

/** All sockets, in the order in which the file names them. */
export const SOCKET_NAMES: readonly SocketName[] = ["shell", "iopub", "stdin", "control", "hb"];

/** What a connection file says. */
export interface Connection {
  readonly transport: "tcp" | "ipc";
  /** An address for tcp; the beginning of the sockets' paths for ipc. */
  readonly ip: string;
  /** Port numbers; 0 lets the kernel choose, for tcp only. */
  readonly ports: Readonly<Record<SocketName, number>>;
  /** Signs messages; "" for no signatures. */
  readonly key: string;
}

/** Thrown for an unusable connection file; names everything that is wrong with it. */
export class ConnectionFileError extends Error {
  override readonly name = "ConnectionFileError";
  readonly path: string;
  readonly problems: readonly string[];

  constructor(path: string, problems: readonly string[], cause?: unknown) {
    super(`Cannot use connection file ${path}: ${problems.join("; ")}`, { cause });
    this.path = path;
    this.problems = problems;
  }
}

/** The only scheme there is. */
const SCHEME = "hmac-sha256";

/**
 * Reads a connection file.
 *
 * @param path the file
 * @returns what it says; keys we do not know are ignored
 * @throws {ConnectionFileError} when it cannot be read, is no JSON, or lacks something
 * @example
 * ```ts
 * import { createConnection, readConnectionFile, writeConnectionFile } from "./connection.ts";
 * const path = await Deno.makeTempFile();
 * await writeConnectionFile(path, createConnection());
 * console.assert((await readConnectionFile(path)).transport === "tcp");
 * ```
 */
export async function readConnectionFile(path: string): Promise<Connection> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw new ConnectionFileError(path, [`it cannot be read: ${reason(error)}`], error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConnectionFileError(path, [`it is no JSON: ${reason(error)}`], error);
  }
  const problems: string[] = [];
  const connection = parseConnection(value, problems);
  if (problems.length > 0) throw new ConnectionFileError(path, problems);
  return connection;
}

/**
 * Writes a connection file that only its owner can read, as it holds the key.
 *
 * @param path the file; replaced when it exists
 * @param connection what to write
 * @param options `kernelName`: the kernelspec that the file is for
 * @example
 * ```ts
 * import { createConnection, writeConnectionFile } from "./connection.ts";
 * await writeConnectionFile(await Deno.makeTempFile(), createConnection());
 * ```
 */
export async function writeConnectionFile(
  path: string,
  connection: Connection,
  options: { readonly kernelName?: string } = {},
): Promise<void> {
  const { transport, ip, ports, key } = connection;
  const file = {
    ...Object.fromEntries(SOCKET_NAMES.map((name) => [`${name}_port`, ports[name]])),
    ip,
    key,
    transport,
    signature_scheme: SCHEME,
    kernel_name: options.kernelName ?? "",
  };
  await Deno.writeTextFile(path, JSON.stringify(file, null, 2) + "\n", { mode: 0o600 });
}

/**
 * Writes the ports that a kernel has chosen into its connection file, where clients look for them. All else
 * that the file says stays, and only its owner can read it.
 *
 * @param path a connection file
 * @param ports the ports that the kernel listens at
 * @throws {ConnectionFileError} when it cannot be written; it is then as it was
 * @example
 * ```ts
 * import { createConnection, writeConnectionFile, writePorts } from "./connection.ts";
 * const path = await Deno.makeTempFile();
 * await writeConnectionFile(path, createConnection());
 * await writePorts(path, { shell: 5001, iopub: 5002, stdin: 5003, control: 5004, hb: 5005 });
 * ```
 */
export async function writePorts(path: string, ports: Connection["ports"]): Promise<void> {
  const chosen = Object.fromEntries(SOCKET_NAMES.map((name) => [`${name}_port`, ports[name]]));
  let temporary: string | undefined;
  try {
    const target = await Deno.realPath(path);
    const file = { ...JSON.parse(await Deno.readTextFile(target)), ...chosen };
    // In one step: a client may be waiting for the ports, and must not read half of them. Such a
    // temporary file is its owner's only.
    temporary = await Deno.makeTempFile({ dir: dirname(target), prefix: ".connection-" });
    await Deno.writeTextFile(temporary, JSON.stringify(file, null, 2) + "\n");
    await Deno.rename(temporary, target);
  } catch (error) {
    if (temporary !== undefined) await Deno.remove(temporary).catch(() => {}); // it may be gone
    const problem = `the ports that were chosen cannot be written into it: ${reason(error)}`;
    throw new ConnectionFileError(path, [problem], error);
  }
}

/**
 * A new connection with a fresh key. Its tcp ports are 0: the kernel chooses them when it binds.
 *
 * @param options `ip`: the address, 127.0.0.1 by default; `ipcPrefix`: makes it an ipc connection
 *   whose sockets are the files `<prefix>-1` to `<prefix>-5`; `key`: another key
 * @returns the connection
 * @example
 * ```ts
 * import { createConnection } from "./connection.ts";
 * console.assert(createConnection().ports.shell === 0);
 * ```
 */
export function createConnection(
  options: { readonly ip?: string; readonly ipcPrefix?: string; readonly key?: string } = {},
): Connection {
  const key = options.key ?? crypto.randomUUID();
  if (options.ipcPrefix !== undefined) {
    const ports = { shell: 1, iopub: 2, stdin: 3, control: 4, hb: 5 };
    return { transport: "ipc", ip: options.ipcPrefix, ports, key };
  }
  const ports = { shell: 0, iopub: 0, stdin: 0, control: 0, hb: 0 };
  return { transport: "tcp", ip: options.ip ?? "127.0.0.1", ports, key };
}

/**
 * Replaces ports that are 0 by free ones, for a kernel process that is still to be started.
 * Another program may take a port before it binds; a connection bound in this process cannot lose.
 *
 * @param connection the connection
 * @returns the same with ports that were free a moment ago
 * @example
 * ```ts
 * import { createConnection, reservePorts } from "./connection.ts";
 * console.assert(reservePorts(createConnection()).ports.shell > 0);
 * ```
 */
export function reservePorts(connection: Connection): Connection {
  const listeners = new Map<SocketName, Deno.Listener>();
  try {
    for (const name of SOCKET_NAMES) {
      if (connection.transport === "ipc" || connection.ports[name] !== 0) continue;
      listeners.set(name, Deno.listen({ hostname: tcpHost(connection.ip), port: 0 }));
    }
    const port = (name: SocketName): number =>
      (listeners.get(name)?.addr as Deno.NetAddr | undefined)?.port ?? connection.ports[name];
    const ports = {
      shell: port("shell"),
      iopub: port("iopub"),
      stdin: port("stdin"),
      control: port("control"),
      hb: port("hb"),
    };
    return { ...connection, ports };
  } finally {
    for (const listener of listeners.values()) listener.close();
  }
}

/**
 * The address of one socket, for the side that binds.
 *
 * @param connection where
 * @param name which socket
 * @returns an endpoint as libzmq wants it
 * @example
 * ```ts
 * import { bindEndpoint, createConnection } from "./connection.ts";
 * console.assert(bindEndpoint(createConnection(), "shell") === "tcp://127.0.0.1:*");
 * ```
 */
export function bindEndpoint(connection: Connection, name: SocketName): string {
  const port = connection.ports[name];
  if (connection.transport === "ipc") return `ipc://${connection.ip}-${port}`;
  const host = connection.ip === "localhost" ? "127.0.0.1" : connection.ip;
  return `tcp://${bracketed(host)}:${port === 0 ? "*" : port}`;
}

/**
 * The address of one socket, for the side that connects.
 *
 * @param connection where
 * @param name which socket
 * @returns an endpoint as libzmq wants it
 * @example
 * ```ts
 * import { connectEndpoint, createConnection } from "./connection.ts";
 * const connection = createConnection({ ipcPrefix: "kernel" });
 * console.assert(connectEndpoint(connection, "hb") === "ipc://kernel-5");
 * ```
 */
export function connectEndpoint(connection: Connection, name: SocketName): string {
  if (connection.transport === "ipc") return bindEndpoint(connection, name);
  return `tcp://${bracketed(tcpHost(connection.ip))}:${connection.ports[name]}`;
}

/** An address that can be connected to, where the file may say "all interfaces". */
function tcpHost(ip: string): string {
  if (ip === "*" || ip === "0.0.0.0" || ip === "localhost" || ip === "") return "127.0.0.1";
  return ip === "::" ? "::1" : ip;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function parseConnection(value: unknown, problems: string[]): Connection {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push("it holds no JSON object");
    value = {};
  }
  const file = value as Readonly<Record<string, unknown>>;
  const text = (name: string): string => {
    const found = file[name];
    if (typeof found === "string") return found;
    problems.push(found === undefined ? `${name} is missing` : `${name} must be text`);
    return "";
  };
  const transport = text("transport");
  if (file.transport !== undefined && transport !== "tcp" && transport !== "ipc") {
    problems.push(`transport must be "tcp" or "ipc", not ${JSON.stringify(file.transport)}`);
  }
  const ip = text("ip");
  const port = (name: SocketName): number => parsePort(`${name}_port`, file, problems);
  const ports = {
    shell: port("shell"),
    iopub: port("iopub"),
    stdin: port("stdin"),
    control: port("control"),
    hb: port("hb"),
  };
  for (const [index, name] of SOCKET_NAMES.entries()) {
    if (transport === "ipc" && file[`${name}_port`] === 0) {
      problems.push(`${name}_port is 0, and for ipc the kernel cannot choose`);
    }
    const other = SOCKET_NAMES.slice(0, index).find((other) => ports[other] === ports[name]);
    if (other !== undefined && ports[name] !== 0) {
      problems.push(`${other}_port and ${name}_port are both ${ports[name]}`);
    }
  }
  const key = text("key");
  const scheme = text("signature_scheme");
  if (typeof file.signature_scheme === "string" && scheme !== SCHEME) {
    problems.push(`signature_scheme "${scheme}" is not supported; only "${SCHEME}" is`);
  }
  return { transport: transport === "ipc" ? "ipc" : "tcp", ip, ports, key };
}

function parsePort(
  name: string,
  file: Readonly<Record<string, unknown>>,
  problems: string[],
): number {
  const port = file[name];
  if (typeof port === "number" && Number.isInteger(port) && port >= 0 && port <= 65_535) {
    return port;
  }
  const wanted = "a whole number from 0 to 65535";
  problems.push(
    port === undefined
      ? `${name} is missing`
      : `${name} must be ${wanted}, not ${JSON.stringify(port)}`,
  );
  return 0;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
