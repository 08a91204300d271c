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

/** Asks for completions again and again; prints the megabytes that the process keeps of 60 answers. */
const MEMORY = `
import { startServerProcess } from "./kernel/assist/server_process.ts";
const [folderUrl, config, deno] = [FOLDER, FOLDER + "/deno.json", Deno.execPath()];
const server = await startServerProcess({ deno, folderUrl, config });
const uri = folderUrl + "/a.ts";
const textDocument = { uri, languageId: "typescript", version: 1, text: "M" };
server.notify("textDocument/didOpen", { textDocument });
const ask = async () => {
  const question = { textDocument: { uri }, position: { line: 0, character: 1 } };
  return (await server.request("textDocument/completion", question)).items.length;
};
const kept = async () => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  gc();
  return Deno.memoryUsage().heapUsed;
};
const names = await ask();
const before = await kept();
for (let time = 0; time < 60; time++) await ask();
console.log(names, (await kept() - before) / 1e6);
await server.kill();
`;

Deno.test("ServerProcess.request() keeps no answers that it has given", async () => {
  await inFolder(async (folder) => {
    const root = new URL("../../../", import.meta.url).href;
    const script = MEMORY.replace('"./', `"${root}`)
      .replaceAll("FOLDER", JSON.stringify(`file://${folder}`));
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["eval", "--ext=ts", "--v8-flags=--expose-gc", script],
      cwd: new URL(root),
    }).output();
    const [names = 0, megabytes = NaN] = new TextDecoder().decode(stdout).split(" ").map(Number);
    assert.ok(names > 200, `${names} names`);
    assert.ok(megabytes < 1.5, `${megabytes} MB`);
  });
});
