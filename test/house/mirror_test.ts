/** Tests lie where their sources lie. */
import assert from "node:assert/strict";
import { listFiles } from "./tree.ts";

const files = await listFiles(".ts", ".tsx");
const MEMBERS = ["kernel", "lib", "widgets"];

Deno.test("every test below test/kernel, test/lib and test/widgets mirrors a file or a folder", () => {
  const sources = new Set(files.map(withoutEnding));
  const folders = new Set(files.flatMap(foldersOf));
  const stray = files
    .filter((file) => MEMBERS.some((name) => file.startsWith(`test/${name}/`)))
    .filter((file) => /_test\.tsx?$/.test(file))
    .map((file) => withoutEnding(file).replace(/^test\//, "").replace(/_test$/, ""))
    .filter((source) => !sources.has(source) && !folders.has(source));
  assert.deepEqual(stray, []);
});

Deno.test("every folder of sources with behaviour has tests", () => {
  const tested = new Set(files.filter((file) => file.endsWith("_test.ts")).flatMap(foldersOf));
  const sources = files.filter((file) => MEMBERS.some((name) => file.startsWith(`${name}/`)));
  const stages = new Set(sources.filter((file) => file.split("/").length > 2).map(stage));
  assert.deepEqual([...stages].filter((folder) => !tested.has(`test/${folder}`)), []);
});

function withoutEnding(file: string): string {
  return file.replace(/\.tsx?$/, "");
}

function stage(file: string): string {
  return file.split("/").slice(0, 2).join("/");
}

/** `a/b/c.ts` lies in `a` and in `a/b`. */
function foldersOf(file: string): readonly string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
