/** Completion, inspection and completeness, also while a cell runs. */
import assert from "node:assert/strict";
import type { Check, ProtocolRig } from "./rig.ts";
import { order } from "../../support/peer.ts";

export async function testAssistance({ peer }: ProtocolRig, check: Check): Promise<void> {
  await check("is_complete knows complete, incomplete and invalid text", async () => {
    for (
      const [code, status] of [["1 + 1", "complete"], ["f(", "incomplete"], ["let = =", "invalid"]]
    ) {
      const { reply, published } = await peer.ask("shell", "is_complete_request", {
        code: code ?? "",
      });
      assert.equal(reply.content.status, status, code);
      assert.equal(order(published), "busy idle");
    }
  });

  await check("completion lists live names, with places in code points", async () => {
    await peer.execute("const livePoint = { alpha: 1, beta: 2 }");
    const code = "'😀'; livePoint.al";
    const { reply } = await peer.ask("shell", "complete_request", {
      code,
      cursor_pos: [...code].length,
    });
    assert.deepEqual(reply.content.matches, ["alpha"]);
    assert.deepEqual([reply.content.cursor_start, reply.content.cursor_end], [15, 17]);
    assert.equal(reply.content.status, "ok");
  });

  await check("completion lists live names while a cell loops", async () => {
    const cell = peer.start("console.log('looping');\nfor (;;);");
    await peer.hear(({ content }) => content.text === "looping\n");
    const content = { code: "livePoint.al", cursor_pos: 12 };
    let matches: unknown = [];
    try {
      // Live names are waited for only briefly, which a busy machine may make too short once.
      for (let i = 0; i < 10 && String(matches) === ""; i++) {
        matches = (await peer.ask("shell", "complete_request", content)).reply.content.matches;
      }
    } finally {
      await peer.ask("control", "interrupt_request");
    }
    assert.deepEqual(matches, ["alpha"]);
    await cell.answered;
  });

  await check("inspection answers, found or not", async () => {
    const { reply } = await peer.ask("shell", "inspect_request", {
      code: "nothingOfThisName",
      cursor_pos: 3,
      detail_level: 0,
    });
    assert.deepEqual(reply.content, { status: "ok", found: false, data: {}, metadata: {} });
  });

  await check(
    "inspection at level 1 tells more than at level 0: the source of a function",
    async () => {
      const body = `'//${"x".repeat(5000)}\\n return 2 * n // the body'`;
      await peer.execute(`const twice = new Function("n", ${body})`);
      const texts = [];
      for (const detail_level of [0, 1]) {
        const content = { code: "twice", cursor_pos: 5, detail_level };
        const { reply } = await peer.ask("shell", "inspect_request", content);
        assert.equal(reply.content.found, true);
        texts.push(JSON.stringify(reply.content.data));
      }
      assert.deepEqual(texts.map((text) => text.includes("the body")), [false, true]);
    },
  );

  await check("cursors that are missing or beyond the text are clamped", async () => {
    for (const cursor of [{}, { cursor_pos: 1000 }, { cursor_pos: -5 }, { cursor_pos: null }]) {
      for (const type of ["complete_request", "inspect_request"]) {
        const { reply } = await peer.ask("shell", type, { code: "livePoint.", ...cursor });
        assert.equal(reply.content.status, "ok");
      }
    }
  });

  for (const [what, code] of [["awaits", "await new Promise(() => {})"], ["loops", "for (;;);"]]) {
    await check(`all of it is answered while a cell ${what}`, async () => {
      const cell = peer.start(`console.log('running');\n${code}`);
      await peer.hear(({ content }) => content.text === "running\n");
      const requests = {
        complete_request: { code: "livePoint.al", cursor_pos: 12 },
        inspect_request: { code: "livePoint", cursor_pos: 3 },
        is_complete_request: { code: "1" },
        history_request: { hist_access_type: "tail", n: 1 },
        comm_info_request: {},
        kernel_info_request: {},
      };
      try {
        for (const [type, content] of Object.entries(requests)) {
          const { reply, published } = await peer.ask("shell", type, content);
          assert.notEqual(reply.content.status, "error");
          assert.match(order(published), /^busy idle/);
        }
        // Frontends show the last status, whoever caused it: the kernel is still at work.
        await peer.lastStatus("busy");
      } finally {
        await peer.ask("control", "interrupt_request");
      }
      assert.equal((await cell.answered).reply.content.ename, "Interrupted");
    });
  }
}
