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
  #open: OpenQuestion | undefined;

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
    // Earlier questions are stale: a cell asks one at a time, and was interrupted if one is open.
    this.#open = { asked, request, question, session };
  }

  /** Takes an `input_reply`; one that answers no open question is dropped. */
  async answer({ identities, message }: Received): Promise<void> {
    const open = this.#open;
    if (!open || !sameClient(identities, open.request.identities)) return;
    const parent = message.parent_header.msg_id;
    // Some clients put the header of the cell's request where the question's belongs, or nothing.
    if (parent && parent !== open.asked && parent !== open.request.message.header.msg_id) return;
    this.#open = undefined;
    const { value } = message.content;
    await open.session.answerInput(open.question, {
      value: typeof value === "string" ? value : "",
    });
  }
}

function sameClient(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length &&
    one.every((frame, index) => equal(frame, other[index] ?? new Uint8Array()));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
