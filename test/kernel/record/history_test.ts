import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { mock } from "node:test";
import fc from "fast-check";
import { type HistoryEntry, HistoryStore } from "../../../kernel/record/history.ts";
import { inFolder } from "../../support/temporary.ts";

const STARTED = new Date("2026-01-01T00:00:00Z");

async function withFile(test: (file: string) => void | Promise<void>): Promise<void> {
  await inFolder(async (folder) => await test(join(folder, "deep", "history.sqlite")));
}

/** Plays sessions, each a list of sources, into a file; the last one stays open. */
function play(file: string, sessions: readonly (readonly string[])[]): HistoryStore {
  const stores = sessions.map((sources) => {
    const store = new HistoryStore(file, STARTED);
    sources.forEach((source, index) => store.add(index + 1, source));
    return store;
  });
  const last = stores.pop() ?? new HistoryStore(file, STARTED);
  for (const store of stores) store[Symbol.dispose]();
  return last;
}

function short(entries: readonly HistoryEntry[]): string[] {
  return entries.map(({ session, line, source }) => `${session}/${line} ${source}`);
}

Deno.test("HistoryStore keeps the whole text of a cell, whatever characters stand in it", () =>
  withFile((file) => {
    const sources = ["a\0b", "\ufeffmark", "é😀", ""];
    using history = play(file, [sources]);
    assert.deepEqual(history.tail(9).map(({ source }) => source), sources);
    const newest = history.search("*", { unique: true }).map(({ source }) => source);
    assert.deepEqual(newest, sources);
  }));

Deno.test("HistoryStore keeps cells across sessions, in a file that only its owner enters", () =>
  withFile(async (file) => {
    using history = play(file, [["a", "b"], ["c"]]);
    assert.equal(history.session, 2);
    assert.deepEqual(short(history.tail(10)), ["1/1 a", "1/2 b", "2/1 c"]);
    if (Deno.build.os !== "windows") {
      const { mode } = await Deno.stat(join(file, ".."));
      assert.equal((mode ?? 0) & 0o777, 0o700);
    }
  }));

Deno.test("HistoryStore.tail() and search() give all there is when asked for more", () =>
  withFile((file) => {
    using history = play(file, [["a", "b"]]);
    for (const n of [3, 2 ** 60, 1e99, Infinity]) {
      assert.deepEqual(short(history.tail(n)), ["1/1 a", "1/2 b"]);
      assert.deepEqual(short(history.search("*", { n })), ["1/1 a", "1/2 b"]);
    }
  }));

Deno.test("HistoryStore.tail() gives the newest, oldest first", () =>
  withFile((file) => {
    using history = play(file, [["a", "b"], ["c"]]);
    assert.deepEqual(short(history.tail(2)), ["1/2 b", "2/1 c"]);
    assert.deepEqual(history.tail(0), []);
    assert.deepEqual(history.tail(-3), []);
  }));

Deno.test("HistoryStore.range() counts sessions forwards, and backwards from this one", () =>
  withFile((file) => {
    using history = play(file, [["a", "b", "c"], ["d"], ["e"]]);
    const range = (session: number, start: number, stop?: number): string[] =>
      short(history.range({ session, start, stop }));
    assert.deepEqual(range(0, 1), ["3/1 e"]);
    assert.deepEqual(range(-1, 1), ["2/1 d"]);
    assert.deepEqual(range(-2, 2), ["1/2 b", "1/3 c"]);
    assert.deepEqual(range(1, 1, 3), ["1/1 a", "1/2 b"]);
    assert.deepEqual(range(9, 1), []);
  }));

Deno.test("HistoryStore.search() matches globs against the whole text", () =>
  withFile((file) => {
    using history = play(file, [["let a = 1", "a?", "print"], ["let b\nprint(b)"]]);
    const search = (pattern: string, n?: number): string[] =>
      history.search(pattern, { n }).map(({ source }) => source);
    assert.deepEqual(search("*print*"), ["print", "let b\nprint(b)"]);
    assert.deepEqual(search("*print*", 1), ["let b\nprint(b)"]);
    assert.deepEqual(search("a?"), ["a?"]);
    assert.deepEqual(search("nothing"), []);
    assert.equal(search("*").length, 4);
  }));

Deno.test("HistoryStore.search() gives each text once if asked, at its newest place", () =>
  withFile((file) => {
    using history = play(file, [["a", "b", "a"], ["b", "c"]]);
    assert.deepEqual(short(history.search("*", { unique: true })), ["1/3 a", "2/1 b", "2/2 c"]);
  }));

Deno.test("HistoryStore answers as a plain list of cells would", () => {
  const sources = fc.array(fc.constantFrom("a", "b", "ab", "a\nb", "é😀"), { maxLength: 6 });
  const query = fc.record({
    n: fc.nat(8),
    unique: fc.boolean(),
    letter: fc.constantFrom("a", "b", "é", "z"),
  });
  fc.assert(
    fc.property(fc.array(sources, { minLength: 1, maxLength: 4 }), query, (sessions, query) => {
      const all = sessions.flatMap((list, session) =>
        list.map((source, line) => ({ session: session + 1, line: line + 1, source }))
      );
      const { n, unique, letter } = query;
      const found = all.filter(({ source }) => source.includes(letter))
        .filter((entry, index, list) =>
          !unique || list.findLastIndex(({ source }) => source === entry.source) === index
        );
      // One database in memory for all sessions, as a file would be.
      using history = new HistoryStore(":memory:", STARTED);
      const list = all.map((entry) => entry.source);
      list.forEach((source, index) => history.add(index + 1, source));
      const texts = (entries: readonly HistoryEntry[]): string[] => entries.map((e) => e.source);
      assert.deepEqual(texts(history.tail(n)), texts(n === 0 ? [] : all.slice(-n)));
      assert.deepEqual(
        texts(history.search(`*${letter}*`, { n, unique })),
        texts(n === 0 ? [] : found.slice(-n)),
      );
    }),
  );
});

Deno.test("HistoryStore lets two kernels write to one file at the same time", () =>
  withFile((file) => {
    using first = new HistoryStore(file, STARTED);
    using second = new HistoryStore(file, STARTED);
    for (let line = 1; line <= 50; line++) {
      first.add(line, "first");
      second.add(line, "second");
    }
    assert.equal(second.tail(1).length, 1); // asking writes what waits
    assert.equal(first.tail(1000).length, 100);
    assert.notEqual(first.session, second.session);
  }));

Deno.test("HistoryStore keeps cells while another program has the file, and writes them later", () =>
  withFile((file) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    using history = new HistoryStore(file, STARTED, { busyMs: 20 });
    history.add(1, "before");
    try {
      const other = new DatabaseSync(file);
      other.exec("BEGIN IMMEDIATE");
      history.add(2, "meanwhile");
      mock.timers.tick(100);
      assert.deepEqual(short(history.tail(10)), ["1/1 before", "1/2 meanwhile"]);
      assert.deepEqual(short(history.search("mean*", { unique: true })), ["1/2 meanwhile"]);
      other.exec("ROLLBACK");
      other.close();
      history.add(3, "after");
      mock.timers.tick(1000);
      using reader = new HistoryStore(file, STARTED);
      const sources = reader.tail(10).map(({ source }) => source);
      assert.deepEqual(sources, ["before", "meanwhile", "after"]);
    } finally {
      mock.timers.reset();
    }
  }));

Deno.test("HistoryStore tries less and less often to write what cannot be written, and says so in the end", () =>
  withFile((file) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const history = new HistoryStore(file, STARTED, { busyMs: 20 });
      using other = new DatabaseSync(file);
      other.exec("BEGIN IMMEDIATE");
      const began = performance.now();
      for (let line = 1; line <= 300; line++) {
        history.add(line, "a cell");
        mock.timers.tick(100);
      }
      // Each attempt takes 20 ms: in 30 s there are eight, not 300.
      assert.ok(performance.now() - began < 3000);
      assert.equal(history.tail(1000).length, 300);
      assert.throws(() => history[Symbol.dispose](), /locked/);
    } finally {
      mock.timers.reset();
    }
  }));

Deno.test("HistoryStore refuses a file that is no database, and leaves it as it is", () =>
  withFile(async (file) => {
    await Deno.mkdir(join(file, ".."));
    await Deno.writeTextFile(file, "not a database, ".repeat(100));
    assert.throws(() => new HistoryStore(file, STARTED), /not a database/);
    assert.match(await Deno.readTextFile(file), /^not a database, /);
  }));
