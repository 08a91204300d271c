import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Prints through the console that a session installs, in a process of its own, and lists what came out. */
async function printed(before: string): Promise<readonly (readonly [string, string])[]> {
  const code = `
    const { log } = console;
    ${before}
    const { installConsole } = await import("./kernel/evaluate/session/console.ts");
    const parts = [];
    installConsole({ text: (text, stream = "stdout") => parts.push([stream, text]) });
    console.log("a", 1);
    console.group("g");
    console.warn("%d", 2);
    console.groupEnd();
    console.log({ b: [3] });
    log(JSON.stringify(parts));`;
  const options = { args: ["eval", "--no-lock", code], cwd: ROOT };
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), options).output();
  const text = new TextDecoder().decode(stdout);
  assert.notEqual(text, "", new TextDecoder().decode(stderr));
  return JSON.parse(text);
}

const PRINTED = [
  ["stdout", "a 1\n"],
  ["stdout", "g\n"],
  ["stderr", "  2\n"],
  ["stdout", "{ b: [ 3 ] }\n"],
];

Deno.test("installConsole() finds the class of Deno's own console in this version of Deno", async () => {
  assert.deepEqual(await printed("Deno[Deno.internal].Console.prototype;"), PRINTED);
});

Deno.test("installConsole() prints with Node's where Deno offers no class of its own", async () => {
  for (const before of ["delete Deno[Deno.internal].Console;", "delete Deno.internal;"]) {
    assert.deepEqual(await printed(before), PRINTED, before);
  }
});
