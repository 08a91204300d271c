/**
 * `history`: what was run, in this session and before.
 *
 * @module
 */

import type { HistoryEntry } from "../../record/history.ts";
import type { JsonObject } from "../../wire/message.ts";
import type { KernelState } from "../kernel_state.ts";
import type { RequestContext } from "./handler.ts";

/** Answers `history_request`; with `output`, the place of the output is empty: it is not kept. */
export function history({ content, kernel, reply }: RequestContext): void {
  const entries = look(content, kernel).map(({ session, line, source }) => {
    return content.output === true ? [session, line, [source, null]] : [session, line, source];
  });
  reply({ status: "ok", history: entries });
}

function look(
  content: JsonObject,
  { history }: KernelState,
): readonly HistoryEntry[] {
  const n = typeof content.n === "number" ? content.n : undefined;
  switch (content.hist_access_type) {
    case "range":
      return history.range({
        session: Number(content.session ?? 0),
        start: Number(content.start ?? 0),
        stop: typeof content.stop === "number" ? content.stop : undefined,
      });
    case "search":
      return history.search(String(content.pattern ?? "*"), { n, unique: content.unique === true });
    default:
      return history.tail(n ?? 10);
  }
}
