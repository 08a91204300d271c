import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openRig } from "./rig.ts";

/** A program that leaves a script's job in the background, says its process id, and goes on. */
const KERNEL = `
import { openKernel } from ${JSON.stringify(import.meta.resolve("../../../kernel/embed.ts"))};
const { client } = await openKernel({ folder: "/", languageServer: false });
const { outputs } = await client.execute("%%bash\\nsleep 300 >/dev/null 2>&1 &\\necho $!");
console.log(outputs.map(({ content }) => content.text ?? "").join(""));
await new Promise((resolve) => setTimeout(resolve, 300_000));
`;

Deno.test("%%bash", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("prints what the script prints, in its streams", async () => {
    const { stdout, stderr, error } = await run("%%bash\necho out\necho err >&2\n");
    assert.deepEqual({ stdout, stderr, error }, {
      stdout: "out\n",
      stderr: "err\n",
      error: undefined,
    });
  });

  await t.step("runs in the session's folder and environment", async () => {
    await run('Deno.mkdirSync("inner"); Deno.chdir("inner"); Deno.env.set("SEEN", "yes")');
    const { stdout } = await run('%%bash\npwd; echo "$SEEN"');
    assert.equal(stdout, `${rig.folder}/inner\nyes\n`);
    await run('Deno.chdir("..")');
  });

  await t.step("fails with the exit code, after all output", async () => {
    const { stdout, error } = await run("%%bash\necho before\nexit 3");
    assert.equal(stdout, "before\n");
    assert.equal(error, "ShellError: bash ended with exit code 3");
  });

  await t.step("names the signal that ended the script", async () => {
    const { error } = await run("%%bash\nkill -TERM $$");
    assert.equal(error, "ShellError: bash was ended by SIGTERM");
  });

  await t.step("ends with all it started when it is interrupted", async () => {
    const started = Promise.withResolvers<number>();
    const ran = run("%%bash\nsleep 60 &\necho $!\nwait", {
      onText: (text) => started.resolve(Number(text)),
    });
    const sleeper = await started.promise;
    await rig.client.interrupt();
    assert.match((await ran).error ?? "", /^Interrupted: /);
    await gone(sleeper);
  });

  await t.step("leaves what runs in the background until the session ends", async () => {
    const { stdout } = await run("%%bash\nsleep 60 >/dev/null 2>&1 &\necho $!");
    Deno.kill(Number(stdout), "SIGCONT"); // throws if it has ended
    await run("%restart");
    await gone(Number(stdout));
  });

  await t.step("takes sh where there is no bash", async () => {
    await run(`Deno.mkdirSync("only"); Deno.symlinkSync("/bin/sh", "only/sh")`);
    const before = (await run(`Deno.env.get("PATH")`)).data[0]?.["text/plain"];
    await run(`%env PATH=${rig.folder}/only`);
    assert.match((await run("%%bash\necho $0")).stdout, /\/sh\n$/);
    await run(`Deno.env.set("PATH", ${before})`);
  });

  await t.step("needs the permission to run programs", async () => {
    await run("%permissions --allow-read");
    const { error } = await run("%%bash\nls");
    assert.match(error ?? "", /^CommandError: .*Requires run access to "bash".*%permissions/);
  });
});

/** Resolves when a process has ended; the kernel ends it behind the cell, and tells nobody. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
}

function isAlive(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    // Where nobody collects orphans, a process that has ended stays as a zombie.
    return !/\) Z /.test(Deno.readTextFileSync(`/proc/${pid}/stat`));
  } catch {
    return false;
  }
}

Deno.test("%%bash leaves no job behind when the kernel is killed", async () => {
  await using program = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--ext=ts", "-"],
    cwd: fileURLToPath(import.meta.resolve("../../../")),
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const input = program.stdin.getWriter();
  await input.write(new TextEncoder().encode(KERNEL));
  await input.close();
  const lines = program.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const sleeper = Number((await lines.read()).value);
  Deno.kill(sleeper, "SIGCONT"); // throws if it has ended
  program.kill("SIGKILL");
  await lines.cancel();
  await gone(sleeper);
});
