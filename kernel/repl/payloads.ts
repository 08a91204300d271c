/**
 * What a reply asks the terminal to do: show pages, put text into the next input.
 *
 * Source: Jupyter messaging specification 5.5, "Payloads (DEPRECATED)"; consoles still live by them.
 *
 * @module
 */

import type { Message } from "../wire/message.ts";
import { asArray, asObject, asText } from "./json.ts";
import { bundleText } from "./print/bundle_text.ts";

/** What there is to do after a cell. */
export interface Payloads {
  readonly pages: readonly string[];
  readonly nextInput: string | undefined;
}

/**
 * Reads the payloads of a reply.
 *
 * @param reply an `execute_reply`
 * @returns pages in order, and the text of the next input if there is one
 * @example
 * ```ts
 * import { createMessage } from "../wire/message.ts";
 * import { readPayloads } from "./payloads.ts";
 * const payload = [{ source: "set_next_input", text: "1", replace: false }];
 * const init = { msg_type: "execute_reply", content: { payload } };
 * const reply = createMessage({ session: "s", username: "u" }, init);
 * console.assert(readPayloads(reply).nextInput === "1");
 * ```
 */
export function readPayloads(reply: Message): Payloads {
  const payloads = asArray(reply.content["payload"]).map(asObject);
  const of = (source: string) => payloads.filter((payload) => payload["source"] === source);
  return {
    pages: of("page").map((payload) => bundleText(asObject(payload["data"]))),
    nextInput: asText(of("set_next_input").at(-1)?.["text"]),
  };
}
