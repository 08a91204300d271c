/** A frontend for widgets: the session's own comms, and what leaves through them. */
import type { CommMessage, CommOptions, CommSink } from "../../kernel/comm/comm.ts";
import { Comms } from "../../kernel/comm/comms.ts";
import type { WidgetComms } from "../../widgets/protocol/comms.ts";

/** A message that left the session. */
export interface Sent {
  readonly action: string;
  readonly content: Readonly<Record<string, unknown>>;
  readonly options: CommOptions;
}

/** Keeps what the session says, and talks to it. */
export class Frontend implements CommSink {
  readonly sent: Sent[] = [];
  readonly #comms: Comms = new Comms(this);

  /** What widgets get: that the kernel's class fits is checked here. */
  get comms(): WidgetComms {
    return this.#comms;
  }

  comm(action: string, content: Sent["content"], options: CommOptions): void {
    this.sent.push({ action, content, options });
  }

  /** Data of the messages of a model, in order. */
  said(id: string): readonly Readonly<Record<string, unknown>>[] {
    return this.sent
      .filter(({ action, content }) => action === "comm_msg" && content["comm_id"] === id)
      .map(({ content }) => content["data"] as Readonly<Record<string, unknown>>);
  }

  /** Sends a message to a comm. */
  tell(
    id: string,
    data: Readonly<Record<string, unknown>>,
    buffers: readonly Uint8Array[] = [],
  ): Promise<void> {
    return this.#comms.receive("comm_msg", { comm_id: id }, message(data, buffers));
  }

  /** Opens or closes a comm. */
  async act(action: "comm_open" | "comm_close", id: string, target_name = ""): Promise<void> {
    await this.#comms.receive(action, { comm_id: id, target_name }, message({}));
  }
}

function message(
  data: Readonly<Record<string, unknown>>,
  buffers: readonly Uint8Array[] = [],
): CommMessage {
  return { data, metadata: {}, buffers };
}
