import assert from "node:assert/strict";
import { formatSeconds, RunProgress } from "../../../kernel/notebook/progress.ts";
import { code } from "./build.ts";
import { FakeTerminal } from "./fake_terminal.ts";

const RUNNING = { number: 3, total: 12, cell: code("\nconst penguins = await load();\nmore") };
const FINISHED = { ...RUNNING, outcome: "ok", seconds: 1.24 } as const;

Deno.test("RunProgress writes one plain line a cell where no line can be overwritten", () => {
  const { progress, written } = new FakeTerminal();
  using shown = new RunProgress(progress);
  shown.begin(RUNNING);
  shown.end(FINISHED);
  assert.deepEqual(written, ["[ 3/12]   1.2 s  const penguins = await load();\n"]);
});

Deno.test("RunProgress changes one line on a terminal and wipes it at the end", () => {
  const { progress, written } = new FakeTerminal({ isTerminal: true, columns: 30 });
  {
    using shown = new RunProgress(progress);
    shown.begin(RUNNING);
    shown.end(FINISHED);
  }
  assert.deepEqual(written, [
    "\r[ 3/12]   0.0 s  const pengu…\x1b[K",
    "\r[ 3/12]   1.2 s  const pengu…\x1b[K",
    "\r\x1b[K",
  ]);
});

Deno.test("RunProgress says that types are checked when no cell runs any more", () => {
  const plain = new FakeTerminal();
  const screen = new FakeTerminal({ isTerminal: true, columns: 30 });
  for (const { progress } of [plain, screen]) {
    using shown = new RunProgress(progress);
    shown.checking();
  }
  assert.deepEqual(plain.written, ["Checking types\n"]);
  assert.deepEqual(screen.written, ["\rChecking types 0.0 s\x1b[K", "\r\x1b[K"]);
});

Deno.test("RunProgress keeps to one line of a terminal that has no room for any code", () => {
  const { progress, written } = new FakeTerminal({ isTerminal: true, columns: 10, color: true });
  {
    using shown = new RunProgress(progress);
    shown.end(FINISHED);
    shown.checking();
  }
  assert.deepEqual(written.slice(0, 2), ["\r[ 3/12] …\x1b[K", "\rChecking…\x1b[K"]);
});

Deno.test("RunProgress fits wide characters into the line of a terminal", () => {
  const { progress, written } = new FakeTerminal({ isTerminal: true, columns: 30 });
  {
    using shown = new RunProgress(progress);
    shown.end({ ...FINISHED, cell: code("// 加载企鹅数据并绘制图表") });
  }
  assert.equal(written[0], "\r[ 3/12]   1.2 s  // 加载企鹅…\x1b[K");
});

Deno.test("RunProgress keeps control characters of code from the terminal", () => {
  const { progress, written } = new FakeTerminal();
  using shown = new RunProgress(progress);
  shown.end({ ...FINISHED, cell: code("a\x1b[2Jb") });
  assert(!written.join("").includes("\x1b"));
});

Deno.test("formatSeconds() speaks of minutes when there are some", () => {
  assert.deepEqual([0.04, 99.94, 99.96, 3600].map(formatSeconds), [
    "0.0 s",
    "99.9 s",
    "1 min 40 s",
    "60 min 0 s",
  ]);
});
