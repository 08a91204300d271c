import assert from "node:assert/strict";
import { SessionRig } from "../../../support/session_rig.ts";

Deno.test("a function's text in a session", async (t) => {
  await using rig = await SessionRig.start();
  const show = async (code: string): Promise<unknown> =>
    JSON.parse((await rig.run(`html\`\${JSON.stringify(${code})}\``)).result ?? "null");

  await t.step("holds nothing of the session's", async () => {
    await rig.run("async function later(ms: number) { return await ms }");
    assert.equal(await show("String(later)"), "async function later(ms) {\n\treturn await ms;\n}");
    assert.equal(await show("`${async () => await 1}`"), "async () => await 1");
  });

  await t.step("runs in a worker", async () => {
    const work = "async function work() { for await (const n of [1]) postMessage(await n) }";
    const url = "`data:text/javascript,${encodeURIComponent(`${work}\\nwork()`)}`";
    const ran = await rig.run(
      `${work}\nconst worker = new Worker(${url}, { type: "module" });\n` +
        "const answer = await new Promise((yes, no) => " +
        "{ worker.onmessage = (e) => yes(e.data); worker.onerror = no; });\n" +
        "worker.terminate(); answer",
    );
    assert.equal(ran.result, "1");
  });

  await t.step("is asked for as everywhere", async () => {
    const facts = [
      "later.toString === Function.prototype.toString",
      "Function.prototype.toString.name === 'toString'",
      "!('prototype' in Function.prototype.toString)",
      "!Object.getOwnPropertyDescriptor(Function.prototype, 'toString').enumerable",
      "String(Function.prototype.toString) === 'function toString() { [native code] }'",
      "String(Math.max) === 'function max() { [native code] }'",
      "/native code/.test(String(later.bind(null)))",
      "/native code/.test(String(new Proxy(later, {})))",
      "String(class A { a = 1 }) === 'class A {\\n\\ta = 1;\\n}'",
    ];
    for (const fact of facts) assert.equal(await show(fact), true, fact);
    const { end } = await rig.run("Function.prototype.toString.call({})");
    assert.equal(end.status === "error" && end.error.name, "TypeError");
  });
});
