import assert from "node:assert/strict";
import { openRig } from "./rig.ts";

Deno.test("%vars and %who", async (t) => {
  await using rig = await openRig();
  const { run } = rig;

  await t.step("say so when there are no variables", async () => {
    assert.equal((await run("%vars")).stdout, "No variables yet.\n");
    assert.equal((await run("%who")).stdout, "No variables yet.\n");
  });

  await t.step("%vars shows name, type, extent and value as HTML and as text", async () => {
    await run("const n = 1, xs = [1, 2];\nclass Point { x = 1 }\nlet p = new Point();");
    const [shown] = (await run("%vars")).data;
    assert.match(String(shown?.["text/html"]), /<td[^>]*>xs<\/td><td[^>]*>Array<\/td>/);
    assert.deepEqual(String(shown?.["text/plain"]).split("\n").map((line) => line.split(/ {2,}/)), [
      ["name", "type", "size", "value"],
      ["n", "number", "1"],
      ["xs", "Array", "2 elements", "[1, 2]"],
      ["Point", "class", "class Point { x = 1; }"],
      ["p", "Point", "1 key", "Point { x: 1 }"],
    ]);
  });

  await t.step("run no getter, no trap and no method of a value", async () => {
    await run(`let touched = 0;
      const touch = () => { touched++; throw new Error("touched"); };
      const wary = {
        get a() { return touch(); }, toString: touch, toJSON: touch,
        [Symbol.for("Deno.customInspect")]: touch, [Symbol.for("Jupyter.display")]: touch,
        get [Symbol.toStringTag]() { return touch(); },
      };
      const trap = new Proxy({}, { get: touch, ownKeys: touch, getPrototypeOf: touch,
        getOwnPropertyDescriptor: touch, has: touch });
      const inside = { trap, list: [trap] };
      class Sly { static get name() { return touch(); } get size() { return touch(); } }
      const sly = new Sly(); Object.setPrototypeOf(Sly.prototype, trap);`);
    const { error, data } = await run("%vars");
    assert.equal(error, undefined);
    assert.match(String(data[0]?.["text/plain"]), /wary\s+Object\s+3 keys\s+\{ a: \(…\)/);
    assert.equal((await run("touched")).data[0]?.["text/plain"], "0");
  });

  await t.step("tell of variables that were never set", async () => {
    await run("throw new Error('early');\nlet late = 1;");
    assert.match(String((await run("%vars")).data[0]?.["text/plain"]), /late .*never set/);
  });

  await t.step("%vars shows tensors by shape and type", async () => {
    await run("const t = tf.tensor2d([[1, 2, 3], [4, 5, 6]]);");
    assert.match(
      String((await run("%vars")).data[0]?.["text/plain"]),
      /\nt +Tensor +\[2, 3\] float32$/m,
    );
  });

  await t.step("%vars shows Arrow tables by rows and columns", async () => {
    await run(`import { tableFromArrays } from "npm:apache-arrow@21.2.0";
      const table = tableFromArrays({ mass: Float32Array.of(1, 2, 3), id: Int32Array.of(1, 2, 3) });`);
    const text = String((await run("%vars")).data[0]?.["text/plain"]);
    assert.match(text, /\ntable +Table +3 rows × 2 columns +\["mass", "id"\]/);
  });

  await t.step("%who lists names, and those of one type", async () => {
    assert.match((await run("%who")).stdout, /^n .*\nxs .*\nPoint .*\np /);
    assert.equal((await run("%who NUMBER")).stdout, "n        touched\n");
    assert.equal((await run("%who number // note")).stdout, "n        touched\n");
  });

  await t.step("%who names the types there are", async () => {
    assert.match(
      (await run("%who nothing")).error ?? "",
      /^CommandError: Cannot list variables of type nothing: there are only Array, /,
    );
  });
});
