/**
 * What was run, kept across sessions in an SQLite file.
 *
 * Source: Jupyter messaging specification 5.5, "History".
 *
 * @module
 */

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";

/** One line of history: which session, which cell of it, its text. */
export interface HistoryEntry {
  readonly session: number;
  readonly line: number;
  readonly source: string;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS history (
    session INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL,
    PRIMARY KEY (session, line)
  );
  PRAGMA temp_store = MEMORY;
  CREATE TEMP TABLE unwritten (session INTEGER NOT NULL, line INTEGER NOT NULL, source TEXT NOT NULL);
  CREATE TEMP VIEW entries AS
    SELECT session, line, source FROM history UNION ALL SELECT session, line, source FROM unwritten;
`;

/** One transaction for all: each takes longer than the lines in it. */
const WRITE = `
  BEGIN IMMEDIATE;
  INSERT OR REPLACE INTO history (session, line, source) SELECT session, line, source FROM unwritten;
  DELETE FROM unwritten;
  COMMIT;
`;

/** How long another program may keep the file before it is said to be locked. */
const BUSY_MS = 2000;

/** As bytes: a text would end at its first NUL character. */
const COLUMNS = "session, line, CAST(source AS BLOB) AS source";
const SELECT = `SELECT ${COLUMNS} FROM entries`;
const SELECT_NEWEST = `SELECT ${COLUMNS}, max(session * 1000000000 + line) FROM entries`;
const TEXT = new TextDecoder("utf-8", { ignoreBOM: true });

/** How long a cell may stay unwritten, unless the history is asked for before. */
const WRITE_MS = 100;
/** On a full disk, or while another program has the file, each attempt waits twice as long as the last. */
const LONGEST_PAUSE_MS = 60_000;

/** The history of all sessions, with one of them open. */
export class HistoryStore implements Disposable {
  readonly #database: DatabaseSync;
  readonly #add: StatementSync;
  /** Whether cells are in memory only. */
  #waiting = false;
  #pause = WRITE_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The number of this session. */
  readonly session: number;

  /**
   * @param file the SQLite file, made if it is not there; `:memory:` keeps nothing
   * @param started when the session began
   * @param options how many milliseconds another program may keep the file; default 2000
   * @throws Error of SQLite if the file cannot be opened or is no database
   */
  constructor(
    file: string,
    started: Date,
    { busyMs = BUSY_MS }: { readonly busyMs?: number } = {},
  ) {
    if (file !== ":memory:") mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.#database = new DatabaseSync(file);
    try {
      this.#database.exec(`PRAGMA busy_timeout = ${busyMs}; ${SCHEMA}`);
      this.session = this.#begin(started);
      this.#add = this.#database.prepare("INSERT INTO unwritten VALUES (?, ?, ?)");
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** Notes a cell of this session; it is written soon, since no cell shall wait for a disk. */
  add(line: number, source: string): void {
    this.#add.run(this.session, line, source);
    this.#waiting = true;
    this.#timer ??= setTimeout(() => this.#tryToWrite(), this.#pause);
  }

  /** The last `n` cells of all sessions, oldest first. */
  tail(n: number): readonly HistoryEntry[] {
    const sql = `${SELECT} ORDER BY session DESC, line DESC LIMIT ?`;
    return this.#all(sql, [limit(n)]).reverse();
  }

  /**
   * Cells of one session.
   *
   * @param range session (0 is this one, -1 the one before), first cell, and the cell behind the
   *   last one; without `stop` all that follow
   * @returns oldest first
   */
  range(
    range: { session: number; start: number; stop: number | undefined },
  ): readonly HistoryEntry[] {
    const session = range.session <= 0 ? this.session + range.session : range.session;
    const sql = `${SELECT} WHERE session = ? AND line >= ? AND line < ? ORDER BY session, line`;
    return this.#all(sql, [session, range.start, range.stop ?? Number.MAX_SAFE_INTEGER]);
  }

  /**
   * Cells whose text matches a glob (`*` any text, `?` any character).
   *
   * @param pattern the glob, matched against the whole text
   * @param options how many at most, and whether equal texts count once (the newest is kept)
   * @returns the newest that match, oldest first
   */
  search(
    pattern: string,
    options: { readonly n?: number | undefined; readonly unique?: boolean },
  ): readonly HistoryEntry[] {
    const from = options.unique
      ? `${SELECT_NEWEST} WHERE source GLOB ? GROUP BY source`
      : `${SELECT} WHERE source GLOB ?`;
    const sql = `${from} ORDER BY session DESC, line DESC LIMIT ?`;
    return this.#all(sql, [pattern, limit(options.n)]).reverse();
  }

  /** Closes the file. */
  [Symbol.dispose](): void {
    try {
      this.#write();
    } finally {
      this.#database.close();
    }
  }

  /** What cannot be written stays in memory, where it is found as well; the kernel's end says why. */
  #tryToWrite(): void {
    try {
      this.#write();
      this.#pause = WRITE_MS;
    } catch {
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
      this.#timer = setTimeout(() => this.#tryToWrite(), this.#pause);
    }
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#waiting) return;
    try {
      this.#database.exec(WRITE);
      this.#waiting = false;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  #begin(started: Date): number {
    const insert = this.#database.prepare("INSERT INTO sessions (started) VALUES (?)");
    return Number(insert.run(started.toISOString()).lastInsertRowid);
  }

  #all(sql: string, values: (string | number)[]): HistoryEntry[] {
    this.#tryToWrite();
    const rows = this.#database.prepare(sql).all(...values);
    return rows.map(({ session, line, source }) => ({
      session: Number(session),
      line: Number(line),
      source: TEXT.decode(source as Uint8Array),
    }));
  }
}

function limit(n: number | undefined): number {
  const most = Number.MAX_SAFE_INTEGER; // SQLite refuses a limit that is no 64-bit integer
  return n === undefined ? most : Math.min(most, Math.max(0, Math.trunc(n)));
}
