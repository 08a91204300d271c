import assert from "node:assert/strict";
import { commandContext } from "../../../kernel/requests/command_context.ts";
import { StateRig } from "./state.ts";

function contextOf(rig: StateRig): ReturnType<typeof commandContext> {
  return commandContext(rig.state, { cell: rig.cell, session: rig.session });
}

Deno.test("commandContext() shows what commands print, display and page", () => {
  using rig = new StateRig();
  const { screen, markup } = contextOf(rig);
  screen.print("said\n");
  screen.display(markup.html("<b>bold</b>"));
  screen.page({ plain: "a", markdown: "*a*", html: "<i>a</i>" });
  screen.nextInput("next");
  assert.equal(rig.text(), "said\n");
  const [display] = rig.published("display_data");
  assert.deepEqual(display?.transient, {});
  assert.equal((display?.data as Record<string, unknown>)["text/html"], "<b>bold</b>");
  assert.deepEqual(rig.state.payloads, [
    {
      source: "page",
      data: { "text/plain": "a", "text/markdown": "*a*", "text/html": "<i>a</i>" },
      start: 0,
    },
    { source: "set_next_input", text: "next", replace: true },
  ]);
});

Deno.test("commandContext() displays nothing of a silent cell", () => {
  using rig = new StateRig();
  const silent = { ...rig.cell, silent: true };
  const { screen, markup } = commandContext(rig.state, { cell: silent, session: rig.session });
  screen.display(markup.md("# a"));
  assert.deepEqual(rig.published("display_data"), []);
});

Deno.test("commandContext() reads and writes the policy of type errors", () => {
  using rig = new StateRig();
  const { check } = contextOf(rig);
  assert.deepEqual(check.policies, ["error", "warn", "off"]);
  assert.equal(check.policy, "warn");
  check.policy = "off";
  assert.equal(rig.state.checkPolicy, "off");
});

Deno.test("commandContext() puts what was captured into a variable with a type", async () => {
  const ran: string[] = [];
  using rig = new StateRig({ assist: { ran: (_, source) => void ran.push(source) } });
  const { captures, screen } = contextOf(rig);
  captures.begin("out");
  screen.print("kept\n");
  await captures.end();
  screen.print("shown\n");
  assert.deepEqual(rig.calls, [
    ["out", "captured", [[{ type: "text", stream: "stdout", text: "kept\n" }]]],
  ]);
  assert.ok(rig.state.declared.has("out"));
  assert.match(ran.join(), /^declare let out: \{ readonly stdout: string;/);
  assert.equal(rig.text(), "shown\n");
});

Deno.test("commandContext() tells the permissions of the session", () => {
  using rig = new StateRig();
  assert.deepEqual(contextOf(rig).permissions, ["--allow-all"]);
});
