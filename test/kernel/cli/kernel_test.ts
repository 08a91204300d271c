import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { command } from "../../../kernel/cli/kernel.ts";
import { connectClient } from "../../../kernel/wire/client.ts";
import {
  type Connection,
  createConnection,
  readConnectionFile,
  writeConnectionFile,
} from "../../../kernel/wire/connection.ts";
import { connectZmqClient } from "../../../kernel/wire/zmq_client_transport.ts";
import { inFolder } from "../../support/temporary.ts";
import { captureConsole } from "./capture_console.ts";

const MAIN = fileURLToPath(new URL("../../../kernel/main.ts", import.meta.url));

Deno.test("kernel answers an unusable connection file with one sentence and exit code 2", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "connection.json");
    await writeFile(file, '{"transport": "tcp", "ip": "127.0.0.1"}');
    const { code, err } = await captureConsole(() => command.run(["--connection-file", file]));
    assert.equal(code, 2);
    assert.match(err, /^Cannot use connection file .*: shell_port is missing; .*\n?$/);
  });
});

Deno.test("kernel names the library it cannot open, its package and the path tried", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "connection.json");
    await writeConnectionFile(file, createConnection({ key: "key" }));
    const library = join(folder, "libzmq.so");
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", MAIN, "kernel", "--connection-file", file],
      env: { MODULAB_LIBZMQ: library, NO_COLOR: "1" },
    }).output();
    const text = new TextDecoder().decode(stderr);
    assert.equal(code, 2);
    assert.match(text, /^Cannot open libzmq of npm:zeromq@\S+ for \S+ at /);
    assert.ok(text.includes(library), text);
    assert.equal(text.trimEnd().split("\n").length, 1, text);
  });
});

Deno.test("kernel writes the ports that it was to choose into the connection file, and is found there", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "connection.json");
    await writeConnectionFile(file, createConnection());
    const chosen = untilChosen(file, folder);
    const kernel = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", MAIN, "kernel", "--connection-file", file],
    }).spawn();
    const client = connectClient(connectZmqClient(await chosen));
    const { content } = await client.ready();
    assert.equal(content["status"], "ok");
    await client.shutdown();
    await client.close();
    assert.equal((await kernel.status).code, 0);
  });
});

/** What the file says as soon as no port of it is 0. */
async function untilChosen(file: string, folder: string): Promise<Connection> {
  for await (const _change of Deno.watchFs(folder)) {
    const connection = await readConnectionFile(file);
    if (!Object.values(connection.ports).includes(0)) return connection;
  }
  throw new Error("The folder is watched no more");
}
