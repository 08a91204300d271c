import assert from "node:assert/strict";
import { Session } from "node:inspector";
import {
  liveProbe,
  type LiveProperty,
  liveTarget,
  mergeCompletions,
} from "../../../kernel/assist/live.ts";

function target(code: string): ReturnType<typeof liveTarget> {
  return liveTarget(code, code.length);
}

Deno.test("liveTarget() finds chains of names, members and literal or named indices", () => {
  const expressions: Readonly<Record<string, string>> = {
    "1 + a.b[0].na": "a.b[0]",
    "a?.b!.": "a?.b",
    "x = a['k-e'].b": "a['k-e']",
    "a[i.j].": "a[i.j]",
    "a /* why */ .\n  b.": "a.b",
    "`${a.b": "a",
    "this.": "this",
  };
  for (const [code, expression] of Object.entries(expressions)) {
    assert.equal(target(code)?.expression, expression, code);
  }
});

Deno.test("liveTarget() refuses calls, operators, literals, comments and strings", () => {
  const codes = [
    "f().x",
    "a[f()].",
    "(a).",
    "a[i + 1].",
    "1.5.",
    "// a.",
    "'a.",
    "`a.",
    "return.x",
    "a",
    "",
  ];
  for (const code of codes) assert.equal(target(code), undefined, code);
});

Deno.test("liveTarget() knows keys in brackets and entries by name", () => {
  assert.deepEqual(target('a.b["co'), {
    expression: "a.b",
    wants: "keys",
    prefix: "co",
    start: 5,
    end: 7,
    access: '"',
  });
  assert.equal(target("table.getChild('mass")?.wants, "entries");
  assert.equal(target("table.other('mass"), undefined);
});

Deno.test("liveProbe() lists names without running getters", async () => {
  let ran = 0;
  const user = {
    age: 3,
    _secret: 1,
    "full-name": "",
    get computed(): number {
      return ++ran;
    },
    greet(): void {},
  };
  const found = await probe("user.", user);
  assert.deepEqual(found.filter(({ depth }) => depth === 0), [
    { name: "age", kind: "property", detail: "number", depth: 0 },
    { name: "_secret", kind: "property", detail: "number", depth: 0 },
    { name: "full-name", kind: "property", detail: "string", depth: 0 },
    { name: "computed", kind: "property", depth: 0 },
    { name: "greet", kind: "function", depth: 0 },
  ]);
  assert.ok(found.some(({ name, depth }) => name === "toString" && depth === 1));
  assert.equal(ran, 0);
});

Deno.test("liveProbe() of a getter with an effect is stopped by the engine", async () => {
  let ran = 0;
  const holder = {
    get changes(): object {
      return { ran: ++ran };
    },
  };
  await assert.rejects(probe("holder.changes.", holder), /side-effect/);
  assert.equal(ran, 0);
});

Deno.test("liveProbe() names the columns of a table and the keys of a Map", async () => {
  const table = { schema: { fields: [{ name: "mass", type: 1 }, { name: "species", type: 1 }] } };
  const columns = await probe("table.getChild('", table);
  assert.deepEqual(columns.map(({ name }) => name), ["mass", "species"]);
  const keys = await probe("map.get('", new Map([["one", 1]]));
  assert.deepEqual(keys.map(({ name }) => name), ["one"]);
});

Deno.test("liveProbe() does not list the elements of large arrays", async () => {
  const names = (await probe("array.", new Float64Array(1_000_000))).map(({ name }) => name);
  assert.ok(names.includes("subarray") && !names.includes("0"));
});

Deno.test("mergeCompletions() puts live names behind static ones, without duplicates, private last", () => {
  const at = target("user.");
  assert.ok(at);
  const known = [
    { text: "_a", type: "property", start: 5, end: 5 },
    { text: "name", type: "property", start: 5, end: 5 },
  ];
  const properties: readonly LiveProperty[] = [
    { name: "inherited", kind: "function", depth: 1 },
    { name: "name", kind: "property", depth: 0 },
    { name: "age", kind: "property", detail: "number", depth: 0 },
    { name: "_b", kind: "property", depth: 0 },
  ];
  const merged = mergeCompletions(known, { target: at, properties });
  assert.deepEqual(merged.map(({ text }) => text), ["name", "age", "inherited", "_a", "_b"]);
});

Deno.test("mergeCompletions() writes names that are no identifiers in brackets", () => {
  const properties: readonly LiveProperty[] = [{ name: "full-name", kind: "property", depth: 0 }];
  const texts = ["user.fu", "user?.fu", "user['fu"].map((code) => {
    const at = target(code);
    assert.ok(at);
    const [item] = mergeCompletions([], { target: at, properties });
    return item && code.slice(0, item.start) + item.text;
  });
  assert.deepEqual(texts, ['user["full-name"]', 'user?.["full-name"]', "user['full-name"]);
});

/** Evaluates the probe as the kernel does, with the value under the name the code begins with. */
async function probe(code: string, value: unknown): Promise<readonly LiveProperty[]> {
  const at = target(code);
  assert.ok(at);
  const name = /^\w+/.exec(code)?.[0] ?? "";
  const session = new Session();
  session.connect();
  Object.assign(globalThis, { [name]: value });
  try {
    const request = { expression: liveProbe(at), throwOnSideEffect: true, returnByValue: true };
    const { exceptionDetails, result } = await new Promise<Evaluated>((resolve, reject) => {
      session.post("Runtime.evaluate", request, (error, answer) => {
        if (error) reject(error);
        else resolve(answer as Evaluated);
      });
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result?.value ?? [];
  } finally {
    Reflect.deleteProperty(globalThis, name);
    session.disconnect();
  }
}

interface Evaluated {
  readonly result?: { readonly value?: readonly LiveProperty[] };
  readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
}
