/**
 * Cells as JupyterLab runs them, and what comes back.
 *
 * @module
 */

import { type Kernel, KernelMessage } from "@jupyterlab/services";
import assert from "node:assert/strict";

/** What a cell answered, and all that it published until then. */
export interface Ran {
  readonly reply: KernelMessage.IExecuteReplyMsg["content"];
  readonly messages: readonly KernelMessage.IIOPubMessage[];
}

type ExecuteFuture = Kernel.IShellFuture<
  KernelMessage.IExecuteRequestMsg,
  KernelMessage.IExecuteReplyMsg
>;

/** Runs a cell to its end. */
export async function run(
  kernel: Kernel.IKernelConnection,
  code: string,
  options: Partial<KernelMessage.IExecuteRequestMsg["content"]> = {},
): Promise<Ran> {
  const future = kernel.requestExecute({ code, ...options });
  const messages = keep(future);
  return { reply: (await future.done).content, messages };
}

/** A list to which everything is added that a cell publishes. */
export function keep(future: ExecuteFuture): KernelMessage.IIOPubMessage[] {
  const messages: KernelMessage.IIOPubMessage[] = [];
  future.onIOPub = (message) => void messages.push(message);
  return messages;
}

/** The plain text of the first display or result of a kind. */
export function text({ messages }: Ran, type: "execute_result" | "display_data"): unknown {
  const found = messages.find(({ header }) => header.msg_type === type);
  assert.ok(found, `nothing of type ${type} among ${messages.map((m) => m.header.msg_type)}`);
  assert.ok(KernelMessage.isExecuteResultMsg(found) || KernelMessage.isDisplayDataMsg(found));
  return found.content.data["text/plain"];
}

/** Numbers of a binary part, of whatever kind it is. */
export function bytes(buffer: ArrayBuffer | ArrayBufferView): readonly number[] {
  return [
    ...(ArrayBuffer.isView(buffer)
      ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
      : new Uint8Array(buffer)),
  ];
}
