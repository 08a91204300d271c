/** What a cell publishes and replies. */
import assert from "node:assert/strict";
import type { JsonObject } from "../../../kernel/wire/message.ts";
import type { Check, ProtocolRig } from "./rig.ts";
import { only, order, streamText } from "../../support/peer.ts";

export async function testCells({ peer }: ProtocolRig, check: Check): Promise<void> {
  async function count(): Promise<number> {
    return Number((await peer.execute("", { store_history: false })).reply.content.execution_count);
  }

  await check("outputs stand between execute_input and result, and idle comes last", async () => {
    const code = "console.log('out'); console.error('err'); display('shown'); 1 + 1";
    const { reply, published } = await peer.execute(code);
    const expected = "busy execute_input stdout stderr display_data execute_result idle";
    assert.equal(order(published), expected);
    const { execution_count } = reply.content;
    assert.deepEqual(only(published, "execute_input").content, { code, execution_count });
    assert.deepEqual(only(published, "execute_result").content, {
      data: { "text/plain": "2" },
      metadata: {},
      transient: {},
      execution_count,
    });
    assert.deepEqual(reply.content, {
      status: "ok",
      execution_count,
      user_expressions: {},
      payload: [],
    });
  });

  await check("a cell without a result publishes none", async () => {
    for (const code of ["", "undefined", "1;", "const quiet = 1", "// comment"]) {
      const { published } = await peer.execute(code);
      assert.equal(order(published), "busy execute_input idle", code);
    }
  });

  await check("an error is the only output, and the same in the reply", async () => {
    const { reply, published } = await peer.execute("let n = 1\nmissing.thing");
    assert.equal(order(published), "busy execute_input error idle");
    const { content } = only(published, "error");
    assert.deepEqual([content.ename, content.evalue], ["ReferenceError", "missing is not defined"]);
    assert.match(String((content.traceback as string[]).join("\n")), /Cell \[\d+\], line 2/);
    assert.partialDeepStrictEqual(reply.content, { status: "error", ...content });
  });

  await check("a syntax error is shown with its place", async () => {
    const { reply, published } = await peer.execute("let a = 1\nlet = = 2");
    assert.equal(order(published), "busy execute_input error idle");
    assert.equal(reply.content.ename, "SyntaxError");
    assert.match((reply.content.traceback as string[]).join("\n"), /line 2/);
  });

  await check("the count starts at one more for each cell, failed ones too", async () => {
    const before = await count();
    const counts: unknown[] = [];
    for (const code of ["1", "throw 1", "let = ="]) {
      counts.push((await peer.execute(code)).reply.content.execution_count);
    }
    assert.deepEqual(counts, [before + 1, before + 2, before + 3]);
  });

  await check("a cell that is not stored keeps the count, and is not remembered", async () => {
    const before = await count();
    const { reply, published } = await peer.execute("'not stored'", { store_history: false });
    assert.equal(reply.content.execution_count, before);
    assert.equal(order(published), "busy execute_input execute_result idle");
    const { reply: { content } } = await peer.ask("shell", "history_request", {
      hist_access_type: "search",
      pattern: "*not stored*",
      output: false,
      raw: true,
    });
    assert.deepEqual(content.history, []);
    assert.doesNotMatch(JSON.stringify((await peer.execute("In")).published), /not stored/);
  });

  await check("a silent cell prints, but shows no input, result, display or error", async () => {
    const before = await count();
    const silent = { silent: true };
    const printed = await peer.execute(
      "console.log('heard'); display(1); clearOutput(); 2",
      silent,
    );
    assert.equal(order(printed.published), "busy stdout idle");
    assert.equal(printed.reply.content.execution_count, before);
    const failed = await peer.execute("throw new TypeError('quiet')", silent);
    assert.equal(order(failed.published), "busy idle");
    assert.partialDeepStrictEqual(failed.reply.content, { status: "error", ename: "TypeError" });
    assert.equal(await count(), before);
  });

  await check("user expressions have a bundle or an error each", async () => {
    const user_expressions = { sum: "1 + 1", bad: "missing", wrong: "let = =", none: "undefined" };
    const { reply, published } = await peer.execute("1;", { user_expressions });
    const results = reply.content.user_expressions as Record<string, JsonObject>;
    assert.partialDeepStrictEqual(results, {
      sum: { status: "ok", data: { "text/plain": "2" }, metadata: {} },
      bad: { status: "error", ename: "ReferenceError" },
      wrong: { status: "error", ename: "SyntaxError" },
      none: { status: "ok" },
    });
    assert.equal(order(published), "busy execute_input idle");
  });

  await check("user expressions are not evaluated after an error", async () => {
    const user_expressions = { touched: "globalThis.touched = true" };
    const { reply } = await peer.execute("throw 1", { user_expressions });
    assert.deepEqual(reply.content.user_expressions, {});
    const { published } = await peer.execute("globalThis.touched");
    assert.equal(order(published), "busy execute_input idle");
  });

  await check("twenty thousand lines are all there before idle", async () => {
    const { published } = await peer.execute(
      "for (let i = 0; i < 20_000; i++) console.log('line', i); 'end'",
    );
    const text = streamText(published, "stdout");
    assert.equal(text.split("\n").length, 20_001);
    assert.equal(text.endsWith("line 19999\n"), true);
    assert.match(order(published), /^busy execute_input( stdout)+ execute_result idle$/);
    assert.ok(published.length < 500, `${published.length} messages`);
  });

  await check("text that comes late goes to its own cell", async () => {
    const first = await peer.execute(
      "const door = Promise.withResolvers(); door.promise.then(() => console.log('late')); 0",
    );
    const second = await peer.execute("door.resolve(); await 0; console.log('now')");
    assert.equal(streamText(second.published, "stdout"), "now\n");
    const late = await peer.hear(({ header, content }) =>
      header.msg_type === "stream" && String(content.text).includes("late")
    );
    assert.equal(late.parent_header.msg_id, first.request.header.msg_id);
  });

  await check("three cells' timers print into three cells", async () => {
    const cells = [];
    await peer.execute("const opened = Promise.withResolvers()");
    for (const name of ["a", "b", "c"]) {
      const code =
        `(async () => { await opened.promise; for (let i = 0; i < 5; i++) { await new Promise((r) => setTimeout(r, 1)); console.log('${name}' + i); } })(); 0`;
      cells.push({ name, ...await peer.execute(code) });
    }
    await peer.execute("opened.resolve(); await new Promise((r) => setTimeout(r, 40))");
    for (const { name, request } of cells) {
      const expected = [0, 1, 2, 3, 4].map((i) => `${name}${i}\n`).join("");
      let text = streamText(peer.publishedFor(request), "stdout");
      while (text.length < expected.length) {
        await peer.hear(({ header }) => header.msg_type === "stream");
        text = streamText(peer.publishedFor(request), "stdout");
      }
      assert.equal(text, expected);
    }
  });

  await check("an error that no cell awaits is told on stderr of its cell", async () => {
    const { request } = await peer.execute("Promise.reject(new RangeError('stray')); 0");
    const told = await peer.hear(({ header, content }) =>
      header.msg_type === "stream" && String(content.text).includes("stray")
    );
    assert.equal(told.content.name, "stderr");
    assert.match(String(told.content.text), /RangeError/);
    assert.equal(told.parent_header.msg_id, request.header.msg_id);
  });

  await check("history is told by tail, range and search", async () => {
    for (const code of ["'needle one'", "'needle two'", "'needle one'"]) await peer.execute(code);
    const ask = async (content: JsonObject): Promise<unknown> => {
      const { reply, published } = await peer.ask("shell", "history_request", {
        output: false,
        raw: true,
        ...content,
      });
      assert.equal(order(published), "busy idle");
      return reply.content.history;
    };
    const last = await count();
    const search = { hist_access_type: "search", pattern: "*needle*" };
    assert.deepEqual(await ask({ hist_access_type: "tail", n: 1 }), [[1, last, "'needle one'"]]);
    assert.deepEqual(
      await ask({ hist_access_type: "range", session: 0, start: last - 1, stop: last }),
      [[1, last - 1, "'needle two'"]],
    );
    assert.equal((await ask(search) as unknown[]).length, 3);
    assert.deepEqual(await ask({ ...search, unique: true, n: 5 }), [
      [1, last - 1, "'needle two'"],
      [1, last, "'needle one'"],
    ]);
    const entries = await ask({ ...search, n: 1, output: true });
    assert.deepEqual(entries, [[1, last, ["'needle one'", null]]]);
  });
}
