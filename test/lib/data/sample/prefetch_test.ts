import assert from "node:assert/strict";
import { setImmediate as nextTurn } from "node:timers/promises";
import { prefetch } from "../../../../lib/data/sample/prefetch.ts";

/** Counts, and tells what was taken and whether it was closed. */
function counter(end: number): Iterable<number> & { taken: number; closed: boolean } {
  const numbers = {
    taken: 0,
    closed: false,
    *[Symbol.iterator]() {
      try {
        for (let at = 0; at < end; at++) {
          numbers.taken++;
          yield at;
        }
      } finally {
        numbers.closed = true;
      }
    },
  };
  return numbers;
}

Deno.test("prefetch() gives every batch once, in order, however long a step takes", async () => {
  for (const ahead of [1, 2, 5]) {
    const got: number[] = [];
    for await (const batch of prefetch(counter(9), { read: (at) => at, ahead })) {
      got.push(batch);
      for (let turn = 0; turn < batch % 3; turn++) await nextTurn();
    }
    assert.deepEqual(got, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  }
});

Deno.test("prefetch() reads the next batch while a step is awaited, and no more than `ahead`", async () => {
  const numbers = counter(9);
  for await (const batch of prefetch(numbers, { read: (at) => at, ahead: 2 })) {
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    assert.equal(numbers.taken, Math.min(9, batch + 3));
  }
});

Deno.test("prefetch() never writes into the slot that is worked on or waits", async () => {
  const slots = [NaN, NaN, NaN];
  const read = (at: number, slot: number): number => {
    slots[slot] = at;
    return slot;
  };
  let wanted = 0;
  for await (const slot of prefetch(counter(20), { read, ahead: 2 })) {
    for (let turn = 0; turn < 4; turn++) await nextTurn();
    assert.equal(slots[slot], wanted++);
  }
  assert.equal(wanted, 20);
});

Deno.test("prefetch() stops at once when its signal aborts, and closes what it reads from", async () => {
  const stop = new AbortController();
  const numbers = counter(100);
  const got: number[] = [];
  await assert.rejects(async () => {
    for await (const batch of prefetch(numbers, { read: (at) => at, signal: stop.signal })) {
      got.push(batch);
      if (batch === 3) stop.abort(new Error("enough"));
      for (let turn = 0; turn < 3; turn++) await nextTurn();
    }
  }, /enough/);
  assert.deepEqual([got.at(-1), numbers.closed], [3, true]);
  assert.equal(numbers.taken, 4);
});

Deno.test("prefetch() closes what it reads from when the loop is left", async () => {
  const numbers = counter(100);
  for await (const batch of prefetch(numbers, { read: (at) => at })) if (batch === 2) break;
  await nextTurn();
  assert.deepEqual([numbers.taken, numbers.closed], [3, true]);
});

Deno.test("prefetch() throws an error of reading where that batch is asked for", async () => {
  const read = (at: number): number => {
    if (at === 2) throw new RangeError("no batch 2");
    return at;
  };
  const got: number[] = [];
  await assert.rejects(async () => {
    for await (const batch of prefetch(counter(9), { read, ahead: 3 })) {
      for (let turn = 0; turn < 6; turn++) await nextTurn();
      got.push(batch);
    }
  }, /no batch 2/);
  assert.deepEqual(got, [0, 1]);
  const none = prefetch(counter(1), { read, ahead: 0 });
  await assert.rejects(() => none.next(), /Cannot read 0 batches ahead/);
});

Deno.test("prefetch() asks for the next promise before it hands one over, for steps that block", async () => {
  const numbers = counter(6);
  const got: number[] = [];
  for await (const data of prefetch(numbers, { read: (at) => nextTurn(at), ahead: 2 })) {
    assert.equal(numbers.taken, Math.min(6, data + 3));
    got.push(data);
  }
  assert.deepEqual([got, numbers.closed], [[0, 1, 2, 3, 4, 5], true]);
});

Deno.test("prefetch() tells of a promise that fails where its batch is asked for", async () => {
  const got: number[] = [];
  const read = (at: number) => at === 2 ? Promise.reject(new Error("torn file")) : nextTurn(at);
  await assert.rejects(async () => {
    for await (const data of prefetch(counter(9), { read, ahead: 3 })) {
      got.push(data);
      for (let turn = 0; turn < 5; turn++) await nextTurn();
    }
  }, /torn file/);
  assert.deepEqual(got, [0, 1]);
});
