import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { fromArrowTable, fromIpcBytes } from "../../../../lib/data/file/read_arrow.ts";
import { scanArrow } from "../../../../lib/data/file/scan_arrow.ts";
import { gt } from "../../../../lib/data/predicate.ts";
import golden from "./arrow_golden.json" with { type: "json" };

const FILES = Object.entries(golden).map(([codec, base64]) => ({
  codec,
  bytes: Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)),
}));

/** What frames of LZ4 and of Zstandard begin with. */
const MAGIC = [[0x04, 0x22, 0x4d, 0x18], [0x28, 0xb5, 0x2f, 0xfd]] as const;

function holds(
  bytes: Uint8Array,
  { at, magic }: { at: number; magic: readonly number[] },
): boolean {
  return magic.every((byte, next) => bytes[at + next] === byte);
}

for (const { codec, bytes } of FILES) {
  Deno.test(`a file that pyarrow compressed with ${codec} has the columns that went in`, async () => {
    const { x, kind, note, signal, time } = fromArrowTable(await fromIpcBytes(bytes));
    assert.equal(x?.length, 400);
    const row = (at: number) => [x, kind, note, signal, time].map((column) => column?.at(at));
    assert.deepEqual(row(0), [null, "chg", "row 0", [0, 0], 0]);
    assert.deepEqual(row(251), [125.5, "dchg", "row 251", [251, -251], 0.251]);
    assert.deepEqual(row(399), [null, "chg", "row 399", [399, -399], 0.399]);
  });

  Deno.test(`of a file compressed with ${codec} the columns wanted are read, by conditions too`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "modulab-"));
    try {
      const path = join(folder, "a.feather");
      await writeFile(path, bytes);
      const { note, ...others } = await scanArrow(path, {
        names: ["note"],
        where: { x: gt(198.5) },
      });
      assert.deepEqual([note?.toArray(), others], [["row 398"], {}]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  Deno.test(`a buffer compressed with ${codec} that has lost its beginning is refused`, async () => {
    const starts = bytes.keys().filter((at) => MAGIC.some((magic) => holds(bytes, { at, magic })));
    let count = 0;
    for (const at of starts) {
      const damaged = bytes.with(at, 0);
      await assert.rejects(
        fromIpcBytes(damaged).then(fromArrowTable),
        /Cannot read|which is not from|it claims/,
        String(at),
      );
      count++;
    }
    assert.ok(count > 10, String(count));
  });

  Deno.test(`damage to a file compressed with ${codec} gives columns or a typed error`, async () => {
    const place = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(place, async ([at, flip]) => {
        const damaged = bytes.slice();
        damaged[at] = (damaged[at] as number) ^ flip;
        try {
          fromArrowTable(await fromIpcBytes(damaged));
        } catch (error) {
          assert.match((error as Error).message, /^(Cannot (read|keep|cut|make)|No )/);
        }
      }),
      { numRuns: 100 },
    );
  });
}
