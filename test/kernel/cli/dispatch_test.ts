import assert from "node:assert/strict";
import { UsageError } from "../../../kernel/cli/command.ts";
import { COMMANDS } from "../../../kernel/cli/commands.ts";
import { dispatch } from "../../../kernel/cli/dispatch.ts";

/** Runs a command line and keeps what it printed. */
async function call(
  args: readonly string[],
  commands: Parameters<typeof dispatch>[1]["commands"] = COMMANDS,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
  };
  const code = await dispatch(args, { terminal, ...(commands ? { commands } : {}) });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

Deno.test("dispatch() lists every command when none is named", async () => {
  for (const args of [[], ["--help"], ["-h"], ["help"]]) {
    const { code, out } = await call(args);
    assert.equal(code, 0);
    for (const name of Object.keys(COMMANDS)) assert.match(out, new RegExp(`^ {2}${name} `, "m"));
  }
});

Deno.test("dispatch() names its version", async () => {
  const { code, out } = await call(["--version"]);
  assert.equal(code, 0);
  assert.match(out, /^modulab \d+\.\d+\.\d+ \(Deno \d/);
});

Deno.test("dispatch() explains every command without running it", async () => {
  for (const name of Object.keys(COMMANDS)) {
    for (const args of [[name, "--help"], [name, "-h"], ["help", name]]) {
      const { code, out } = await call(args);
      assert.equal(code, 0);
      assert.match(out, new RegExp(`Usage: modulab ${name}\\b`));
    }
  }
});

Deno.test("dispatch() names the nearest command and exits with 2", async () => {
  const { code, err } = await call(["instal"]);
  assert.equal(code, 2);
  assert.match(err, /no command 'instal'; did you mean 'install'\?/);
});

Deno.test("dispatch() lists the commands when none is near", async () => {
  const { code, err } = await call(["zzzzzzzzzz"]);
  assert.equal(code, 2);
  assert.match(err, /there are .*install/);
});

Deno.test("dispatch() exits with 2 and points to the help when an option is unknown", async () => {
  const { code, err } = await call(["uninstall", "--nme", "x"]);
  assert.equal(code, 2);
  assert.match(err, /--nme/);
  assert.match(err, /modulab uninstall --help/);
});

Deno.test("dispatch() hands on arguments and exit code", async () => {
  const seen: string[][] = [];
  const commands = {
    probe: {
      summary: "",
      load: () =>
        Promise.resolve({
          help: "",
          run(args: readonly string[]): Promise<number> {
            seen.push([...args]);
            return Promise.resolve(1);
          },
        }),
    },
  };
  assert.equal((await call(["probe", "a", "--b"], commands)).code, 1);
  assert.deepEqual(seen, [["a", "--b"]]);
});

Deno.test("dispatch() lets other errors than UsageError through", async () => {
  const failing = (error: Error) => ({
    probe: {
      summary: "",
      load: () => Promise.resolve({ help: "", run: () => Promise.reject(error) }),
    },
  });
  await assert.rejects(call(["probe"], failing(new Error("broken"))), /broken/);
  assert.equal((await call(["probe"], failing(new UsageError("wrong")))).code, 2);
});

Deno.test("deno task modulab takes paths from the folder that it is called in", async () => {
  const folder = new URL("../../../notebooks", import.meta.url);
  const args = ["task", "--quiet", "modulab", "export", "01_quickstart.ipynb", "--to", "ts"];
  const { INIT_CWD: _outer, ...env } = Deno.env.toObject();
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...args, "--output", "-"],
    cwd: folder,
    clearEnv: true,
    env,
  }).output();
  assert.equal(code, 0);
  assert.match(new TextDecoder().decode(stdout), /^\/\/ %% \[markdown\]\n/);
});
