import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Descriptors } from "../../../kernel/wire/descriptors.ts";
import { SlowClients } from "../../../kernel/wire/slow_clients.ts";

const MB = 2 ** 20;

/** Connections as a test wants them. */
class FakeSystem implements Descriptors {
  readonly unread = new Map<number, number>();
  readonly addresses = new Map<number, string>();
  readonly ended: number[] = [];

  address = (descriptor: number): string => this.addresses.get(descriptor) ?? "here";

  waiting = (descriptor: number): number | undefined => this.unread.get(descriptor);

  cutOff = (descriptor: number): void => void this.ended.push(descriptor);
}

/** Two clients of a socket, 3 and 4, with a clock and a memory that are set by hand. */
function rig() {
  const [system, reasons] = [new FakeSystem(), [] as string[]];
  const at = { now: 0, memory: 0, turn: 0 };
  const clients = new SlowClients({
    stallTimeout: 300_000,
    mostUnread: 8 * MB,
    mostMemory: 100 * MB,
    descriptors: system,
    cutOff: (reason) => reasons.push(reason),
    now: () => at.now,
    memory: () => at.memory,
  });
  clients.monitored(event(0x20, 3));
  clients.monitored(event(0x20, 4));
  return { system, reasons, at, clients, [Symbol.dispose]: () => clients.close() };
}

/** An event as a monitor sends it. */
function event(kind: number, descriptor: number): Uint8Array[] {
  const frame = new Uint8Array(8);
  // As frames are cut from larger memory, they need not begin at its start.
  const view = new DataView(frame.buffer, 2);
  view.setUint16(0, kind, true);
  view.setInt32(2, descriptor, true);
  return [frame.subarray(2), new TextEncoder().encode("tcp://127.0.0.1:1")];
}

/** Sends, and looks once the time is up. */
function step(
  { clients, at }: { readonly clients: SlowClients; readonly at: { now: number } },
  { megabytes, wait = 0 }: { readonly megabytes: number; readonly wait?: number },
): void {
  clients.sent(megabytes * MB);
  at.now += wait;
  clients.look();
}

Deno.test("SlowClients cuts off who reads nothing while much is sent, and leaves who has read all", () => {
  using all = rig();
  all.system.unread.set(3, 200_000).set(4, 0);
  step(all, { megabytes: 9 });
  step(all, { megabytes: 9, wait: 10_000 });
  assert.deepEqual(all.system.ended, [3]);
  assert.deepEqual(all.reasons, ["a client has stopped reading, and was cut off"]);
});

Deno.test("SlowClients waits for who pauses for less than ten seconds, and counts anew once all is read", () => {
  using all = rig();
  all.system.unread.set(3, 200_000);
  step(all, { megabytes: 9 });
  step(all, { megabytes: 9, wait: 9900 });
  all.system.unread.set(3, 0);
  step(all, { megabytes: 0 });
  all.system.unread.set(3, 200_000);
  step(all, { megabytes: 7, wait: 1000 });
  step(all, { megabytes: 0, wait: 100_000 });
  assert.deepEqual(all.reasons, []);
});

Deno.test("SlowClients cuts off who leaves little unread for five minutes", () => {
  using all = rig();
  all.system.unread.set(3, 1);
  step(all, { megabytes: 1 });
  step(all, { megabytes: 0, wait: 299_000 });
  assert.deepEqual(all.reasons, []);
  step(all, { megabytes: 0, wait: 1000 });
  assert.deepEqual(all.system.ended, [3]);
});

Deno.test("SlowClients cuts off the slowest of those who still read, one by one, while memory is short", () => {
  using all = rig();
  const read = (wait: number): void => {
    // 3 has caught up at one look in ten, and 4 at one in four.
    const turn = ++all.at.turn;
    all.system.unread.set(3, turn % 10 && turn).set(4, turn % 4 && turn);
    step(all, { megabytes: 1, wait });
  };
  for (let i = 0; i < 100; i++) read(1000);
  assert.deepEqual(all.reasons, []);
  all.at.memory = 101 * MB;
  read(100);
  assert.deepEqual(all.system.ended, [3]);
  assert.deepEqual(all.reasons, ["a client reads too slowly, and was cut off"]);
  read(4800);
  assert.deepEqual(all.system.ended, [3], "memory had no time to come back");
  read(200);
  assert.deepEqual(all.system.ended, [3, 4]);
});

Deno.test("SlowClients leaves who has mostly read all alone, however short memory is", () => {
  using all = rig();
  all.at.memory = 1000 * MB;
  for (let i = 0; i < 300; i++) {
    all.system.unread.set(3, i % 3 === 0 ? i : 0).set(4, 0);
    step(all, { megabytes: 1, wait: 1 });
  }
  assert.deepEqual(all.reasons, []);
});

Deno.test("SlowClients looks by itself while something is unread, though nothing more is sent", async () => {
  const cut = Promise.withResolvers<string>();
  const system = new FakeSystem();
  system.unread.set(3, 1000);
  const clients = new SlowClients({
    stallTimeout: 20,
    mostUnread: 8 * MB,
    mostMemory: 100 * MB,
    descriptors: system,
    cutOff: cut.resolve,
  });
  clients.monitored(event(0x20, 3));
  clients.sent(1000);
  // Its timer alone would not keep a program running.
  const running = setTimeout(() => {}, 60_000);
  assert.match(await cut.promise, /stopped reading/);
  clearTimeout(running);
  assert.deepEqual(system.ended, [3]);
  clients.close();
});

Deno.test("SlowClients leaves alone what has taken the number of a connection", () => {
  using all = rig();
  all.system.unread.set(3, 200_000).set(4, 200_000);
  all.system.addresses.set(3, "elsewhere");
  all.clients.monitored(event(0x200, 4));
  step(all, { megabytes: 9 });
  step(all, { megabytes: 9, wait: 400_000 });
  assert.deepEqual(all.system.ended, []);
});

Deno.test("SlowClients ignores what is no event, and systems that tell nothing", () => {
  using all = rig();
  all.clients.monitored([]);
  all.clients.monitored([Uint8Array.of(1, 2)]);
  step(all, { megabytes: 9 });
  step(all, { megabytes: 9, wait: 400_000 });
  assert.deepEqual(all.reasons, []);
});

Deno.test("SlowClients bounds memory, and cuts off nobody who keeps up, whatever a client does", () => {
  const act = fc.record({ read: fc.nat(12), wait: fc.nat(500) });
  fc.assert(fc.property(fc.array(act, { maxLength: 300 }), (acts) => {
    using all = rig();
    let queued = 0;
    for (const { read, wait } of acts) {
      queued = Math.max(0, queued + 10 * MB - read * MB);
      all.at.memory = queued;
      all.system.unread.set(3, Math.min(queued, 200_000) && 1 + read).set(4, 0);
      step(all, { megabytes: 10, wait });
      if (all.system.ended.length > 0) break;
      // Whether somebody is mostly behind shows after a third of the looks that count.
      assert.ok(queued <= 340 * MB, `${queued / MB} MB wait`);
    }
    assert.ok(!all.system.ended.includes(4), "who has read everything was cut off");
  }));
});
