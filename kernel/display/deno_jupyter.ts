/**
 * `Deno.jupyter` for sessions, so that notebooks written for `deno jupyter` run as they are.
 *
 * Source: the documentation of Deno's Jupyter kernel, "Rich content output".
 *
 * @module
 */

import { asBundle } from "./convention.ts";
import type { Display, DisplayCallOptions } from "./display.ts";
import { image } from "./image.ts";
import { JUPYTER_DISPLAY, type Rich, rich } from "./rich.ts";
import { html, md, svg } from "./tags.ts";

/** A tag that puts values into the text as they are, as Deno's do. */
export type RawTag = (strings: TemplateStringsArray, ...values: readonly unknown[]) => Rich;

/** Sends any message to all clients. */
export type Broadcast = (
  messageType: string,
  content: Readonly<Record<string, unknown>>,
  extra?: { readonly metadata?: object; readonly buffers?: readonly Uint8Array[] },
) => Promise<void>;

/** What `Deno.jupyter` offers. */
export interface DenoJupyter {
  readonly $display: typeof JUPYTER_DISPLAY;
  readonly display: (value: unknown, options?: DisplayCallOptions) => Promise<void>;
  readonly format: (value: unknown) => Promise<Readonly<Record<string, unknown>>>;
  readonly html: RawTag;
  readonly md: RawTag;
  readonly svg: RawTag;
  readonly image: (source: string | Uint8Array) => Rich;
  readonly broadcast: Broadcast;
}

/** What the facade stands in front of. */
export interface DenoJupyterInit {
  readonly display: Display;
  /** Takes messages that are no displays, such as those of widgets; default drops them. */
  readonly broadcast?: Broadcast;
}

/**
 * Makes an object to stand for `Deno.jupyter`.
 *
 * @param init our own display, and where other messages go
 * @returns the object
 * @example
 * ```ts
 * import { createDenoJupyter } from "./deno_jupyter.ts";
 * import { createDisplay } from "./display.ts";
 * import { createFormatter } from "./format.ts";
 * const display = createDisplay({ display: () => {}, clear: () => {} }, createFormatter());
 * const jupyter = createDenoJupyter({ display });
 * await jupyter.display(jupyter.md`# ${"Title"}`);
 * ```
 */
export function createDenoJupyter({ display, broadcast }: DenoJupyterInit): DenoJupyter {
  return {
    $display: JUPYTER_DISPLAY,
    display: async (value, options) => {
      await display(value, options);
    },
    format: async (value) => (await display.format(value)).data,
    html: rawTag(html),
    md: rawTag(md),
    svg: rawTag(svg),
    image: (source) => image(source),
    broadcast: (messageType, content, extra) => {
      switch (messageType) {
        case "display_data":
        case "update_display_data":
          return broadcastDisplay(messageType === "update_display_data", content);
        case "clear_output":
          display.clear({ wait: content.wait === true });
          return display.pending();
        default:
          return broadcast?.(messageType, content, extra) ?? Promise.resolve();
      }
    },
  };

  async function broadcastDisplay(
    update: boolean,
    content: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { transient } = content;
    const id = typeof transient === "object" && transient !== null && "display_id" in transient
      ? String(transient.display_id)
      : undefined;
    await display(rich(asBundle({ data: content.data, metadata: content.metadata })), {
      update,
      ...(id === undefined ? {} : { id }),
    });
  }
}

function rawTag(whole: (text: string) => Rich): RawTag {
  return (strings, ...values) => whole(String.raw({ raw: strings }, ...values));
}
