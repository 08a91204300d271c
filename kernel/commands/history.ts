/**
 * `%history`: cells that ran, in this session and before.
 *
 * @module
 */

import type { HistoryEntry } from "../record/history.ts";
import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { CommandError } from "./command_error.ts";
import { splitWords } from "./words.ts";

interface Wish {
  readonly count: number | undefined;
  readonly pattern: string | undefined;
}

/** Cells that are shown when no number is given. */
const DEFAULT_COUNT = 10;

/** Prints the last cells; those of earlier sessions have the session's number before theirs. */
export const history: CommandRule = {
  run: printHistory,
  help: [
    "  %history 20",
    "  %history -g plot      all cells with this text, earlier sessions too",
    "  %history 5 -g plot*   the last five that match",
  ].join("\n"),
};

function printHistory(
  { args }: CommandCall,
  { history: store, screen, cell }: CommandContext,
): void {
  const { count, pattern } = readWish(args);
  const own = store.tail(1)[0]?.source === cell.source ? 1 : 0;
  const found = pattern === undefined
    ? store.tail((count ?? DEFAULT_COUNT) + own).slice(0, own === 0 ? undefined : -1)
    : store.search(globOf(pattern), { unique: true }).filter((entry) =>
      entry.source !== cell.source
    )
      .slice(count === undefined ? 0 : -count);
  if (found.length === 0) return screen.print("No cells found.\n");
  screen.print(found.map((entry) => write(entry, store.session)).join(""));
}

function readWish(args: string): Wish {
  const words = splitWords(args);
  const at = words.indexOf("-g");
  const pattern = at < 0 ? undefined : words.slice(at + 1).join(" ");
  const [number, ...more] = at < 0 ? words : words.slice(0, at);
  const count = number === undefined ? undefined : Number(number);
  const isCount = count === undefined || (Number.isInteger(count) && count > 0);
  if (more.length === 0 && isCount && pattern !== "") return { count, pattern };
  throw new CommandError(`Cannot show the history of ${args}: write %history [count] [-g pattern]`);
}

/** A pattern without wildcards may stand anywhere. */
function globOf(pattern: string): string {
  return /[*?]/.test(pattern) ? pattern : `*${pattern.replaceAll("[", "[[]")}*`;
}

function write({ session, line, source }: HistoryEntry, current: number): string {
  const number = `${session === current ? "" : `${session}/`}${line}`.padStart(6);
  return source.split("\n")
    .map((text, index) => `${index === 0 ? `${number}: ` : " ".repeat(8)}${text}\n`).join("");
}
