import assert from "node:assert/strict";
import { SessionRig } from "../../../support/session_rig.ts";

const FORMS: Readonly<Record<string, string>> = {
  "options and a handler": "({ port: 0, onListen() {} }, handler)",
  "options with a handler": "({ port: 0, onListen() {}, handler })",
};

Deno.test("installServers() lets what handlers print stand in the cell that started the server", async (t) => {
  await using rig = await SessionRig.start();
  await rig.run("const handler = () => { console.log('asked'); return new Response('answer'); }");
  for (const [name, args] of Object.entries(FORMS)) {
    await t.step(name, async () => {
      const started = await rig.run(`const server = Deno.serve${args};`);
      const asked = await rig.run(
        "const answer = await fetch(`http://127.0.0.1:${server.addr.port}`); await answer.text()",
      );
      assert.equal(asked.result, '"answer"');
      const printed = asked.outputs.find((it) => it.type === "text" && it.text.includes("asked"));
      assert.equal(printed?.type === "text" && printed.cell, started.id);
      await rig.run("await server.shutdown();");
    });
  }
});

Deno.test("installServers() leaves Deno.serve as it is in all else", async () => {
  await using rig = await SessionRig.start();
  const { result } = await rig.run(`
    let heard = 0;
    const server = Deno.serve({
      port: 0,
      onListen: ({ port }) => { heard = port; },
      onError: (error) => new Response(String(error), { status: 500 }),
      handler: () => { throw new Error("no"); },
    });
    const response = await fetch("http://127.0.0.1:" + server.addr.port);
    const facts = [heard === server.addr.port, response.status, await response.text(), Deno.serve.name];
    await server.shutdown();
    facts.join()`);
  assert.equal(result, '"true,500,Error: no,serve"');
  const asked = await rig.run(`
    const seen = Promise.withResolvers();
    const server = Deno.serve({ port: 0, onListen() {} }, (request, info) => {
      seen.resolve([new URL(request.url).pathname, info.remoteAddr.hostname].join());
      return new Response();
    });
    await (await fetch(\`http://127.0.0.1:\${server.addr.port}/path\`)).body?.cancel();
    await server.shutdown();
    await seen.promise`);
  assert.equal(asked.result, '"/path,127.0.0.1"');
  const { end } = await rig.run("Deno.serve()");
  assert.equal(end.status === "error" && end.error.name, "TypeError");
});
