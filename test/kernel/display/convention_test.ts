import assert from "node:assert/strict";
import { asBundle } from "../../../kernel/display/convention.ts";
import { createFormatter } from "../../../kernel/display/format.ts";
import { JUPYTER_DISPLAY } from "../../../kernel/display/rich.ts";
import { forms } from "./support.ts";

Deno.test("a value with Jupyter.display shows what it answers, at once or later", async () => {
  const bundle = { "text/markdown": "*a*" };
  assert.deepEqual(await forms({ [JUPYTER_DISPLAY]: () => bundle }), bundle);
  assert.deepEqual(await forms({ [JUPYTER_DISPLAY]: () => Promise.resolve(bundle) }), bundle);
});

Deno.test("a value with Jupyter.display is called as a method of the value", async () => {
  class Model {
    readonly #size = 3;
    [Symbol.for("Jupyter.display")](): object {
      return { "text/plain": `${this.#size} layers` };
    }
  }
  assert.deepEqual(await forms(new Model()), { "text/plain": "3 layers" });
});

Deno.test("a value whose Jupyter.display answers no bundle is shown as text with the reason", async () => {
  const map = new Map([["text/plain", "a"]]);
  for (const wrong of [null, undefined, "text", [1], { plain: "no type" }, map, new Date(0)]) {
    const { "text/plain": text } = await forms({ [JUPYTER_DISPLAY]: () => wrong, a: 1 });
    assert.match(
      String(text),
      /a: 1.*"Jupyter.display" formatter failed with TypeError: A display/s,
    );
  }
});

Deno.test("asBundle() keeps the metadata of the protocol's shape", async () => {
  const value = { data: { "image/png": "AAAA" }, metadata: { "image/png": { width: 1 } } };
  assert.deepEqual(asBundle(value), value);
  const bundle = await createFormatter().formatValue({ [JUPYTER_DISPLAY]: () => value });
  assert.deepEqual(bundle, value);
});

Deno.test("a chart that a library answers gets a picture, and keeps the library's text", async () => {
  const spec = { mark: "point", data: { values: [{ a: 1 }] }, encoding: { x: { field: "a" } } };
  const data = await forms({
    [JUPYTER_DISPLAY]: () => ({
      "application/vnd.vegalite.v5+json": spec,
      "text/plain": "the loss",
    }),
  });
  assert.deepEqual(Object.keys(data).sort(), [
    "application/vnd.vegalite.v5+json",
    "image/png",
    "text/plain",
  ]);
  assert.equal(data["text/plain"], "the loss");
});
