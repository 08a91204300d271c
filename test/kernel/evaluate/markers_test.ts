import assert from "node:assert/strict";
import fc from "fast-check";
import { type Mark, MARK_BYTE, MarkReader, writeMark } from "../../../kernel/evaluate/markers.ts";

const KEY = "a1b2c3d4";

/** What goes into a pipe: bytes of anybody, or a mark of the session. */
type Part = { readonly bytes: readonly number[] } | { readonly mark: Mark };

const PLAIN = { noNullPrototype: true } as const;
const anyMark: fc.Arbitrary<Mark> = fc.oneof(
  fc.record({ kind: fc.constant("end" as const) }, PLAIN),
  fc.record({ kind: fc.constant("parcel" as const), seq: fc.nat() }, PLAIN),
  fc.record({ kind: fc.constant("barrier" as const), id: fc.nat() }, PLAIN),
  fc.record({
    kind: fc.constant("text" as const),
    cell: fc.option(fc.string()),
    stream: fc.constantFrom("stdout" as const, "stderr" as const),
  }, PLAIN),
  fc.record({
    kind: fc.constant("event" as const),
    event: fc.record({ text: fc.string({ unit: "binary" }) }, PLAIN),
  }, PLAIN),
);
/** Bytes in which the mark byte and the beginning of the key are frequent. */
const anyBytes = fc.array(
  fc.oneof(fc.nat(255), fc.constant(MARK_BYTE), fc.constantFrom(...new TextEncoder().encode(KEY))),
  { maxLength: 40 },
);
const anyParts: fc.Arbitrary<Part[]> = fc.array(
  fc.oneof(fc.record({ bytes: anyBytes }, PLAIN), fc.record({ mark: anyMark }, PLAIN)),
  { maxLength: 12 },
);

function encode(parts: readonly Part[]): Uint8Array {
  const encoder = new TextEncoder();
  return Uint8Array.from(
    parts.flatMap((part) =>
      "bytes" in part ? [...part.bytes] : [...encoder.encode(writeMark(KEY, part.mark))]
    ),
  );
}

/** Reads chunks, joins neighbouring bytes: how they were cut is nobody's business. */
function read(chunks: readonly Uint8Array[]): Part[] {
  const reader = new MarkReader(KEY);
  const joined: Part[] = [];
  const add = (bytes: Uint8Array): void => {
    const last = joined.at(-1);
    if (last && "bytes" in last) joined[joined.length - 1] = { bytes: [...last.bytes, ...bytes] };
    else if (bytes.length > 0) joined.push({ bytes: [...bytes] });
  };
  for (const chunk of chunks) {
    for (const piece of reader.read(chunk)) {
      if ("bytes" in piece) add(piece.bytes);
      else joined.push(piece);
    }
  }
  add(reader.rest());
  return joined;
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length];
  at.sort((a, b) => a - b);
  return at.slice(1).map((end, index) => bytes.slice(at[index], end));
}

Deno.test("MarkReader finds the same pieces however the bytes are cut into chunks", () => {
  fc.assert(fc.property(anyParts, fc.array(fc.nat(), { maxLength: 20 }), (parts, places) => {
    const bytes = encode(parts);
    assert.deepEqual(read(cut(bytes, places)), read([bytes]));
  }));
});

Deno.test("MarkReader finds every mark, and every byte between marks, in order", () => {
  // Text that itself opens a mark would be one: nobody outside knows the key.
  const innocent = anyParts.filter((parts) =>
    !parts.some((part) =>
      "bytes" in part && new TextDecoder("latin1").decode(Uint8Array.from(part.bytes)).includes(KEY)
    )
  );
  fc.assert(fc.property(innocent, (parts) => {
    const expected = read([]);
    for (const part of parts) {
      const last = expected.at(-1);
      if ("mark" in part) expected.push({ mark: part.mark });
      else if (last && "bytes" in last) {
        expected[expected.length - 1] = { bytes: [...last.bytes, ...part.bytes] };
      } else if (part.bytes.length > 0) expected.push({ bytes: part.bytes });
    }
    assert.deepEqual(read([encode(parts)]), expected);
  }));
});

Deno.test("MarkReader hands on text that holds the mark byte", () => {
  const text = new TextEncoder().encode("a\x1eb\x1ea1b2\x1e\x1e");
  const mark = new TextEncoder().encode(writeMark(KEY, { kind: "end" }));
  const expected = [{ bytes: [...text] }, { mark: { kind: "end" } }];
  assert.deepEqual(read([text, mark]), expected);
  assert.deepEqual(read([...text, ...mark].map((byte) => Uint8Array.of(byte))), expected);
});

Deno.test("MarkReader takes a forged mark that is no JSON for text", () => {
  const forged = new TextEncoder().encode(`\x1e${KEY}{broken\x1e and on`);
  const mark = new TextEncoder().encode(writeMark(KEY, { kind: "end" }));
  assert.deepEqual(read([forged, mark]), [{ bytes: [...forged] }, { mark: { kind: "end" } }]);
});

Deno.test("MarkReader gives back the beginning of a mark that was never finished", () => {
  const half = new TextEncoder().encode(writeMark(KEY, { kind: "end" })).slice(0, -3);
  const reader = new MarkReader(KEY);
  assert.deepEqual(reader.read(half), []);
  assert.deepEqual(reader.rest(), half);
});

Deno.test("writeMark() holds the mark byte at its ends only", () => {
  fc.assert(fc.property(anyMark, (mark) => {
    const text = writeMark(KEY, mark);
    assert.equal(text.indexOf("\x1e", 1), text.length - 1);
  }));
});
