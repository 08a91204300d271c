import assert from "node:assert/strict";
import { createDisplay } from "../../../kernel/display/display.ts";
import { createFormatter } from "../../../kernel/display/format.ts";
import { installDisplay } from "../../../kernel/display/install.ts";

const NAMES = ["display", "html", "md", "svg", "latex", "json", "image", "table", "clearOutput"];

Deno.test("installDisplay() makes the display functions global, and Deno.jupyter ours", async () => {
  const shown: unknown[] = [];
  const sink = {
    display: ({ data }: { readonly data: unknown }) => shown.push(data),
    clear: () => {},
  };
  installDisplay(createDisplay(sink, createFormatter()));
  try {
    for (const name of NAMES) assert.equal(typeof Reflect.get(globalThis, name), "function", name);
    await Deno.jupyter.display(Deno.jupyter.md`*a*`);
    assert.deepEqual(shown, [{ "text/markdown": "*a*", "text/plain": "*a*" }]);
  } finally {
    for (const name of NAMES) Reflect.deleteProperty(globalThis, name);
  }
});
