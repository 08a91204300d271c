/**
 * Questions of cells to their users, on the stdin channel.
 *
 * @module
 */

import type { SessionEvent } from "../evaluate/events.ts";
import type { Session } from "../evaluate/session.ts";
import type { Received } from "../wire/transport.ts";
import type { CellEntry } from "./cells.ts";
import type { Publisher } from "./publisher.ts";

type Question = Extract<SessionEvent, { type: "input" }>;

/** A question that waits for its answer. */
interface OpenQuestion {
  /** Id of the `input_request`. */
  readonly asked: string;
  /** The cell's `execute_request`; only its sender may answer. */
  readonly request: Received;
  readonly question: Question;
  /** Who waits: an answer that comes after a restart is nobody's. */
  readonly session: AnsweringSession;
}

type AnsweringSession = Pick<Session, "answerInput">;

/** Asks the client whose cell it is, and hands back what it answers. */
export class Questions {
  readonly #publisher: Pick<Publisher, "ask">;
  readonly #keeper: { readonly up: AnsweringSession | undefined };
  /** Oldest first; several only where cells ask without blocking. */
  #open: readonly OpenQuestion[] = [];

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
    if (!cell.allowInput) {
      const refused =
        "Cannot ask for input: this frontend does not allow it (allow_stdin is false)";
      return await session.answerInput(question, { refused });
    }
    const { prompt, password } = question;
    const asked = this.#publisher.ask(cell.request, { prompt, password });
    const { request } = cell;
    // A session that asks anew in a blocking way has been interrupted in the last such question.
    const open = this.#open.filter((earlier) =>
      earlier.session === session && !(question.sync && earlier.question.sync)
    );
    this.#open = [...open, { asked, request, question, session }];
  }

  /** Takes an `input_reply`; one that answers no open question is dropped. */
  async answer(reply: Received): Promise<void> {
    const open = this.#answered(reply);
    if (!open) return;
    this.#open = this.#open.filter((other) => other !== open);
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
    const open = this.#open.find((open) => open.asked === asked);
    if (!open) return;
    this.#open = this.#open.filter((other) => other !== open);
    const refused = "Cannot ask for input: the frontend cannot be reached on its stdin channel";
    await open.session.answerInput(open.question, { refused });
  }

  /** Forgets what a cell has asked: it was interrupted, and waits for no answer. */
  withdraw({ request }: CellEntry): void {
    this.#open = this.#open.filter((open) => idOf(open.request) !== idOf(request));
  }

  #answered({ identities, message }: Received): OpenQuestion | undefined {
    const asked = this.#open.filter(({ request }) => sameClient(identities, request.identities));
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
