import assert from "node:assert/strict";
import type { SessionEvent } from "../../../kernel/evaluate/events.ts";
import type { CellEntry } from "../../../kernel/requests/cells.ts";
import { Publisher } from "../../../kernel/requests/publisher.ts";
import { Questions } from "../../../kernel/requests/questions.ts";
import { createMessage, type Json, type ParentHeader } from "../../../kernel/wire/message.ts";
import { RecordingTransport } from "../../support/recording_transport.ts";
import { entryOf } from "./entry.ts";

const CLIENT = { session: "client", username: "tester" };

class FakeSession {
  readonly answers: unknown[] = [];

  answerInput(question: { readonly id: number }, answer: object): Promise<void> {
    this.answers.push({ id: question.id, ...answer });
    return Promise.resolve();
  }
}

class Rig {
  readonly session = new FakeSession();
  readonly keeper: { up: FakeSession | undefined } = { up: this.session };
  readonly transport = new RecordingTransport();
  readonly questions = new Questions(
    new Publisher(this.transport, { session: "kernel", username: "kernel" }),
    this.keeper,
  );

  /** Asks, and gives the header of the question. */
  async ask(
    id: number,
    cell: CellEntry = entryOf("a"),
    { sync = true }: { readonly sync?: boolean } = {},
  ): Promise<ParentHeader> {
    const event = { cell: cell.id, id, prompt: "?", password: false, sync } as const;
    await this.questions.ask(cell, { type: "input", ...event } satisfies SessionEvent);
    return this.lastAsked;
  }

  /** Header of the last question that was put to a client. */
  get lastAsked(): ParentHeader {
    return this.transport.sent.at(-1)?.message.header ?? {};
  }

  async answer(value: Json, parent: ParentHeader, from = "client"): Promise<void> {
    const init = { msg_type: "input_reply", content: { value }, parent };
    const identities = [new TextEncoder().encode(from)];
    const message = createMessage(CLIENT, init);
    await this.questions.answer({ channel: "stdin", identities, message });
  }
}

Deno.test("Questions hands the answer of the client to the session, once", async () => {
  const rig = new Rig();
  const question = await rig.ask(1);
  await rig.answer("yes", question);
  await rig.answer("again", question);
  assert.deepEqual(rig.session.answers, [{ id: 1, value: "yes" }]);
});

Deno.test("Questions refuses where the client does not allow questions", async () => {
  const rig = new Rig();
  await rig.ask(1, entryOf("a", { allowInput: false }));
  assert.equal(rig.transport.sent.length, 0);
  assert.match(JSON.stringify(rig.session.answers), /allow_stdin is false/);
});

Deno.test("Questions drops an answer to an earlier question", async () => {
  const rig = new Rig();
  const stale = await rig.ask(1);
  const open = await rig.ask(2);
  await rig.answer("late", stale);
  assert.deepEqual(rig.session.answers, []);
  await rig.answer("right", open);
  assert.deepEqual(rig.session.answers, [{ id: 2, value: "right" }]);
});

Deno.test("Questions takes the header of the cell's request, or none, for the question's", async () => {
  const rig = new Rig();
  const [first, second] = [entryOf("a"), entryOf("b")];
  await rig.ask(1, first);
  await rig.ask(2, second);
  await rig.answer("of another cell", first.request.message.header);
  assert.deepEqual(rig.session.answers, []);
  await rig.answer("right", second.request.message.header);
  await rig.ask(3, second);
  await rig.answer("bare", {});
  assert.deepEqual(rig.session.answers, [{ id: 2, value: "right" }, { id: 3, value: "bare" }]);
});

Deno.test("Questions takes no answer of a client that was not asked", async () => {
  const rig = new Rig();
  const question = await rig.ask(1);
  await rig.answer("mine", question, "another");
  await rig.answer("mine", {}, "another");
  assert.deepEqual(rig.session.answers, []);
});

Deno.test("Questions gives no fresh session an answer that its predecessor asked for", async () => {
  const rig = new Rig();
  const question = await rig.ask(1);
  const fresh = rig.keeper.up = new FakeSession();
  await rig.answer("late", question);
  assert.deepEqual(fresh.answers, []);
});

Deno.test("Questions takes an answer that is no text for an empty one", async () => {
  const rig = new Rig();
  await rig.answer(7, await rig.ask(1));
  assert.deepEqual(rig.session.answers, [{ id: 1, value: "" }]);
});

Deno.test("Questions asks nobody when the session is gone", async () => {
  const rig = new Rig();
  rig.keeper.up = undefined;
  await rig.ask(1);
  assert.equal(rig.transport.sent.length, 0);
});

Deno.test("Questions asks what a cell wants to know one after the other", async () => {
  const rig = new Rig();
  const cell = entryOf("a");
  for (const id of [1, 2]) await rig.ask(id, cell, { sync: false });
  await rig.ask(3, cell);
  for (const [index, value] of ["one", "two", "three"].entries()) {
    assert.equal(rig.transport.sent.length, index + 1, `before the answer ${value}`);
    await rig.answer(value, rig.lastAsked);
  }
  assert.deepEqual(rig.session.answers, [
    { id: 1, value: "one" },
    { id: 2, value: "two" },
    { id: 3, value: "three" },
  ]);
});

Deno.test("Questions asks the next question although the session does not take the answer yet", async () => {
  const rig = new Rig();
  const cell = entryOf("a");
  const first = await rig.ask(1, cell, { sync: false });
  await rig.ask(2, cell);
  rig.session.answerInput = () => new Promise(() => {}); // it blocks in the second question
  void rig.answer("one", first);
  assert.equal(rig.transport.sent.length, 2);
});

Deno.test("Questions lets no cell wait for what another cell has left unanswered", async () => {
  const rig = new Rig();
  await rig.ask(1, entryOf("a"), { sync: false });
  await rig.ask(2, entryOf("b"));
  assert.equal(rig.transport.sent.length, 2);
});

Deno.test("Questions asks the next question when one is refused, blocked, or of a session that is gone", async () => {
  const cell = entryOf("a");
  const rig = new Rig();
  const lost = await rig.ask(1, cell, { sync: false });
  await rig.ask(2, cell);
  await rig.ask(3, cell, { sync: false });
  await rig.questions.refuse(String(lost.msg_id));
  assert.equal(rig.transport.sent.length, 2);
  rig.questions.withdraw(undefined);
  assert.equal(rig.transport.sent.length, 3);
  rig.keeper.up = new FakeSession();
  await rig.ask(1, cell);
  assert.equal(rig.transport.sent.length, 4);
});

Deno.test("Questions takes answers that name no question in the order of the questions", async () => {
  const rig = new Rig();
  const cell = entryOf("a");
  await rig.ask(1, cell, { sync: false });
  await rig.ask(2, cell, { sync: false });
  await rig.answer("one", {});
  await rig.answer("two", cell.request.message.header);
  assert.deepEqual(rig.session.answers, [{ id: 1, value: "one" }, { id: 2, value: "two" }]);
});

Deno.test("Questions gives an answer that names none to the cell that asked last", async () => {
  const rig = new Rig();
  const left = await rig.ask(1, entryOf("a"), { sync: false });
  await rig.ask(2, entryOf("b"));
  await rig.answer("bare", {});
  await rig.answer("late", left);
  assert.deepEqual(rig.session.answers, [{ id: 2, value: "bare" }, { id: 1, value: "late" }]);
});

Deno.test("Questions drops answers to a cell whose questions were withdrawn", async () => {
  const rig = new Rig();
  const [stopped, other] = [entryOf("a"), entryOf("b")];
  const question = await rig.ask(1, stopped, { sync: false });
  await rig.ask(3, stopped, { sync: false });
  const kept = await rig.ask(2, other, { sync: false });
  rig.questions.withdraw(stopped);
  assert.equal(rig.transport.sent.length, 2, "nor is the next one asked");
  await rig.answer("late", question);
  await rig.answer("right", kept);
  assert.deepEqual(rig.session.answers, [{ id: 2, value: "right" }]);
});

Deno.test("Questions asks what an interrupted cell asks anew, not what the interrupt overtook", async () => {
  const rig = new Rig();
  const stopped = entryOf("a", { interrupted: true });
  await rig.ask(1, stopped, { sync: false });
  await rig.ask(1, entryOf("run by it", { outer: stopped }), { sync: false });
  assert.equal(rig.transport.sent.length, 0);
  await rig.ask(2, stopped);
  assert.equal(rig.transport.sent.length, 1);
});

Deno.test("Questions refuses a question that did not reach its client, and no other", async () => {
  const rig = new Rig();
  const lost = await rig.ask(1, entryOf("a"), { sync: false });
  const open = await rig.ask(2, entryOf("b"));
  await rig.questions.refuse(String(lost.msg_id));
  await rig.questions.refuse(String(lost.msg_id));
  assert.match(JSON.stringify(rig.session.answers), /^\[{"id":1,"refused":"[^"]*cannot be reached/);
  await rig.answer("right", open);
  assert.deepEqual(rig.session.answers.slice(1), [{ id: 2, value: "right" }]);
});
