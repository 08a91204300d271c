/**
 * `comm_open`, `comm_msg` and `comm_close` of a frontend: handed to the session.
 *
 * @module
 */

import type { Received } from "../../wire/transport.ts";
import type { CellEntry } from "../cells.ts";
import type { RequestContext } from "./handler.ts";

/** Hands a comm message to the session; its handlers run as soon as the session's code awaits. */
export async function comm({ received, content, kernel }: RequestContext): Promise<void> {
  const { msg_type, msg_id } = received.message.header;
  const id = msg_id.replace(/[^\w-]/g, "-");
  kernel.comms.follow(msg_type, content);
  const count = kernel.executionCount;
  kernel.cells.addMessage(entryOf(received, { id, count }));
  const session = await kernel.keeper.current();
  const announcement = { id, count, source: "", showResult: false, remember: false };
  const { metadata, buffers } = received.message;
  const delivery = {
    action: msg_type,
    content,
    metadata,
    buffers: buffers.map((b) => b.toBase64()),
  };
  const handled = session.host.call(
    "receiveComm",
    { ...announcement, allowInput: false },
    delivery,
  );
  await session.orTerminated(handled); // a handler that was stopped does not answer
  // A termination drops that too, where the next cell loops by then.
  await session.orTerminated(session.flush());
  kernel.outputs.flush();
}

/** What its handler puts out may come late; until then nothing but the way back is kept of it. */
function entryOf(
  received: Received,
  { id, count }: Pick<CellEntry, "id" | "count">,
): CellEntry {
  const message = { ...received.message, content: {}, metadata: {}, buffers: [] };
  return {
    id,
    count,
    source: "",
    request: { ...received, message },
    allowInput: false,
    silent: false,
    compiled: undefined,
    printed: 0,
  };
}
