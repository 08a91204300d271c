import assert from "node:assert/strict";
import fc from "fast-check";
import { FeatureSet } from "../../../../lib/data/feature_set.ts";
import { fromArrowTable, fromIpcBytes } from "../../../../lib/data/file/read_arrow.ts";

const mixed = FeatureSet.fromColumns("mixed", {
  x: [1.5, null, 3],
  signal: [[1, 2], [3, 4], null],
  kind: ["a", null, "bc"],
  ok: [true, false, null],
}, { features: ["x", "signal"], tags: ["kind", "ok"] });

Deno.test("fromArrowTable() reads the columns named, and says which there are", async () => {
  const table = await mixed.toArrow();
  const columns = fromArrowTable(table, { names: ["tags.kind.raw"] });
  assert.deepEqual(Object.keys(columns), ["tags.kind.raw"]);
  assert.throws(
    () => fromArrowTable(table, { names: ["tags.knd.raw"] }),
    /No column "tags.knd.raw": did you mean "tags.kind.raw"\?/,
  );
});

Deno.test("damaged Arrow bytes give the columns or a typed error, whatever byte is changed", async () => {
  const bytes = await mixed.toIpc();
  const damage = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(40));
  await fc.assert(
    fc.asyncProperty(damage, fc.boolean(), async ([at, flip, cut], short) => {
      const damaged = short ? bytes.slice(0, bytes.length - cut - 1) : bytes.slice();
      if (!short) damaged[at] = (damaged[at] as number) ^ flip;
      try {
        const columns = fromArrowTable(await fromIpcBytes(damaged, { source: '"a.arrow"' }), {
          source: '"a.arrow"',
        });
        for (const column of Object.values(columns)) assert.ok(column.length <= 8 * bytes.length);
      } catch (error) {
        const { name, message } = error as Error;
        assert.match(name, /^(FileFormatError|TypeError|RangeError|UnknownNameError)$/);
        assert.match(message, /^(Cannot (read|keep|cut|make)|No )/, (error as Error).stack ?? "");
      }
    }),
    { numRuns: 200 },
  );
});

Deno.test("metadata that leads round in a circle is refused, and says so", async () => {
  const damaged = await mixed.toIpc();
  // The kind of the first batch's message, of which Arrow's reader would ask again for ever.
  const place = 224;
  damaged[place] = (damaged[place] as number) ^ 1;
  await assert.rejects(fromIpcBytes(damaged, { source: '"a.arrow"' }), {
    name: "FileFormatError",
    message: 'Cannot read "a.arrow" as Arrow IPC: its metadata does not end',
  });
});
