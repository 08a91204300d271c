import assert from "node:assert/strict";
import { mock } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { Inspection } from "../../../kernel/assist/assist.ts";
import { type Finding, inspectAt, typeOf } from "../../../kernel/requests/inspection.ts";
import { StateRig } from "./state.ts";

const PORTRAIT = { type: "number", size: "", preview: "42" };
const TYPED: Inspection = { plain: "const n: number", markdown: "`const n: number`", html: "" };

function rigWith(known: Promise<Inspection | undefined>, portrait: object = PORTRAIT): StateRig {
  const rig = new StateRig({ assist: { inspect: () => known } });
  rig.session.host.look = () => Promise.resolve(portrait);
  return rig;
}

Deno.test("inspectAt() joins what the types and the value say", async () => {
  using rig = rigWith(Promise.resolve(TYPED));
  const { inspection, provisional } = await inspectAt(rig.state, {
    code: "n",
    offset: 1,
    level: 0,
  });
  assert.equal(provisional, false);
  assert.match(inspection?.plain ?? "", /const n: number[^]*Value: number[^]*42/);
});

Deno.test("inspectAt() leaves no empty box below a value without a preview", async () => {
  using rig = rigWith(Promise.resolve(TYPED), { type: "Tensor", size: "[2] float32", preview: "" });
  const { inspection } = await inspectAt(rig.state, { code: "n", offset: 1, level: 0 });
  assert.ok(inspection?.markdown.endsWith("Value: **Tensor**, [2] float32"), inspection?.markdown);
});

Deno.test("inspectAt() shows the value while the language server is still starting", async () => {
  using rig = rigWith(new Promise(() => {}));
  rig.state.assistWarm = false;
  const began = performance.now();
  const { inspection, provisional } = await inspectAt(rig.state, {
    code: "n",
    offset: 1,
    level: 0,
  });
  assert.equal(provisional, true);
  assert.match(inspection?.plain ?? "", /^Value: number[^]*42/);
  assert.ok(performance.now() - began < 2000);
});

Deno.test("inspectAt() waits for the signature of a function", async () => {
  const known = Promise.withResolvers<Inspection>();
  using rig = rigWith(known.promise, { ...PORTRAIT, type: "function" });
  rig.state.assistWarm = false;
  const found = inspectAt(rig.state, { code: "f(", offset: 2, level: 0 });
  setTimeout(() => known.resolve(TYPED), 600);
  assert.equal((await found).inspection?.plain, TYPED.plain);
});

Deno.test("inspectAt() takes 4 seconds at most, however long the session looks for the value", async () => {
  using rig = rigWith(new Promise(() => {}));
  const { promise: looked, resolve } = Promise.withResolvers<object>();
  rig.session.host.look = () => looked;
  mock.timers.enable({ apis: ["setTimeout"] });
  const clock = mock.method(performance, "now", () => 0);
  try {
    let found: Finding | undefined;
    const asked = inspectAt(rig.state, { code: "f", offset: 1, level: 0 });
    asked.then((finding) => (found = finding));
    clock.mock.mockImplementation(() => 1000);
    resolve({ ...PORTRAIT, type: "function" });
    await setImmediate();
    mock.timers.tick(2999);
    await setImmediate();
    assert.equal(found, undefined);
    mock.timers.tick(1);
    const { provisional, inspection } = await asked;
    assert.equal(provisional, true);
    assert.match(inspection?.plain ?? "", /Value: function/);
  } finally {
    clock.mock.restore();
    mock.timers.reset();
  }
});

Deno.test("inspectAt() and typeOf() ask the language server nothing about text that no parser survives", async () => {
  let asked = 0;
  using rig = new StateRig({ assist: { inspect: () => Promise.resolve((asked++, TYPED)) } });
  const code = "(".repeat(20_000);
  const { inspection } = await inspectAt(rig.state, { code, offset: code.length, level: 0 });
  assert.equal(inspection, undefined);
  assert.match(JSON.stringify(await typeOf(rig.state, code)), /nests too deeply/);
  assert.equal(asked, 0);
});

Deno.test("inspectAt() withdraws a question that it no longer waits for", async () => {
  const asked = Promise.withResolvers<AbortSignal | undefined>();
  using rig = new StateRig({
    assist: {
      inspect: (_text, _offset, options) => {
        asked.resolve(options?.signal);
        return new Promise(() => {});
      },
    },
  });
  rig.session.host.look = () => Promise.resolve(PORTRAIT);
  rig.state.assistWarm = false;
  await inspectAt(rig.state, { code: "n", offset: 1, level: 0 });
  assert.equal((await asked.promise)?.aborted, true);
});
