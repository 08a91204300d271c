/**
 * Questions of cells to their users, on the stdin channel.
 *
 * @module
 */

import type { SessionEvent } from "../evaluate/events.ts";
import type { Session } from "../evaluate/session.ts";
import type { Received } from "../wire/transport.ts";
import { type CellEntry, wasInterrupted } from "./cells.ts";
import type { Publisher } from "./publisher.ts";

type Question = Extract<SessionEvent, { type: "input" }>;

/** A question that waits for its turn, and then for its answer. */
interface PendingQuestion {
  /** Id of the `input_request`; undefined while another question of the cell is open. */
  readonly asked: string | undefined;
  /** The cell's `execute_request`; only its sender may answer. */
  readonly request: Received;
  readonly question: Question;
  /** Who waits: an answer that comes after a restart is nobody's. */
  readonly session: AnsweringSession;
}

type AnsweringSession = Pick<Session, "answerInput">;

/**
 * Asks the client whose cell it is, and hands back what it answers.
 *
 * A cell has one open question at a time, as frontends can show one; the next is asked when that is
 * answered or given up. A question that an earlier cell has left holds up no other: frontends need
 * not show it any more.
 */
export class Questions {
  readonly #publisher: Pick<Publisher, "ask">;
  readonly #keeper: { readonly up: AnsweringSession | undefined };
  /** Oldest first; several only where cells ask without blocking. */
  #pending: readonly PendingQuestion[] = [];

  /**
   * @param publisher sends questions
   * @param keeper has the session that asks
   */
  constructor(
    publisher: Pick<Publisher, "ask">,
    keeper: { readonly up: AnsweringSession | undefined },
  ) {
    this.#publisher = publisher;
    this.#keeper = keeper;
  }

  /** Passes a question on. */
  async ask(cell: CellEntry, question: Question): Promise<void> {
    const session = this.#keeper.up;
    if (!session) return;
    // Asked before the session heard of the interrupt, which has answered it there.
    if (wasInterrupted(cell) && !question.sync) return;
    if (!cell.allowInput) {
      const refused =
        "Cannot ask for input: this frontend does not allow it (allow_stdin is false)";
      return await session.answerInput(question, { refused });
    }
    this.#pending = [...this.#pending, {
      asked: undefined,
      request: cell.request,
      question,
      session,
    }];
    // A session that asks anew in a blocking way has been interrupted in the last such question.
    this.#keep((other) => other.question === question || !(question.sync && other.question.sync));
  }

  /** Takes an `input_reply`; one that answers no open question is dropped. */
  async answer(reply: Received): Promise<void> {
    const open = this.#answered(reply);
    if (!open) return;
    // The next is asked first: a session that blocks in it takes no other answer before.
    this.#keep((other) => other !== open);
    const { value } = reply.message.content;
    await open.session.answerInput(open.question, {
      value: typeof value === "string" ? value : "",
    });
  }

  /**
   * Gives up a question that did not reach its client.
   *
   * @param asked the id of the `input_request`
   */
  async refuse(asked: string): Promise<void> {
    const open = this.#pending.find((open) => open.asked === asked);
    if (!open) return;
    this.#keep((other) => other !== open);
    const refused = "Cannot ask for input: the frontend cannot be reached on its stdin channel";
    await open.session.answerInput(open.question, { refused });
  }

  /**
   * Forgets what waits for no answer any more after an interrupt: what blocked the session, and what
   * the cell has asked.
   *
   * @param cell the cell that runs
   */
  withdraw(cell: CellEntry | undefined): void {
    const stopped = idOf(cell?.request);
    this.#keep(({ request, question }) => !question.sync && idOf(request) !== stopped);
  }

  /** Drops the questions that do not stay, and those of sessions that are gone. */
  #keep(stays: (pending: PendingQuestion) => boolean): void {
    const { up } = this.#keeper;
    this.#pending = this.#pending.filter((one) => one.session === up && stays(one));
    const asked = this.#pending.filter(({ asked }) => asked !== undefined);
    const taken = new Set(asked.map(({ request }) => idOf(request)));
    this.#pending = this.#pending.map((one) => {
      const cell = idOf(one.request);
      if (taken.has(cell)) return one;
      taken.add(cell);
      const { prompt, password } = one.question;
      return { ...one, asked: this.#publisher.ask(one.request, { prompt, password }) };
    });
  }

  #answered({ identities, message }: Received): PendingQuestion | undefined {
    const asked = this.#pending.filter(({ asked, request }) =>
      asked !== undefined && sameClient(identities, request.identities)
    );
    const { msg_id: parent = "" } = message.parent_header;
    const named = asked.find((open) => open.asked === parent);
    // Some clients name the cell instead of the question, or nothing: they answer one after the other.
    const cell = parent || idOf(asked.at(-1)?.request);
    return named ?? asked.find(({ request }) => idOf(request) === cell);
  }
}

function idOf(request: Received | undefined): string | undefined {
  return request?.message.header.msg_id;
}

function sameClient(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length &&
    one.every((frame, index) => equal(frame, other[index] ?? new Uint8Array()));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
