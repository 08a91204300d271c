import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import * as tf from "../../../../lib/tf.ts";
import { callSite, withoutCallSites } from "../../../../lib/engine/trace/call_site.ts";

/** Evaluates code as if it stood in a file or cell. */
function siteIn(filename: string, code: string): string {
  const call: (site: () => string) => string = runInThisContext(code, { filename });
  return call(callSite);
}

Deno.test("callSite() names the file and the line that called", () => {
  assert.equal(siteIn("file:///home/model.ts", "(site) =>\n  site()"), "at model.ts:2");
});

Deno.test("callSite() names a cell in full, from which a kernel finds the place in it", () => {
  assert.equal(siteIn("cell:ab-12", "(site) =>\n  site()"), "at cell:ab-12:2:3");
});

Deno.test("callSite() names layers of one's own", () => {
  const sites: string[] = [];
  class Spectrum extends tf.layers.Layer {
    static className = "Spectrum";
    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      sites.push(callSite());
      return [inputs].flat()[0] as tf.Tensor;
    }
  }
  const spectrum = new Spectrum({});
  spectrum.apply(tf.ones([2, 3]));
  assert.match(sites[0] ?? "", /^by the layer Spectrum at call_site_test.ts:\d+$/);
});

Deno.test("callSite() names a layer itself where it inherits what is called", () => {
  const sites: string[] = [];
  class Base extends tf.layers.Layer {}
  // As the packages of tfjs are written: V8 calls the function itself "Base.call".
  Base.prototype.call = (inputs) => {
    sites.push(callSite());
    return inputs;
  };
  class Window extends Base {
    static className = "Window";
  }
  new Window({}).apply(tf.ones([2, 3]));
  assert.match(sites[0] ?? "", /^by the layer Window at call_site_test.ts:\d+$/);
});

Deno.test("withoutCallSites() looks for no places until the work is done, or has failed", () => {
  const site = (): string => siteIn("file:///home/model.ts", "(site) => site()");
  assert.equal(withoutCallSites(() => withoutCallSites(site)), "in code without a name");
  assert.throws(
    () =>
      withoutCallSites(() => {
        throw new RangeError("no");
      }),
    RangeError,
  );
  assert.equal(site(), "at model.ts:1");
});
