import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { ServerEnded, startServerProcess } from "../../../kernel/assist/server_process.ts";
import { inFolder } from "../../support/temporary.ts";

/**
 * A language server that closes its ears before it answers its second question, and stays. Of each
 * message it reads two lines, the second of which ends where the next message begins.
 */
const DEAF = `#!/bin/sh
answer() {
  text='{"jsonrpc":"2.0","id":'$1',"result":{"capabilities":{}}}'
  printf 'Content-Length: %s\\r\\n\\r\\n%s' \${#text} "$text"
}
read -r _
answer 0
for _ in 1 2 3 4; do read -r line; done
read -r _
length=$(printf '%s' "\${line##*: }" | tr -dc 0-9)
dd bs=1 count="$length" of=/dev/null 2>/dev/null
exec 0<&-
answer 1
exec sleep 1000
`;

Deno.test("ServerProcess.request() tells that a server has ended that reads nothing any more", async () => {
  await inFolder(async (folder) => {
    const program = path.join(folder, "server");
    await writeFile(program, DEAF);
    await chmod(program, 0o755);
    const [folderUrl, config] = [`file://${folder}`, path.join(folder, "deno.json")];
    const server = await startServerProcess({ deno: program, folderUrl, config });
    await server.request("deafen", {});
    await assert.rejects(server.request("anything", {}), ServerEnded);
    await server.ended;
  });
});

Deno.test("ServerProcess.request() says nothing on its own when it is given up behind a closed pipe", async () => {
  await inFolder(async (folder) => {
    const program = path.join(folder, "server");
    const mute = 'exec 1>&-\nmkdir "$0.muted"\nexec sleep 1000\n';
    await writeFile(program, DEAF.slice(0, DEAF.indexOf("exec 0<&-")) + mute);
    await chmod(program, 0o755);
    const [folderUrl, config] = [`file://${folder}`, path.join(folder, "deno.json")];
    const server = await startServerProcess({ deno: program, folderUrl, config });
    const stop = new AbortController();
    using changes = Deno.watchFs(folder);
    const answer = server.request("mute", {}, { signal: stop.signal });
    await changes[Symbol.asyncIterator]().next();
    await new Promise((resolve) => setImmediate(resolve));
    const said: unknown[] = [];
    const { error } = console;
    console.error = (...words) => void said.push(words);
    try {
      stop.abort(new Error("given up"));
      await assert.rejects(answer, /given up/);
    } finally {
      console.error = error;
      await server.kill();
    }
    assert.deepEqual(said, []);
  });
});
