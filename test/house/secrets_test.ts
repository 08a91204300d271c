/** Nothing of the machine it was written on gets into the repository. */
import assert from "node:assert/strict";
import { listFiles, readText } from "./tree.ts";

/** Put together here, so that this file does not name them. */
const FORBIDDEN: Readonly<Record<string, RegExp>> = {
  "a path of one machine": new RegExp(`(^|[^\\w.$~*-])/(${["work", "root"].join("|")})/\\w`),
  "a folder of one user": new RegExp(`/(home|Users)/(?!(?:ada|me|user|you)\\b)[a-z]\\w*/`),
  "a package host": new RegExp(`registry[.](npm|yarn)|npm[m]irror|artifactory|[.]jfrog[.]`),
  "a private key": new RegExp(`-{5}BEGIN [A-Z ]*PRIVATE KEY`),
};
const TEXT_REGEXP =
  /\.(ts|tsx|py|md|json|jsonc|lock|ipynb|svg|sh|css|html|csv|txt)$|(^|\/)\.?[\w-]+$/;

const files = (await listFiles()).filter((file) => TEXT_REGEXP.test(file));

Deno.test("no tracked file names a machine's path, a package host or a key", async () => {
  const found: string[] = [];
  for (const file of files) {
    if (file === "test/house/secrets_test.ts") continue;
    for (const [index, line] of (await readText(file)).split("\n").entries()) {
      for (const [what, pattern] of Object.entries(FORBIDDEN)) {
        if (pattern.test(line)) found.push(`${file}:${index + 1} names ${what}`);
      }
    }
  }
  assert.deepEqual(found, []);
});

Deno.test("the patterns find what they are for", () => {
  const finds = (text: string): boolean =>
    Object.values(FORBIDDEN).some((pattern) => pattern.test(text));
  assert.ok(finds(["see /ro", "ot/x"].join("")));
  assert.ok(finds(['"/wo', 'rk/main"'].join("")));
  assert.ok(finds("/home/somebody/x"));
  assert.ok(!finds("/home/ada/.local and a/work/b and network/root"));
});
