import assert from "node:assert/strict";
import type { MimeBundle } from "../../../kernel/display/bundle.ts";
import { createDisplay, type Display, isNothing } from "../../../kernel/display/display.ts";
import { createFormatter } from "../../../kernel/display/format.ts";
import { BUNDLE, JUPYTER_DISPLAY, rich } from "../../../kernel/display/rich.ts";
import type { DisplayOptions } from "../../../kernel/display/sink.ts";

interface Shown {
  readonly text: unknown;
  readonly options: DisplayOptions;
}

function recorder(): { readonly display: Display; readonly shown: (Shown | string)[] } {
  const shown: (Shown | string)[] = [];
  const display = createDisplay({
    display: ({ data }, options = {}) => shown.push({ text: data["text/plain"], options }),
    clear: ({ wait = false } = {}) => shown.push(wait ? "clear later" : "clear"),
  }, createFormatter());
  return { display, shown };
}

function texts(shown: readonly (Shown | string)[]): unknown[] {
  return shown.map((each) => typeof each === "string" ? each : each.text);
}

/** A value whose forms are ready when the test says so. */
function slow(text: string): { readonly value: object; readonly finish: () => void } {
  const { promise, resolve } = Promise.withResolvers<object>();
  return {
    value: { [JUPYTER_DISPLAY]: () => promise },
    finish: () => resolve({ "text/plain": text }),
  };
}

Deno.test("display() sends plain values before it returns", () => {
  const { display, shown } = recorder();
  display(1);
  display("a");
  assert.deepEqual(texts(shown), ["1", '"a"']);
});

Deno.test("display() keeps the order of calls when formatting takes different times", async () => {
  const { display, shown } = recorder();
  const first = slow("first");
  const second = slow("second");
  display(first.value);
  display(second.value);
  display(3);
  display.clear({ wait: true });
  display(4);
  second.finish();
  await Promise.resolve();
  assert.deepEqual(shown, []);
  first.finish();
  await display.pending();
  assert.deepEqual(texts(shown), ["first", "second", "3", "clear later", "4"]);
});

Deno.test("giveUp() lets nobody wait for a display that may never be ready", async () => {
  const { display, shown } = recorder();
  const stopped = slow("stopped");
  const late = display(stopped.value);
  const waiting = display.pending();
  display.giveUp();
  await waiting;
  display("next");
  await display.pending();
  assert.deepEqual(texts(shown), ['"next"']);
  stopped.finish();
  await late;
  assert.deepEqual(texts(shown), ['"next"', "stopped"]);
});

Deno.test("pending() waits for displays that were made while it waited", async () => {
  const { display, shown } = recorder();
  const first = slow("first");
  const second = slow("second");
  const made = display(first.value).then(() => {
    display(second.value);
    second.finish();
  });
  first.finish();
  await display.pending();
  await made;
  await display.pending();
  assert.deepEqual(texts(shown), ["first", "second"]);
});

Deno.test("display() answers a handle that updates what was shown", async () => {
  const { display, shown } = recorder();
  const handle = await display("a", { id: "mine" });
  assert.equal(handle.id, "mine");
  await handle.update("b");
  assert.deepEqual(shown.map((each) => typeof each === "string" ? each : each.options), [
    { id: "mine", update: false },
    { id: "mine", update: true },
  ]);
});

Deno.test("display() gives every display a name of its own", async () => {
  const { display } = recorder();
  const [a, b] = [await display(1), await display(2)];
  assert.notEqual(a.id, b.id);
});

Deno.test("display() sends ids as text, as frontends compare them", async () => {
  const { display, shown } = recorder();
  const handle = display("shown", { id: 5 as unknown as string });
  await handle.update("changed");
  assert.equal(handle.id, "5");
  assert.deepEqual(shown.map((each) => typeof each === "string" ? each : each.options.id), [
    "5",
    "5",
  ]);
});

Deno.test("display() with update replaces what another call showed", () => {
  const { display, shown } = recorder();
  display(1, { id: "x", update: true });
  assert.deepEqual(shown, [{ text: "1", options: { id: "x", update: true } }]);
});

Deno.test("display() with raw passes both shapes of bundles through", () => {
  const { display, shown } = recorder();
  display({ "text/plain": "by type" }, { raw: true });
  display({ data: { "text/plain": "by field" }, metadata: {} }, { raw: true });
  assert.deepEqual(texts(shown), ["by type", "by field"]);
});

Deno.test("display() with raw refuses what is no bundle", () => {
  const { display, shown } = recorder();
  assert.throws(() => display("text", { raw: true }), /object of values by MIME type.*got "text"/);
  assert.throws(() => display({ plain: 1 }, { raw: true }), /got the key "plain"/);
  assert.deepEqual(shown, []);
});

Deno.test("a display's handle as a result shows nothing", async () => {
  const { display, shown } = recorder();
  const handle = await display(1);
  const bundle = await createFormatter().formatValue(handle);
  assert.ok(isNothing(bundle));
  display(handle);
  assert.equal(shown.length, 1);
});

Deno.test("display() goes on after a value that cannot be shown", async () => {
  const { display, shown } = recorder();
  display(rich(Promise.reject(new Error("lost"))));
  display(2);
  await display.pending();
  assert.match(String(texts(shown)[0]), /formatter failed with Error: lost/);
  assert.equal(texts(shown)[1], "2");
});

Deno.test("display() in a sink that throws goes on with the next", async () => {
  const sent: MimeBundle[] = [];
  let broken = true;
  const display = createDisplay({
    display: (bundle) => {
      if (broken) throw new Error("closed");
      sent.push(bundle);
    },
    clear: () => {},
  }, createFormatter());
  const waiting = slow("x");
  const failed = assert.rejects(display(waiting.value), /closed/);
  waiting.finish();
  await failed;
  broken = false;
  display({ [BUNDLE]: { data: { "text/plain": "ok" }, metadata: {} } });
  await display.pending();
  assert.equal(sent.length, 1);
});
