/** What a README points to is there. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import * as path from "node:path";
import { listFiles, readText, ROOT } from "./tree.ts";

const LINK_REGEXP = /\]\(([^)\s]+)\)/g;
const CODE_REGEXP = /```[\s\S]*?```|`[^`\n]*`/g;

const pages = await listFiles(".md");

Deno.test("every relative link of every page leads to a file and a heading", async () => {
  const broken: string[] = [];
  for (const page of pages) {
    const text = (await readText(page)).replace(CODE_REGEXP, "");
    for (const [, link = ""] of text.matchAll(LINK_REGEXP)) {
      if (/^[a-z]+:/.test(link)) continue;
      if (!await leads(page, link)) broken.push(`${page}: ${link}`);
    }
  }
  assert.deepEqual(broken, []);
});

Deno.test("every task that a page names exists", async () => {
  const { tasks } = JSON.parse(await readText("deno.json"));
  const missing: string[] = [];
  for (const page of pages) {
    for (
      const [, task = ""] of (await readText(page)).matchAll(/deno(?:@[\d.]+)? task ([\w-]+)/g)
    ) {
      if (!(task in tasks)) missing.push(`${page}: deno task ${task}`);
    }
  }
  assert.deepEqual(missing, []);
});

async function leads(page: string, link: string): Promise<boolean> {
  const [file = "", heading] = link.split("#");
  const target = file === "" ? page : path.posix.join(path.posix.dirname(page), file);
  if (!existsSync(path.join(ROOT, target))) return false;
  return heading === undefined || headings(await readText(target)).includes(heading);
}

/** Headings as GitHub turns them into anchors. */
function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ +(.*)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-")
  );
}
