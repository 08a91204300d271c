import assert from "node:assert/strict";
import { textBundle } from "../../../kernel/display/bundle.ts";
import { createFormatter } from "../../../kernel/display/format.ts";
import type { Formatter } from "../../../kernel/display/formatter.ts";
import { JUPYTER_DISPLAY } from "../../../kernel/display/rich.ts";
import { plainText } from "./support.ts";

const { formatSync, formatValue } = createFormatter();

Deno.test("formatSync() shows primitives at once", () => {
  const shown = [1 + 1, -0, NaN, 3n, "a\nb", true, null, Symbol("s")].map(plainText);
  assert.deepEqual(shown, ["2", "-0", "NaN", "3n", '"a\\nb"', "true", "null", "Symbol(s)"]);
});

Deno.test("formatSync() shows plain objects, maps, sets and typed arrays at once", () => {
  assert.equal(plainText({ a: [1, { b: 2 }] }), "{ a: [ 1, { b: 2 } ] }");
  assert.equal(plainText(new Map([["k", new Set([1])]])), 'Map(1) { "k" => Set(1) { 1 } }');
  assert.equal(plainText(new Float32Array([1, 2])), "Float32Array(2) [ 1, 2 ]");
});

Deno.test("formatSync() leaves out colours unless they are wanted", () => {
  assert.equal(plainText(2), "2");
  assert.equal(formatSync(2, { colors: true })?.data["text/plain"], "\u001b[33m2\u001b[39m");
});

Deno.test("formatSync() needs less than 20 µs for a number", () => {
  for (let i = 0; i < 1_000; i++) formatSync(i);
  const times = Array.from({ length: 200 }, (_, i) => {
    const start = performance.now();
    formatSync(i);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  // The fastest quarter, as other work on the machine slows the rest.
  assert.ok((times[50] ?? Infinity) < 0.02, `took ${times[50]} ms`);
});

Deno.test("formatSync() answers nothing for values that take time", () => {
  assert.equal(formatSync({ [JUPYTER_DISPLAY]: () => ({ "text/plain": "" }) }), undefined);
});

Deno.test("formatValue() shows a proxy without a call to its traps", async () => {
  const calls: string[] = [];
  const traps = new Proxy({}, {
    get: (_, trap) => () => {
      calls.push(String(trap));
      throw new Error("trapped");
    },
  });
  const bundle = await formatValue(new Proxy({ a: 1 }, traps));
  assert.equal(bundle.data["text/plain"], "{ a: 1 }");
  assert.deepEqual(calls, []);
});

Deno.test("formatValue() shows an object with throwing getters", async () => {
  const value = {
    get outerHTML(): string {
      throw new Error("no document");
    },
    kept: 1,
  };
  const bundle = await formatValue(value);
  assert.match(String(bundle.data["text/plain"]), /kept: 1/);
  assert.match(
    String(bundle.data["text/plain"]),
    /the "element" formatter failed with Error: no document/,
  );
});

Deno.test("formatValue() shows as text what a formatter throws at, with a note", async () => {
  const thrower: Formatter<{ readonly a: number }> = {
    name: "broken",
    accepts: (value): value is { readonly a: number } => "a" in value,
    format: () => {
      throw new RangeError("too hard");
    },
  };
  for (const immediate of [false, true]) {
    const formatter = createFormatter({ formatters: [{ ...thrower, immediate }] });
    assert.deepEqual(
      await formatter.formatValue({ a: 1 }),
      textBundle(
        '{ a: 1 }\n(shown as text: the "broken" formatter failed with RangeError: too hard)',
      ),
    );
  }
});

Deno.test("formatValue() shows as text what takes longer than its budget", async () => {
  const never: Formatter = {
    name: "endless",
    accepts: (value): value is object => value instanceof Object,
    format: () => new Promise(() => {}),
  };
  const formatter = createFormatter({ formatters: [never] });
  const bundle = await formatter.formatValue([1], { budget: 5 });
  assert.match(String(bundle.data["text/plain"]), /^\[ 1 \]\n.*no answer within 5 ms/s);
});

Deno.test("formatValue() ends a formatter that loops, be it synchronous or not", async () => {
  const loop = (): never => {
    for (;;);
  };
  const object = (value: object): value is object => value instanceof Object;
  const endless: readonly Partial<Formatter>[] = [
    { format: loop },
    // deno-lint-ignore require-await
    { format: async () => loop() },
  ];
  for (const methods of endless) {
    const one = { name: "endless", accepts: object, format: loop, ...methods };
    const formatter = createFormatter({ formatters: [one], loopLimit: 50 });
    assert.deepEqual(
      await formatter.formatValue([1]),
      textBundle(
        '[ 1 ]\n(shown as text: the "endless" formatter failed with ' +
          "Error: no answer within 50 ms, and was ended)",
      ),
    );
  }
});

Deno.test("formatValue() ends a value's own inspect method that loops", async () => {
  const { formatValue } = createFormatter({ loopLimit: 50 });
  const value = {
    a: 1,
    [Symbol.for("Deno.customInspect")]: () => {
      for (;;);
    },
  };
  assert.deepEqual(
    await formatValue(value),
    textBundle(
      "{ a: 1 }\n(its inspect method threw Error: no answer within 50 ms, and was ended)",
    ),
  );
});

Deno.test("formatValue() waits for a formatter that is slow and within the limit", async () => {
  const slow: Formatter = {
    name: "slow",
    accepts: (value): value is object => value instanceof Object,
    format: () => {
      const end = performance.now() + 300; // longer than the budget of those that wait
      while (performance.now() < end);
      return textBundle("drawn");
    },
  };
  const { formatValue } = createFormatter({ formatters: [slow] });
  assert.deepEqual(await formatValue([1], { budget: 10 }), textBundle("drawn"));
});

Deno.test("formatValue() survives values that throw things that throw", async () => {
  const hostile = {
    toString: () => {
      throw new Error("again");
    },
  };
  const bundle = await formatValue({ [JUPYTER_DISPLAY]: () => Promise.reject(hostile) });
  assert.match(String(bundle.data["text/plain"]), /"Jupyter.display" formatter failed/);
});

Deno.test("createFormatter() asks a formatter that was put in front first", () => {
  const own = createFormatter();
  class Point {
    readonly x = 1;
  }
  const point: Formatter<Point> = {
    name: "point",
    immediate: true,
    accepts: (value): value is Point => value instanceof Point,
    format: ({ x }) => textBundle(`point at ${x}`),
  };
  own.formatters.unshift(point);
  assert.deepEqual(own.formatSync(new Point()), textBundle("point at 1"));
  assert.equal(plainText(new Point()), "Point { x: 1 }");
});
