import assert from "node:assert/strict";
import { explainEnding } from "../../../kernel/evaluate/ending.ts";

const KILLED = { success: false, code: 137, signal: "SIGKILL" } as const;
const ABORTED = { success: false, code: 134, signal: "SIGABRT" } as const;
const FAILED = { success: false, code: 7, signal: null } as const;

Deno.test("explainEnding() names the function that ended the session, and its code", () => {
  const exit = { by: "process.exit", code: 7 };
  const { name, message } = explainEnding(FAILED, { exit, lastWords: "" });
  assert.equal(name, "SessionExited");
  assert.match(message, /^process\.exit\(7\) ended the session\. Its variables are lost/);
});

Deno.test("explainEnding() recognises a full heap by V8's last words, and says what helps", () => {
  const lastWords = "Fatal JavaScript out of memory: Reached heap limit";
  const { name, message } = explainEnding(ABORTED, { lastWords });
  assert.equal(name, "OutOfMemory");
  assert.match(message, /fewer rows/);
});

Deno.test("explainEnding() tells a kill from outside from one of ours", () => {
  assert.equal(explainEnding(KILLED, { lastWords: "" }).name, "SessionKilled");
  assert.equal(explainEnding(KILLED, { lastWords: "", ours: true }).name, "SessionStopped");
});

Deno.test("explainEnding() tells a session that could not be reached from one that died", () => {
  const lost = (lastWords: string) => explainEnding(KILLED, { lastWords, lost: true });
  assert.equal(lost("").name, "SessionLost");
  assert.equal(lost("Fatal JavaScript out of memory").name, "OutOfMemory");
});

Deno.test("explainEnding() quotes the last lines of a crash", () => {
  const { name, message } = explainEnding(ABORTED, { lastWords: "1\n2\n3\nassertion failed\n" });
  assert.equal(name, "SessionCrashed");
  assert.match(message, /signal SIGABRT\. Its last words: 2 \/ 3 \/ assertion failed\. Its var/);
  assert.match(explainEnding(FAILED, { lastWords: "" }).message, /with exit code 7\. Its variab/);
});

Deno.test("explainEnding() quotes the reason that V8 gives, not the addresses behind it", () => {
  const lastWords = "#\n# Fatal error with no security impact:\n" +
    "# Fatal JavaScript invalid size error 268435456\n#\n== C stack trace ==\n  deno(+0x28)\n";
  const { message } = explainEnding(ABORTED, { lastWords });
  assert.match(
    message,
    /last words: Fatal error .*: \/ Fatal JavaScript invalid size error 268435456\. /,
  );
});

Deno.test("explainEnding() leaves the runtime's own backtrace out", () => {
  const lastWords = "error: Uncaught null\n\nStack backtrace:\n   0: <unknown>\n";
  const { message } = explainEnding(FAILED, { lastWords });
  assert.match(message, /with exit code 7\. Its last words: error: Uncaught null\. Its variables/);
});
