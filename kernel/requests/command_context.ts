/**
 * What commands reach of a kernel: each part named for what commands do with it.
 *
 * @module
 */

import type { CommandContext, Screen } from "../commands/command.ts";
import { COMMANDS, nearestCommand } from "../compile/catalogue.ts";
import type { MimeBundle } from "../display/bundle.ts";
import { BUNDLE } from "../display/rich.ts";
import { html, md, svg, type Tag } from "../display/tags.ts";
import { guardSession } from "../evaluate/guardian.ts";
import type { Session } from "../evaluate/session.ts";
import type { JsonObject } from "../wire/message.ts";
import type { CellEntry } from "./cells.ts";
import { freshSession } from "./fresh_session.ts";
import { inspectAt, typeOf } from "./inspection.ts";
import { declaredNames } from "./declared_names.ts";
import { keepCaptured } from "./keep_captured.ts";
import type { KernelState } from "./kernel_state.ts";
import { notebookCells, runNested } from "./nested_run.ts";
import { asJson } from "./publisher.ts";
import { CHECK_POLICIES, type CheckPolicy } from "./type_check.ts";

/**
 * Puts the context of one command together.
 *
 * @param kernel the kernel
 * @param options the cell that holds the command, and the session that runs it
 * @returns what the command is given
 */
export function commandContext(
  kernel: KernelState,
  { cell, session }: { readonly cell: CellEntry; readonly session: Session },
): CommandContext {
  return {
    cell,
    session,
    names: () => declaredNames(session.host),
    screen: screenOf(kernel, cell),
    catalogue: { entries: COMMANDS, nearest: nearestCommand },
    check: checkSetting(kernel),
    history: kernel.history,
    types: {
      typeOf: (expression) => typeOf(kernel, expression),
      inspect: async (code, level) =>
        (await inspectAt(kernel, { code, offset: code.length, level })).inspection,
    },
    captures: {
      begin: (variable) => kernel.outputs.captures.begin(cell.id, variable),
      end: () => keepCaptured(kernel, { cell, session }),
    },
    markup: { html: bundled(html), md: bundled(md), svg: bundled(svg) },
    notebookCells,
    guard: guardSession,
    runCode: (code) => runNested(kernel, { ...code, outer: cell }),
    permissions: kernel.keeper.options.permissions ?? ["--allow-all"],
    restart: (options) => freshSession(kernel, { ...options, cell }),
  };
}

function screenOf(kernel: KernelState, cell: CellEntry): Screen {
  return {
    print: (text, stream = "stdout") => kernel.outputs.print(cell, text, stream),
    display: (bundle) => {
      if (cell.silent) return;
      const content = { ...asJson<JsonObject>(bundle), transient: {} };
      kernel.outputs.publish(cell, "display_data", content);
    },
    page: ({ plain, markdown, html }) => {
      const data = { "text/plain": plain, "text/markdown": markdown, "text/html": html };
      kernel.payloads.push({ source: "page", data, start: 0 });
    },
    nextInput: (text) => {
      kernel.payloads.push({ source: "set_next_input", text, replace: true });
    },
  };
}

function checkSetting(kernel: KernelState): CommandContext["check"] {
  return {
    policies: CHECK_POLICIES,
    get policy(): string {
      return kernel.checkPolicy;
    },
    set policy(value: string) {
      kernel.checkPolicy = value as CheckPolicy; // one of the policies, as the command has checked
    },
  };
}

function bundled(tag: Tag): (text: string) => MimeBundle {
  return (text) => tag(text)[BUNDLE] as MimeBundle; // tags make their bundles at once
}
