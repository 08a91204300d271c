/** Questions to users, on stdin. */
import assert from "node:assert/strict";
import type { Message, ParentHeader } from "../../../kernel/wire/message.ts";
import type { Peer } from "../../support/peer.ts";
import type { Check, ProtocolRig } from "./rig.ts";
import { only, order, streamText } from "../../support/peer.ts";

function question(peer: Peer): Promise<Message> {
  return peer.hear(({ header }, channel) =>
    channel === "stdin" && header.msg_type === "input_request"
  );
}

function answer(peer: Peer, value: string, parent: ParentHeader): void {
  peer.send("stdin", { msg_type: "input_reply", content: { status: "ok", value }, parent });
}

export async function testInput(rig: ProtocolRig, check: Check): Promise<void> {
  const { peer } = rig;
  const allow = { allow_stdin: true };

  await check(
    "a question is asked with its cell as parent, after all output before it",
    async () => {
      const cell = peer.start("console.log('before'); prompt('name?')", allow);
      const asked = await question(peer);
      assert.partialDeepStrictEqual(asked.content, { password: false });
      assert.match(String(asked.content.prompt), /^name\?/);
      assert.deepEqual(asked.parent_header, cell.request.header);
      await peer.hear(({ content }) => content.text === "before\n");
      answer(peer, "Ada", asked.header);
      const { published } = await cell.answered;
      assert.equal(order(published), "busy execute_input stdout execute_result idle");
      assert.match(JSON.stringify(only(published, "execute_result").content), /Ada/);
    },
  );

  await check("a password is asked for as one", async () => {
    const cell = peer.start("(await input('secret?', { password: true })).length", allow);
    const asked = await question(peer);
    assert.deepEqual(asked.content, { prompt: "secret?", password: true });
    answer(peer, "1234", asked.header);
    const { published } = await cell.answered;
    assert.match(JSON.stringify(only(published, "execute_result").content), /"4"/);
  });

  await check("a cell that asks things at once gets all answers, one after the other", async () => {
    const code = "const both = Promise.all([input('1?'), input('2?')]);" +
      "const third = prompt('3?'); [...await both, third].join(' and ')";
    const cell = peer.start(code, allow);
    for (const [prompt, value] of [["1?", "first"], ["2?", "second"], ["3? ", "third"]] as const) {
      const asked = await question(peer);
      assert.equal(asked.content.prompt, prompt);
      assert.equal(peer.unclaimed.filter(({ channel }) => channel === "stdin").length, 0);
      answer(peer, value, asked.header);
    }
    const { published } = await cell.answered;
    assert.match(
      JSON.stringify(only(published, "execute_result").content),
      /first and second and third/,
    );
  });

  await check("an interrupt ends questions that wait for their turn, too", async () => {
    const cell = peer.start("await Promise.all([input('1?'), input('2?')])", allow);
    await question(peer);
    await peer.ask("control", "interrupt_request");
    assert.equal((await cell.answered).reply.content.ename, "Interrupted");
    const next = peer.start("prompt('3?')", allow);
    const asked = await question(peer);
    assert.equal(asked.content.prompt, "3? ");
    answer(peer, "", asked.header);
    await next.answered;
  });

  await check("confirm() and alert() ask too", async () => {
    const cell = peer.start("const sure = confirm('sure?'); alert('done'); sure", allow);
    for (const [text, value] of [["sure?", "y"], ["done", ""]] as const) {
      const asked = await question(peer);
      assert.match(String(asked.content.prompt), new RegExp(`^${text.replace("?", "\\?")}`));
      answer(peer, value, asked.header);
    }
    const { published } = await cell.answered;
    assert.match(JSON.stringify(only(published, "execute_result").content), /true/);
  });

  await check(
    "where questions are not allowed, the cell gets an error and nobody a question",
    async () => {
      const { reply } = await peer.execute("prompt('?')", { allow_stdin: false });
      assert.equal(reply.content.ename, "InputUnavailable");
      assert.match(String(reply.content.evalue), /allow_stdin/);
      assert.equal(peer.unclaimed.filter(({ channel }) => channel === "stdin").length, 0);
    },
  );

  await check("answers to earlier questions, and to none, are dropped", async () => {
    answer(peer, "to nothing", {});
    const first = peer.start("prompt('one?')", allow);
    const stale = await question(peer);
    answer(peer, "1", stale.header);
    await first.answered;
    const second = peer.start("prompt('two?')", allow);
    const asked = await question(peer);
    answer(peer, "stale", stale.header);
    answer(peer, "stale too", first.request.header);
    answer(peer, "2", asked.header);
    const { published } = await second.answered;
    assert.match(
      JSON.stringify(only(published, "execute_result").content.data),
      /"text\/plain":".*2/,
    );
  });

  await check("an interrupt ends a question, blocking or not", async () => {
    for (const code of ["prompt('?')", "await input('?')"]) {
      const cell = peer.start(code, allow);
      await question(peer);
      await peer.ask("control", "interrupt_request");
      const { reply } = await cell.answered;
      assert.equal(reply.content.ename, "Interrupted", code);
    }
  });

  await check("each of two clients hears its own questions only", async () => {
    const other = await rig.connected("other");
    // The kernel reaches a client on stdin once the client's socket is known there.
    other.send("stdin", { msg_type: "input_reply", content: { value: "hello" } });
    // Who is first is not said, so both wait at the same time.
    await Promise.all([peer, other].map(async (who, i) => {
      const cell = who.start(`prompt('client ${i}?')`, allow);
      const asked = await question(who);
      assert.match(String(asked.content.prompt), new RegExp(`^client ${i}`));
      assert.equal(asked.parent_header.msg_id, cell.request.header.msg_id);
      answer(who, `answer ${i}`, asked.header);
      const { published } = await cell.answered;
      const result = JSON.stringify(only(published, "execute_result").content);
      assert.match(result, new RegExp(`answer ${i}`));
    }));
    for (const who of [peer, other]) {
      assert.equal(who.unclaimed.filter(({ channel }) => channel === "stdin").length, 0);
    }
    await other.transport.close();
  });

  await check("every client hears the output of every cell", async () => {
    const other = await rig.connected("other");
    const { request } = await peer.execute("console.log('for all')");
    const published = await other.idle(request);
    assert.equal(streamText(published, "stdout"), "for all\n");
    await other.transport.close();
  });
}
