import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../../kernel/main.ts", import.meta.url));

/** Feeds a script to `modulab repl`, kernel and session and all. */
async function feed(script: string) {
  await using child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", MAIN, "repl"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(script));
  await writer.close();
  const [stdout, stderr, { code }] = await Promise.all([
    child.stdout.text(),
    child.stderr.text(),
    child.status,
  ]);
  return { code, stdout, stderr };
}

Deno.test("startRepl() serves a pipe with a real kernel", async () => {
  const script =
    "1+1\nfunction f(n: number) {\n  return n + 1;\n}\n[1, 2]\n  .map(f)\nconsole.log(`é`)";
  assert.deepEqual(await feed(script), { code: 0, stdout: "2\n[ 2, 3 ]\né\n", stderr: "" });
});

Deno.test("startRepl() fails with the last cell of a pipe, without colours", async () => {
  const { code, stdout, stderr } = await feed(
    "prompt('who?')\nAda\nthrow new RangeError('planned')",
  );
  assert.equal(code, 1);
  assert.match(stdout, /Ada/);
  assert.match(stderr, /^RangeError: planned\n/);
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(stdout + stderr, /\x1b/);
});
