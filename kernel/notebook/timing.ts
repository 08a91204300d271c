/**
 * When a cell ran: the times that nbclient and JupyterLab keep in `metadata.execution`.
 *
 * @module
 */

import type { Message } from "../wire/message.ts";

/** Times by event name, ISO 8601. */
export type Timing = Readonly<Record<string, string>>;

/**
 * The event that a message of a cell marks.
 *
 * @param message an iopub message, or the reply of the cell
 * @returns one name and time, or nothing for messages that mark none
 * @example
 * ```ts
 * import { createMessage } from "../wire/message.ts";
 * import { timingOf } from "./timing.ts";
 * const author = { session: "s", username: "me" };
 * const content = { execution_state: "busy" };
 * const busy = createMessage(author, { msg_type: "status", content });
 * console.assert("iopub.status.busy" in timingOf(busy));
 * ```
 */
export function timingOf({ header, content }: Message): Timing {
  switch (header.msg_type) {
    case "status":
      return { [`iopub.status.${String(content["execution_state"])}`]: header.date };
    case "execute_input":
      return { "iopub.execute_input": header.date };
    case "execute_reply":
      return { "shell.execute_reply": header.date };
    default:
      return {};
  }
}
