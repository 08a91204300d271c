import assert from "node:assert/strict";
import { prepareTarget, TargetError, writeAtomically } from "../../../kernel/notebook/atomic.ts";
import { inFolder } from "../../support/temporary.ts";

Deno.test("writeAtomically() replaces a file and keeps its mode", async () => {
  await inFolder(async (folder) => {
    const file = `${folder}/a.txt`;
    await Deno.writeTextFile(file, "old", { mode: 0o640 });
    await writeAtomically(file, "new");
    assert.equal(await Deno.readTextFile(file), "new");
    assert.equal(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o640);
  });
});

Deno.test("writeAtomically() writes through a link", async () => {
  await inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/real.txt`, "old");
    await Deno.symlink(`${folder}/real.txt`, `${folder}/link.txt`);
    await writeAtomically(`${folder}/link.txt`, "new");
    assert.ok((await Deno.lstat(`${folder}/link.txt`)).isSymlink);
    assert.equal(await Deno.readTextFile(`${folder}/real.txt`), "new");
  });
});

Deno.test("a file that is read-only is named and stays as it is", async () => {
  await inFolder(async (folder) => {
    const file = `${folder}/kept.txt`;
    await Deno.writeTextFile(file, "old");
    await Deno.chmod(file, 0o444);
    for (const attempt of [() => prepareTarget(file), () => writeAtomically(file, "new")]) {
      await assert.rejects(attempt(), (error) => {
        assert.ok(error instanceof TargetError);
        assert.match(error.message, /^Cannot write .*kept.txt: it is read-only; name another file/);
        return true;
      });
    }
    assert.equal(await Deno.readTextFile(file), "old");
    assert.equal((await Array.fromAsync(Deno.readDir(folder))).length, 1);
  });
});

Deno.test("writeAtomically() leaves nothing behind when it fails", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/taken/full`, { recursive: true });
    await assert.rejects(writeAtomically(`${folder}/taken`, "text"), TargetError);
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    assert.deepEqual(names, ["taken"]);
  });
});

Deno.test("prepareTarget() makes the folder, and names what cannot be written", async () => {
  await inFolder(async (folder) => {
    await prepareTarget(`${folder}/out/deep/page.html`);
    assert.ok((await Deno.stat(`${folder}/out/deep`)).isDirectory);
    await assert.rejects(prepareTarget(`${folder}/out`), /out: it is a folder; name a file in it/);
    await Deno.writeTextFile(`${folder}/file`, "");
    await assert.rejects(prepareTarget(`${folder}/file/a.html`), TargetError);
  });
});

Deno.test("prepareTarget() says where to write instead of a folder that is closed", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  // Nobody may make folders there, the superuser included.
  await assert.rejects(prepareTarget("/sys/out/a.html"), /in a folder that you may write to$/);
});

Deno.test("writeAtomically() names the file that it cannot write", async () => {
  await inFolder(async (folder) => {
    const file = `${folder}/gone/a.html`;
    await assert.rejects(writeAtomically(file, "text"), (error) => {
      assert.ok(error instanceof TargetError);
      assert.ok(error.message.startsWith(`Cannot write ${file}: `));
      return true;
    });
  });
});

Deno.test("writeAtomically() writes into a pipe or device and leaves it there", {
  ignore: Deno.build.os === "windows",
}, async () => {
  await inFolder(async (folder) => {
    const pipe = `${folder}/pipe`;
    assert.ok((await new Deno.Command("mkfifo", { args: [pipe] }).output()).success);
    const [read] = await Promise.all([Deno.readTextFile(pipe), writeAtomically(pipe, "text")]);
    assert.equal(read, "text");
    assert.ok((await Deno.stat(pipe)).isFifo);
  });
});
