import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { tableFromArrays } from "apache-arrow";
import { liveProbe, type LiveProperty } from "../../../kernel/assist/live_probe.ts";
import type { LiveTarget } from "../../../kernel/assist/live_target.ts";

/** What the probe's text answers in a global scope of its own, sent by value as by a session. */
function probe(
  value: unknown,
  wants: LiveTarget["wants"] = "members",
  expression = "held",
): readonly LiveProperty[] {
  const answer: unknown = runInNewContext(liveProbe({ expression, wants }), { held: value });
  return JSON.parse(JSON.stringify(answer));
}

function names(value: unknown, wants?: LiveTarget["wants"]): readonly string[] {
  return probe(value, wants).map(({ name }) => name);
}

Deno.test("liveProbe() lists own names before inherited ones, with kinds and classes", () => {
  class Base {
    shared(): void {}
  }
  class Model extends Base {
    weights = [1];
    static Layer = class {};
    fit(): void {}
  }
  const found = probe(new Model());
  assert.deepEqual(found.slice(0, 3), [
    { name: "weights", kind: "property", detail: "Array", depth: 0 },
    { name: "fit", kind: "function", depth: 1 },
    { name: "shared", kind: "function", depth: 2 },
  ]);
  assert.equal(probe(Model).find(({ name }) => name === "Layer")?.kind, "class");
});

Deno.test("liveProbe() runs no getter", () => {
  const value = {
    get danger(): never {
      throw new Error("ran");
    },
  };
  assert.deepEqual(probe(value)[0], {
    name: "danger",
    kind: "property",
    depth: 0,
  });
});

Deno.test("liveProbe() lists keys of the object alone, indices too, where a key is asked for", () => {
  assert.deepEqual(names({ a: 1, "b c": 2, 3: 4 }, "keys"), ["3", "a", "b c"]);
  assert.ok(!names({ 3: 4 }).includes("3"));
  assert.ok(names("text").includes("length"));
});

Deno.test("liveProbe() lists the entries of Arrow tables", () => {
  const table = tableFromArrays({ mass: Float64Array.of(1), island: ["a"] });
  const found = probe(table, "entries");
  assert.deepEqual(found.map(({ name, kind }) => `${kind} ${name}`), [
    "column mass",
    "column island",
  ]);
});

Deno.test("liveProbe() lists the entries of Maps", () => {
  const expression = "new Map([['one', 1], [2, 'two'], ['three', []]])";
  const found = probe(undefined, "entries", expression);
  assert.deepEqual(found.map(({ name, detail }) => `${name} ${detail}`), [
    "one number",
    "three Array",
  ]);
});

Deno.test("liveProbe() stops at what nobody reads: huge lists, five hundred names, nothing", () => {
  assert.ok(!names(new Float64Array(1e6)).includes("0"));
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`name${at}`, at]));
  assert.equal(probe(many).length, 500);
  assert.equal(probe(null).length, 0);
  assert.equal(probe(undefined).length, 0);
});
