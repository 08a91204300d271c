import assert from "node:assert/strict";
import { join } from "node:path";
import {
  bindEndpoint,
  connectEndpoint,
  ConnectionFileError,
  createConnection,
  readConnectionFile,
  reservePorts,
  writeConnectionFile,
  writePorts,
} from "../../../kernel/wire/connection.ts";
import { inFolder } from "../../support/temporary.ts";

const COMPLETE = {
  transport: "tcp",
  ip: "127.0.0.1",
  shell_port: 1,
  iopub_port: 2,
  stdin_port: 3,
  control_port: 4,
  hb_port: 5,
  key: "secret",
  signature_scheme: "hmac-sha256",
};

/** Reads a file of the given text, and removes it. */
async function read(text: string): Promise<Awaited<ReturnType<typeof readConnectionFile>>> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, text);
    return await readConnectionFile(path);
  } finally {
    await Deno.remove(path);
  }
}

/** What is wrong with a file of the given text. */
async function problems(text: string): Promise<readonly string[]> {
  try {
    await read(text);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConnectionFileError);
    for (const problem of error.problems) assert.ok(error.message.includes(problem));
    return error.problems;
  }
}

Deno.test("readConnectionFile() reads a complete file and ignores unknown keys", async () => {
  assert.deepEqual(await read(JSON.stringify({ ...COMPLETE, kernel_name: "x", later: [1] })), {
    transport: "tcp",
    ip: "127.0.0.1",
    ports: { shell: 1, iopub: 2, stdin: 3, control: 4, hb: 5 },
    key: "secret",
  });
});

Deno.test("readConnectionFile() accepts ipc and an empty key", async () => {
  const connection = await read(JSON.stringify({ ...COMPLETE, transport: "ipc", key: "" }));
  assert.equal(connection.transport, "ipc");
  assert.equal(connection.key, "");
});

Deno.test("readConnectionFile() names every key that is missing", async () => {
  assert.deepEqual(await problems("{}"), [
    "transport is missing",
    "ip is missing",
    "shell_port is missing",
    "iopub_port is missing",
    "stdin_port is missing",
    "control_port is missing",
    "hb_port is missing",
    "key is missing",
    "signature_scheme is missing",
  ]);
});

Deno.test("readConnectionFile() names each missing key alone", async () => {
  for (const key of Object.keys(COMPLETE)) {
    assert.deepEqual(await problems(JSON.stringify({ ...COMPLETE, [key]: undefined })), [
      `${key} is missing`,
    ]);
  }
});

Deno.test("readConnectionFile() names values of the wrong kind", async () => {
  const wrong = { ...COMPLETE, transport: "udp", ip: 1, shell_port: "1", hb_port: 70_000 };
  assert.deepEqual(await problems(JSON.stringify(wrong)), [
    'transport must be "tcp" or "ipc", not "udp"',
    "ip must be text",
    'shell_port must be a whole number from 0 to 65535, not "1"',
    "hb_port must be a whole number from 0 to 65535, not 70000",
  ]);
});

Deno.test("readConnectionFile() refuses one port for two sockets, but any number of zeros", async () => {
  const twice = { ...COMPLETE, stdin_port: 1 };
  assert.deepEqual(await problems(JSON.stringify(twice)), ["shell_port and stdin_port are both 1"]);
  assert.deepEqual(await problems(JSON.stringify({ ...COMPLETE, shell_port: 0, hb_port: 0 })), []);
});

Deno.test("readConnectionFile() refuses zeros for ipc, whose sockets would all be one file", async () => {
  const ipc = { ...COMPLETE, transport: "ipc", shell_port: 0 };
  assert.deepEqual(await problems(JSON.stringify(ipc)), [
    "shell_port is 0, and for ipc the kernel cannot choose",
  ]);
});

Deno.test("readConnectionFile() refuses another signature scheme", async () => {
  const text = JSON.stringify({ ...COMPLETE, signature_scheme: "hmac-md5" });
  assert.deepEqual(await problems(text), [
    'signature_scheme "hmac-md5" is not supported; only "hmac-sha256" is',
  ]);
});

Deno.test("readConnectionFile() says when a file is no JSON, or no object", async () => {
  assert.match((await problems("{"))[0] ?? "", /^it is no JSON: /);
  assert.equal((await problems("[]"))[0], "it holds no JSON object");
});

Deno.test("readConnectionFile() says which file cannot be read", async () => {
  await assert.rejects(
    readConnectionFile("/nowhere/connection.json"),
    (error) => error instanceof ConnectionFileError && error.path === "/nowhere/connection.json",
  );
});

Deno.test("writeConnectionFile() writes what readConnectionFile() reads, for the owner only", async () => {
  const path = await Deno.makeTempFile();
  await Deno.remove(path);
  const connection = createConnection({ ip: "::1" });
  await writeConnectionFile(path, connection, { kernelName: "modulab" });
  assert.deepEqual(await readConnectionFile(path), connection);
  assert.equal(JSON.parse(await Deno.readTextFile(path)).kernel_name, "modulab");
  const { mode } = await Deno.stat(path);
  if (mode !== null) assert.equal(mode & 0o777, 0o600);
  await Deno.remove(path);
});

Deno.test("writePorts() changes the ports alone, for the owner only, through a link", async () => {
  await inFolder(async (folder) => {
    const [path, link] = [join(folder, "kernel.json"), join(folder, "link.json")];
    await Deno.writeTextFile(path, JSON.stringify({ ...COMPLETE, shell_port: 0, mine: [1] }));
    await Deno.symlink(path, link);
    const ports = { shell: 11, iopub: 12, stdin: 13, control: 14, hb: 15 };
    await writePorts(link, ports);
    assert.deepEqual((await readConnectionFile(path)).ports, ports);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(path)).mine, [1]);
    const { mode } = await Deno.stat(path);
    if (mode !== null) assert.equal(mode & 0o777, 0o600);
    assert.equal((await Array.fromAsync(Deno.readDir(folder))).length, 2);
  });
});

Deno.test("writePorts() says when a file does not take them", async () => {
  const ports = { shell: 11, iopub: 12, stdin: 13, control: 14, hb: 15 };
  await assert.rejects(writePorts("/nowhere/kernel.json", ports), (error) => {
    assert.ok(error instanceof ConnectionFileError);
    return /^Cannot use .*: the ports that were chosen cannot be written/.test(error.message);
  });
});

Deno.test("createConnection() gives each connection a key of its own", () => {
  assert.notEqual(createConnection().key, createConnection().key);
});

Deno.test("reservePorts() chooses five different free ports and keeps chosen ones", () => {
  const { ports } = reservePorts(createConnection());
  const numbers = Object.values(ports);
  assert.equal(new Set(numbers).size, 5);
  assert.ok(numbers.every((port) => port > 0));
  const connection = createConnection();
  const kept = reservePorts({ ...connection, ports: { ...connection.ports, hb: 4242 } });
  assert.equal(kept.ports.hb, 4242);
});

Deno.test("bindEndpoint() and connectEndpoint() write addresses as libzmq wants them", () => {
  const at = (ip: string): string[] => {
    const connection = createConnection({ ip });
    const fixed = { ...connection, ports: { ...connection.ports, shell: 9 } };
    return [bindEndpoint(fixed, "shell"), connectEndpoint(fixed, "shell")];
  };
  assert.deepEqual(at("127.0.0.1"), ["tcp://127.0.0.1:9", "tcp://127.0.0.1:9"]);
  assert.deepEqual(at("localhost"), ["tcp://127.0.0.1:9", "tcp://127.0.0.1:9"]);
  assert.deepEqual(at("0.0.0.0"), ["tcp://0.0.0.0:9", "tcp://127.0.0.1:9"]);
  assert.deepEqual(at("*"), ["tcp://*:9", "tcp://127.0.0.1:9"]);
  assert.deepEqual(at("::1"), ["tcp://[::1]:9", "tcp://[::1]:9"]);
  assert.equal(bindEndpoint(createConnection(), "hb"), "tcp://127.0.0.1:*");
  assert.equal(bindEndpoint(createConnection({ ipcPrefix: "/tmp/k" }), "stdin"), "ipc:///tmp/k-3");
});
