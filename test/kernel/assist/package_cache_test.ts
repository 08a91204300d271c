import assert from "node:assert/strict";
import { PackageCache, remoteSpecifiers } from "../../../kernel/assist/package_cache.ts";
import type { ServerProcess } from "../../../kernel/assist/server_process.ts";

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
  const cache = new PackageCache();
  const importer = { server: process, uri: "file:///cell.ts" };
  assert.equal(cache.has("npm:d3"), false);
  assert.equal(cache.fetch("npm:d3", importer), true);
  assert.equal(cache.fetch("npm:d3", importer), true);
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
  const cache = new PackageCache();
  const importer = { server: process, uri: "file:///cell.ts" };
  cache.fetch("npm:none", importer);
  answers[0]?.reject(new Error("offline"));
  await settled();
  assert.equal(cache.has("npm:none"), false);
  assert.equal(cache.fetch("npm:none", importer), true);
  assert.equal(asked.length, 2);
  answers[1]?.resolve(null);
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
  return new Promise((resolve) =>
    queueMicrotask(() => queueMicrotask(() => queueMicrotask(resolve)))
  );
}
