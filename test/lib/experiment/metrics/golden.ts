/** What scikit-learn and SciPy gave for the metrics. */
import { assertClose } from "./close.ts";
import assert from "node:assert/strict";
import { metricOf } from "../../../../lib/experiment/metrics/registry.ts";
import type { JsonObject } from "../../../../lib/core/json.ts";
import golden from "./metrics_golden.json" with { type: "json" };

interface Case {
  readonly metric: string;
  readonly data: string;
  readonly options: JsonObject;
  readonly value: unknown;
}

const cases = golden.cases as unknown as readonly Case[];
const data = golden.data as unknown as Readonly<
  Record<string, { outputs: number[]; targets: number[]; weights?: number[] }>
>;

/** Compares a metric with all golden values of its name; `read` gives the numbers of a result. */
export function compareWithGolden(
  metric: string,
  read: (result: unknown) => unknown = (result) => result,
): void {
  const own = cases.filter((each) => each.metric === metric);
  assert.ok(own.length > 0, `no golden values of ${metric}`);
  for (const { data: name, options, value } of own) {
    const { outputs, targets, weights } = data[name] ?? assert.fail(`no data ${name}`);
    const gathered = metricOf({ name: metric, config: options }).start();
    // Several batches have to give what all samples at once give.
    for (const [from, to] of [[0, 17], [17, 18], [18, outputs.length]]) {
      const cut = (of: number[]): number[] => of.slice(from, to);
      gathered.add({
        outputs: cut(outputs),
        targets: cut(targets),
        weights: weights && cut(weights),
      });
    }
    const where = `${metric} of ${name} with ${JSON.stringify(options)}`;
    assertClose(read(gathered.result()), value, { where });
    assert.equal(gathered.reason(), undefined);
  }
}
