/** What is told of errors, by a real process. */
import assert from "node:assert/strict";
import type { ErrorReport } from "../../../../kernel/evaluate/events.ts";
import { errorOf, SessionRig } from "../../../support/session_rig.ts";

Deno.test("describeError() tells what was thrown, and where", async (t) => {
  await using rig = await SessionRig.start();
  const step = (name: string, test: () => Promise<void>): Promise<boolean> => t.step(name, test);

  await step(
    "an error carries name, message, cause and frames in the script of its cell",
    async () => {
      const ran = await rig.run(
        "function boo() {\n  throw new TypeError('bad', { cause: new RangeError('why') });\n}\nboo()",
      );
      const error = errorOf(ran);
      assert.deepEqual([error.name, error.message], ["TypeError", "bad"]);
      assert.deepEqual([error.cause?.name, error.cause?.message], ["RangeError", "why"]);
      const own = error.frames.filter(({ file }) => file === `cell:${ran.id}`);
      assert.equal(own[0]?.fn, "boo");
      assert.equal(own.length, 2);
    },
  );

  await step("whatever is thrown becomes an error report", async () => {
    const thrown: readonly (readonly [string, Partial<ErrorReport>])[] = [
      ["throw 'text'", { name: "Thrown", message: '"text"', thrown: true }],
      ["throw undefined", { name: "Thrown", message: "undefined", thrown: true }],
      ["throw null", { name: "Thrown", message: "null", thrown: true }],
      ["throw 10n", { name: "Thrown", message: "10n", thrown: true }],
      ["throw NaN", { name: "Thrown", message: "NaN", thrown: true }],
      ["throw new DOMException('gone', 'AbortError')", { name: "AbortError", message: "gone" }],
      ["class Mine extends Error { name = 'Mine' }\nthrow new Mine('m')", { name: "Mine" }],
      ["throw Object.assign(new Error('e'), { code: 7 })", { details: "{ code: 7 }" }],
    ];
    for (const [code, expected] of thrown) {
      assert.partialDeepStrictEqual(errorOf(await rig.run(code)), expected, code);
    }
  });

  await step("what is thrown and is no Error has the place where a cell threw it", async () => {
    const codes = [
      "function boo() {\n  throw 'text';\n}\nboo()",
      "function boo() {\n  throw { a: 1 };\n}\nboo()",
      "function boo() {\n  throw new Proxy(new Error('p'), {});\n}\nboo()",
      "function boo() {\n  throw null;\n}\nawait (async () => boo())()",
    ];
    for (const code of codes) {
      const ran = await rig.run(code);
      const [first, second] = errorOf(ran).frames;
      assert.deepEqual([first?.fn, first?.file, second?.file], [
        "boo",
        `cell:${ran.id}`,
        `cell:${ran.id}`,
      ]);
    }
    const { cause } = errorOf(
      await rig.run("try { throw 'why' } catch (cause) { throw new Error('so', { cause }) }"),
    );
    assert.deepEqual([cause?.message, cause?.frames.length], ['"why"', 1]);
    await rig.run("throw 'text'");
    assert.deepEqual(errorOf(await rig.run("await Promise.reject('text')")).frames, []);
  });

  await step("an AggregateError keeps its parts, and a cycle of causes ends", async () => {
    const many = errorOf(await rig.run("throw new AggregateError([new Error('a'), 'b'], 'all')"));
    assert.deepEqual(many.errors?.map(({ message }) => message), ["a", '"b"']);
    const round = errorOf(
      await rig.run(
        "const e = new Error('round'), inner = new TypeError('inner', { cause: e }); e.cause = inner; throw e",
      ),
    );
    assert.equal(round.cause?.name, "TypeError");
    assert.deepEqual(round.cause?.cause, {
      name: "[Circular] Error",
      message: "round",
      frames: [],
    });
  });

  await step("an error in the midst of disposal comes with the error it hides", async () => {
    const { name, errors } = errorOf(
      await rig.run(
        "{ using held = { [Symbol.dispose]() { throw new Error('newer') } }; throw new Error('older') }",
      ),
    );
    assert.equal(name, "SuppressedError");
    assert.deepEqual(errors?.map(({ message }) => message), ["newer", "older"]);
  });

  await step("an error whose properties throw is still an error", async () => {
    const code = "throw Object.defineProperties(new Error('x'), " +
      "{ message: { get() { throw 1 } }, name: { get() { throw 2 } } })";
    assert.equal(errorOf(await rig.run(code)).message, "<unprintable>");
  });

  await step("a stack overflow is an error, and the session lives on", async () => {
    const error = errorOf(await rig.run("var deep = () => deep() + 1; deep()"));
    assert.deepEqual([error.name, /call stack/.test(error.message)], ["RangeError", true]);
    assert.equal((await rig.run("1 + 2")).result, "3");
  });
});
