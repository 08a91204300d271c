/**
 * What a notebook states about the kernel that ran it.
 *
 * @module
 */

import type { Message } from "../wire/message.ts";
import type { Notebook } from "./nbformat.ts";

/**
 * Writes kernel and language into a notebook's metadata, as nbclient and Jupyter do.
 *
 * @param notebook any notebook
 * @param info the kernel's kernel_info_reply
 * @returns the notebook with `kernelspec` and `language_info`
 * @example
 * ```ts
 * import { createMessage } from "../wire/message.ts";
 * import { describeKernel } from "./describe_kernel.ts";
 * const info = createMessage({ session: "s", username: "me" }, {
 *   msg_type: "kernel_info_reply",
 *   content: { language_info: { name: "typescript" } },
 * });
 * const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] } as const;
 * console.assert("kernelspec" in describeKernel(notebook, info).metadata);
 * ```
 */
export function describeKernel(notebook: Notebook, info: Message): Notebook {
  return {
    ...notebook,
    metadata: {
      ...notebook.metadata,
      kernelspec: {
        display_name: "TypeScript (modulab)",
        language: "typescript",
        name: "modulab",
      },
      language_info: info.content["language_info"] ?? { name: "typescript" },
    },
  };
}
