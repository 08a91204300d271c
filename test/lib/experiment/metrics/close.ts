/** Compares numbers and lists of numbers. */
import assert from "node:assert/strict";

export function assertClose(
  found: unknown,
  wanted: unknown,
  { where = "", tolerance = 1e-9 }: { readonly where?: string; readonly tolerance?: number } = {},
): void {
  const [one, other] = [flat(found), flat(wanted)];
  assert.equal(one.length, other.length, where);
  one.forEach((value, at) => {
    const scale = Math.max(1, Math.abs(other[at] as number));
    const near = Math.abs(value - (other[at] as number)) <= tolerance * scale;
    assert.ok(near || Object.is(value, other[at]), `${where}: ${value} is not ${other[at]}`);
  });
}

function flat(value: unknown): readonly number[] {
  if (typeof value === "number") return [value];
  if (Array.isArray(value)) return value.flatMap(flat);
  if (ArrayBuffer.isView(value)) return [...value as Float64Array];
  throw new TypeError(`Cannot compare ${String(value)}`);
}
