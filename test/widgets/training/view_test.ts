import assert from "node:assert/strict";
import view, {
  type CurveModel,
  type CurveState,
  describeCurve,
  drawCurve,
} from "../../../widgets/training/view.ts";

const STATE: CurveState = {
  title: "Loss <of> a run",
  xLabel: "epoch",
  yLabel: "loss",
  series: [
    { name: "train", x: Float64Array.of(1, 2, 3), y: Float64Array.of(2.5, 1, 0.25) },
    { name: "a & b", x: Float64Array.of(1, 2, 3), y: Float64Array.of(3, NaN, 1) },
  ],
  done: false,
};

/** The places of the points of each line. */
function paths(svg: string): string[] {
  return [...svg.matchAll(/<path d="(M[^"]*)" fill="none"/g)].map(([, path = ""]) => path);
}

Deno.test("drawCurve() places larger values higher, and later ones further right", () => {
  const [train = ""] = paths(drawCurve(STATE));
  const points = [...train.matchAll(/([\d.]+) ([\d.]+)/g)].map((
    [, x, y],
  ) => [Number(x), Number(y)]);
  assert.equal(points.length, 3);
  for (const [index, [x = 0, y = 0]] of points.entries()) {
    const [nextX = Infinity, nextY = Infinity] = points[index + 1] ?? [];
    assert.ok(x < nextX && y < nextY);
  }
});

Deno.test("drawCurve() interrupts a line where a value is missing", () => {
  assert.match(paths(drawCurve(STATE))[1] ?? "", /^M[\d. ]+M[\d. ]+h?0?$/);
});

Deno.test("drawCurve() draws the same from the bytes that a frontend gets", () => {
  const series = STATE.series.map(({ name, x, y }) => ({ name, x: asBytes(x), y: asBytes(y) }));
  assert.equal(drawCurve({ ...STATE, series }), drawCurve(STATE));
});

Deno.test("drawCurve() escapes names, and draws what has no points, one point or no finite one", () => {
  assert.match(drawCurve(STATE), /Loss &#60;of&#62; a run.*a &#38; b/);
  const one = (...y: number[]): CurveState => ({
    ...STATE,
    series: [{ name: "one", x: Float64Array.from(y, (_, at) => at), y: Float64Array.from(y) }],
  });
  for (const state of [{ ...STATE, series: [] }, one(), one(5), one(NaN), one(0), one(1, 1)]) {
    assert.doesNotMatch(paths(drawCurve(state)).join(), /NaN|Infinity/);
  }
  assert.match(paths(drawCurve(one(5)))[0] ?? "", /h0$/);
});

Deno.test("describeCurve() says where each line began and ended", () => {
  assert.equal(
    describeCurve(STATE),
    "Loss <of> a run: train fell from 2.5 to 0.25 over epoch 1 to 3; a & b fell from 3 to 1 over epoch 1 to 3",
  );
});

Deno.test("view.render() draws, draws again after each change until it is taken away, and says it is there", () => {
  let state = { ...STATE, series: [] as CurveState["series"] };
  const listeners = new Map<string, () => void>();
  const sent: unknown[] = [];
  const model: CurveModel = {
    get: (name) => state[name],
    on: (event, listener) => void listeners.set(event, listener),
    off: (event) => void listeners.delete(event),
    send: (content) => void sent.push(content),
  };
  const el = { innerHTML: "" };
  const remove = view.render({ model, el });
  assert.equal(el.innerHTML, drawCurve(state));
  assert.deepEqual(sent, [{ kind: "shown" }]);
  state = STATE;
  listeners.get("change:series")?.();
  assert.equal(el.innerHTML, drawCurve(STATE));
  remove();
  assert.equal(listeners.size, 0);
});

function asBytes(values: Float64Array | DataView): DataView {
  // At an odd place, as a message may have it.
  const bytes = new Uint8Array(values.byteLength + 1);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), 1);
  return new DataView(bytes.buffer, 1);
}
