import assert from "node:assert/strict";
import { inspect } from "node:util";
import { displaySelection, type ShownSelection } from "../../../lib/data/display.ts";
import { FeatureSet } from "../../../lib/data/feature_set.ts";

const set = FeatureSet.fromColumns("pulses", {
  soh: [95.123456789, null, 80, 70, 60, 50],
  signal: Array.from({ length: 6 }, (_, at) => [[at, 1], [2, 3]]),
  name: ["<b>", "&", "c", "d", "e", "f"],
}, { features: ["signal"], targets: ["soh"], tags: ["name"] });

function shown(of: ShownSelection): { html: string; text: string } {
  const bundle = displaySelection(of);
  return { html: String(bundle["text/html"]), text: String(bundle["text/plain"]) };
}

Deno.test("displaySelection() says what there is, and shows the first samples", () => {
  const { text } = shown(set.splitRandom({ ratios: { train: 0.5, test: 0.5 } }));
  const [caption, ...lines] = text.split("\n");
  assert.equal(caption, "pulses: 6 samples, 3 columns · splits: train 3, test 3");
  assert.match(
    lines[0] ?? "",
    /features\.signal\.raw +float64\[2×2\] +\[\[0, 1\], …\], \[\[1, 1\], …\]/,
  );
  assert.match(lines[1] ?? "", /targets\.soh\.raw +float64 +95\.1235, null, 80, 70, 60, …/);
});

Deno.test("displaySelection() shows the first values of long samples", () => {
  const long = FeatureSet.fromColumns("signals", { wave: [[0.5, 1, 2, 3, 4], [1, 2, 3, 4, 5]] }, {
    features: ["wave"],
  });
  assert.match(shown(long).text, /float64\[5\] +\[0\.5, 1, 2, 3, …\], \[1, 2, 3, 4, …\]$/);
});

Deno.test("displaySelection() takes no sample for HTML, and gives tables their headings", () => {
  const { html } = shown(set);
  assert.ok(html.includes("<td>&lt;b&gt;</td>") && html.includes("<td>&amp;</td>"));
  assert.ok(!html.includes("<b>"));
  assert.match(html, /<caption>pulses: 6 samples, 3 columns<\/caption>/);
  assert.equal(html.match(/<th scope="row">/g)?.length, 5);
});

Deno.test("displaySelection() of a whole table makes no list of its rows", () => {
  const { label, length, columnNames, table, splitSizes } = set;
  const whole: ShownSelection = {
    ...{ label, length, columnNames, table, splitSizes, isWhole: true },
    get rows(): Int32Array {
      throw new Error("a list of all rows");
    },
  };
  assert.deepEqual(displaySelection(whole), displaySelection(set));
});

Deno.test("displaySelection() shows views in their order, empty ones too", () => {
  const { text } = shown(set.take([5, 0]));
  assert.match(text, /pulses: 2 samples, 3 columns/);
  assert.match(text, /tags\.name\.raw +utf8 +"?f"?, "?<b>"?$/);
  assert.match(shown(set.take([])).text, /pulses: 0 samples/);
});

Deno.test("displaySelection() writes whole numbers with all their digits: times are counted in them", () => {
  const time = Date.UTC(2024, 0, 3);
  const set = FeatureSet.fromColumns("a", { time: [time], part: [1 / 3] }, {
    features: ["time", "part"],
  });
  assert.match(String(displaySelection(set)["text/plain"]), /1704240000000\n.*0\.333333$/);
});

Deno.test("consoles show FeatureSets and views as notebooks do", () => {
  const set = FeatureSet.fromColumns("a", { x: [1, 2] }, { features: ["x"] });
  for (const shown of [set, set.take([1])]) {
    const text = displaySelection(shown)["text/plain"];
    assert.equal(inspect(shown), text);
    assert.equal(Deno.inspect(shown), text);
  }
});
