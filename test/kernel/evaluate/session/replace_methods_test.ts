import assert from "node:assert/strict";
import { replaceMethods } from "../../../../kernel/evaluate/session/replace_methods.ts";

Deno.test("replaceMethods() keeps names, lengths and what a class inherits", () => {
  class Base {
    by = 1;
    add(a: number): number {
      return a + this.by;
    }
  }
  class Own extends Base {}
  replaceMethods<Own>(Own.prototype, {
    add: (add) =>
      function (...args) {
        return Number(add.apply(this, args)) * 10;
      },
    remove: () => () => {},
  });
  assert.deepEqual([new Own().add(1), new Base().add(1)], [20, 2]);
  assert.deepEqual([Own.prototype.add.name, Own.prototype.add.length], ["add", 1]);
  assert.equal(Reflect.has(Own.prototype, "remove"), false);
});
