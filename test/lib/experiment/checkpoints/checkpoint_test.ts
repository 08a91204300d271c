import assert from "node:assert/strict";
import { TextLineStream } from "./lines.ts";
import { SeedStream } from "../../../../lib/core/seed.ts";
import { inFolder } from "../../../support/temporary.ts";

const PROGRAM = new URL("./crash_program.ts", import.meta.url);

/** Runs the program and kills it after so many batches; its last line, or nothing when it was killed. */
async function run(directory: string, batches = Infinity): Promise<string | undefined> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM.pathname, directory],
    stdout: "piped",
  }).spawn();
  let last: string | undefined;
  let seen = 0;
  for await (const line of child.stdout.pipeThrough(new TextLineStream())) {
    last = line;
    if (line === "batch" && ++seen === batches) child.kill("SIGKILL");
  }
  const { signal, code } = await child.status;
  if (signal === "SIGKILL") return undefined;
  assert.equal(code, 0);
  return last;
}

Deno.test("a run that is killed 20 times and resumed learns what an undisturbed one learns", async () => {
  const draws = SeedStream.from("crash");
  const expected = await inFolder((directory) => run(directory));
  assert.match(expected ?? "", /^learned [0-9a-f]{64}$/);
  await inFolder(async (directory) => {
    let kills = 0;
    let learned: string | undefined;
    while (learned === undefined) {
      learned = await run(directory, kills < 20 ? 1 + draws.below(3) : Infinity);
      if (learned === undefined) kills++;
    }
    assert.equal(kills, 20);
    assert.equal(learned, expected);
  });
});
