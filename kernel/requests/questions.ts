/**
 * Questions of cells to their users, on the stdin channel.
 *
 * @module
 */

import type { SessionEvent } from "../evaluate/events.ts";
import type { SessionKeeper } from "../evaluate/keeper.ts";
import type { Message } from "../wire/message.ts";
import type { CellEntry } from "./cells.ts";
import type { Publisher } from "./publisher.ts";

type Question = Extract<SessionEvent, { type: "input" }>;

/** Asks the client whose cell it is, and hands back what it answers. */
export class Questions {
  readonly #publisher: Publisher;
  readonly #keeper: SessionKeeper;
  /** Questions by the id of their message. */
  readonly #open = new Map<string, Question>();

  /**
   * @param publisher sends questions
   * @param keeper has the session that asks
   */
  constructor(publisher: Publisher, keeper: SessionKeeper) {
    this.#publisher = publisher;
    this.#keeper = keeper;
  }

  /** Passes a question on. */
  async ask(cell: CellEntry, question: Question): Promise<void> {
    if (!cell.allowInput) {
      const refused =
        "Cannot ask for input: this frontend does not allow it (allow_stdin is false)";
      return await (await this.#keeper.current()).answerInput(question, { refused });
    }
    const { prompt, password } = question;
    // Earlier questions are stale: a cell asks one at a time, and was interrupted if one is open.
    this.#open.clear();
    this.#open.set(this.#publisher.ask(cell.request, { prompt, password }), question);
  }

  /** Takes an `input_reply`; one that answers no open question is dropped. */
  async answer(reply: Message): Promise<void> {
    const parent = reply.parent_header.msg_id;
    const id = typeof parent === "string" ? parent : [...this.#open.keys()].at(-1) ?? "";
    const question = this.#open.get(id) ?? this.#only(reply);
    if (!question) return;
    this.#open.clear();
    const { value } = reply.content;
    const session = await this.#keeper.current();
    await session.answerInput(question, { value: typeof value === "string" ? value : "" });
  }

  /** Some clients put the header of the cell's request where the question's belongs. */
  #only(reply: Message): Question | undefined {
    return reply.parent_header.msg_type === "input_request"
      ? undefined
      : [...this.#open.values()][0];
  }
}
