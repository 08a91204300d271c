import assert from "node:assert/strict";
import { Configured, fromNamedConfig, toNamedConfig } from "../../../lib/core/configured.ts";
import { Registry } from "../../../lib/core/registry.ts";

class Box extends Configured<{ size?: number; sides?: readonly number[] }> {
  readonly name = "box";
}

Deno.test("fromConfig() makes an equal one, of the class that is asked", () => {
  const box = new Box({ size: 3 });
  const again = Box.fromConfig(box.getConfig());
  assert.ok(again instanceof Box);
  assert.deepEqual(again.getConfig(), { size: 3 });
});

Deno.test("a config is a frozen copy: later changes of the options change nothing", () => {
  const options = { size: 3, sides: [1, 2] };
  const box = new Box(options);
  options.size = 4;
  assert.deepEqual(box.getConfig(), { size: 3, sides: [1, 2] });
  assert.throws(() => Object.assign(box.getConfig(), { size: 5 }), TypeError);
});

Deno.test("fromNamedConfig() finds the maker by name, and says which names there are", () => {
  const boxes = new Registry("box", { box: (config: object) => new Box(config) });
  const saved = JSON.parse(JSON.stringify(toNamedConfig(new Box({ size: 3 }))));
  assert.deepEqual(fromNamedConfig(saved, boxes).getConfig(), { size: 3 });
  assert.throws(
    () => fromNamedConfig({ name: "bux", config: {} }, boxes),
    /No box "bux": did you mean "box"\?/,
  );
});
