import assert from "node:assert/strict";
import { setImmediate } from "node:timers";
import { PackageCache, remoteSpecifiers } from "../../../kernel/assist/package_cache.ts";
import type { ServerProcess } from "../../../kernel/assist/server_process.ts";

function there(): Promise<boolean> {
  return Promise.resolve(true);
}

/** A server whose answers the test gives. */
function server(): {
  asked: unknown[];
  answers: PromiseWithResolvers<unknown>[];
  process: ServerProcess;
} {
  const asked: unknown[] = [];
  const answers: PromiseWithResolvers<unknown>[] = [];
  const request = (method: string, params: unknown): Promise<unknown> => {
    asked.push([method, params]);
    const answer = Promise.withResolvers<unknown>();
    answers.push(answer);
    return answer.promise;
  };
  // Of the server, only requests are made.
  return { asked, answers, process: { request } as unknown as ServerProcess };
}

Deno.test("PackageCache asks for each package once, and says while it is on its way", async () => {
  const { asked, answers, process } = server();
  const cache = new PackageCache(there);
  const importer = { server: process, uri: "file:///cell.ts" };
  assert.equal(cache.has("npm:d3"), false);
  assert.equal(cache.fetch("npm:d3", importer), true);
  assert.equal(cache.fetch("npm:d3", importer), true);
  await settled();
  assert.deepEqual(asked, [[
    "workspace/executeCommand",
    { command: "deno.cache", arguments: [["npm:d3"], "file:///cell.ts"] },
  ]]);
  answers[0]?.resolve(null);
  await settled();
  assert.equal(cache.fetch("npm:d3", importer), false);
  assert.equal(asked.length, 1);
  assert.ok(cache.has("npm:d3"));
});

Deno.test("PackageCache tries a package again that could not be fetched", async () => {
  const { asked, answers, process } = server();
  const cache = new PackageCache(there);
  const importer = { server: process, uri: "file:///cell.ts" };
  cache.fetch("npm:none", importer);
  await settled();
  answers[0]?.reject(new Error("offline"));
  await settled();
  assert.equal(cache.has("npm:none"), false);
  assert.equal(cache.fetch("npm:none", importer), true);
  await settled();
  assert.equal(asked.length, 2);
  answers[1]?.resolve(null);
  await settled();
});

Deno.test("PackageCache asks the server for no package of npm that does not exist", async () => {
  const { asked, answers, process } = server();
  const cache = new PackageCache((specifier) => Promise.resolve(specifier !== "npm:none"));
  const importer = { server: process, uri: "file:///cell.ts" };
  assert.equal(cache.fetch("npm:none", importer), true, "on its way");
  await settled();
  assert.equal(cache.fetch("npm:none", importer), false, "tried in vain");
  cache.fetch("https://x.example/d.ts", importer);
  await settled();
  assert.deepEqual(asked.map((question) => JSON.stringify(question).includes("npm:none")), [false]);
  answers[0]?.resolve(null);
  await settled();
});

Deno.test("remoteSpecifiers() finds packages and addresses in every kind of import, once", () => {
  const text = `
import a from "npm:a@1";
import 'jsr:@b/c';
const d = await import(\`https://x.example/d.ts\`);
export { e } from "npm:a@1";
import f from "./f.ts";
import fs from "node:fs";`;
  assert.deepEqual(remoteSpecifiers(text), ["npm:a@1", "jsr:@b/c", "https://x.example/d.ts"]);
});

/** Lets what waits for an answer run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
