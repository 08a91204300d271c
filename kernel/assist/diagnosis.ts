/**
 * Diagnostics: what the type checker says of the text at hand, without what is no fault in a cell.
 *
 * @module
 */

import type { Diagnostic as ServerDiagnostic, Position, Range } from "vscode-languageserver-types";
import type { CellPosition, Diagnostic } from "../compile/cell.ts";
import type { NameKind } from "./names.ts";
import { FOLDER_PREFIX } from "./own_folder.ts";
import type { Question } from "./question.ts";
import { withoutInternals } from "./server_text.ts";

/** What the filter has to know beyond the diagnostics. */
export interface Context {
  /** How the names of earlier cells may be used. */
  readonly kindOf: (name: string) => NameKind | undefined;
  /** Fetches a missing package; whether it is on its way, so that its absence is no news. */
  readonly fetch: (specifier: string) => boolean;
}

/** Codes that say something of modules, JSX set-up or annotations, not of the cell's program. */
const NOISE: ReadonlySet<number> = new Set([
  1371, // verbatimModuleSyntax: import type
  1484,
  1485,
  1375, // top-level await
  1378,
  1431,
  1432,
  2686, // JSX without a library
  2874,
  2875,
  7026,
  17004,
  7005, // implicit any
  7006,
  7008,
  7010,
  7011,
  7016,
  7017, // of a property of globalThis, by which cells share values
  7018,
  7019,
  7031,
  7034,
  80005, // suggestions
  80007,
]);

/** Deno's codes for what is not in the cache. */
const UNCACHED: ReadonlySet<string> = new Set([
  "not-installed-npm",
  "not-installed-jsr",
  "no-cache",
  "no-cache-npm",
  "no-cache-jsr",
]);

/** Deno's codes that are faults; the others are advice. */
const FAULTS: ReadonlySet<string> = new Set([...UNCACHED, "no-local", "resolver-error"]);

/**
 * Asks what is wrong with the text at hand.
 *
 * @param question the server and the text it has open
 * @param context what the filter has to know
 * @returns diagnostics in the order of their places
 * @example
 * ```ts
 * import { askDiagnostics } from "./diagnosis.ts";
 * import type { Question } from "./question.ts";
 * const ask = (question: Question) =>
 *   askDiagnostics(question, { kindOf: () => undefined, fetch: () => false });
 * ```
 */
export async function askDiagnostics(
  { server, uri, text, signal }: Question,
  context: Context,
): Promise<readonly Diagnostic[]> {
  const answer = await server.request<{ readonly items?: readonly ServerDiagnostic[] } | null>(
    "textDocument/diagnostic",
    { textDocument: { uri } },
    { signal },
  );
  return judge(answer?.items ?? [], { ...context, lines: text.split(/\r\n|\n|\r/) });
}

/**
 * The diagnostics that matter, in the words and coordinates of a cell.
 *
 * @param items as the server sent them
 * @param context the lines of the cell and what else the filter has to know
 * @returns diagnostics in the order of their places
 * @example
 * ```ts
 * import { judge } from "./diagnosis.ts";
 * const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
 * const unused = { range, severity: 4 as const, code: 6133, message: "unused" };
 * const context = { lines: ["x"], kindOf: () => undefined, fetch: () => false };
 * console.assert(judge([unused], context).length === 0);
 * ```
 */
export function judge(
  items: readonly ServerDiagnostic[],
  context: Context & { readonly lines: readonly string[] },
): readonly Diagnostic[] {
  return items
    .filter(({ range }) => range.start.line < context.lines.length)
    .flatMap((item) => judgeOne(item, context))
    .sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
}

function judgeOne(
  item: ServerDiagnostic,
  context: Context & { readonly lines: readonly string[] },
): readonly Diagnostic[] {
  const { code, range, severity = 1 } = item;
  if (severity > 2 || speaksOfOurs(item) || speaksOfGlobalKey(item)) return [];
  if (typeof code === "string") {
    if (!FAULTS.has(code)) return [];
    if (UNCACHED.has(code) && context.fetch(specifierAt(range, context.lines))) return [];
  } else if (code !== undefined && NOISE.has(code)) return [];
  const place = { start: toCell(range.start), end: toCell(range.end) };
  if (code === 2632) {
    return assignmentToImport(item, context).map((kept) => ({ ...kept, ...place }));
  }
  return [{
    severity: severity === 1 ? "error" : "warning",
    message: withoutInternals(plain(item.message)),
    ...(code === undefined ? {} : { code: typeof code === "number" ? `TS${code}` : code }),
    ...place,
  }];
}

/** What we could not write, as on a full disk, is no fault of a cell; its names are of type `any`. */
function speaksOfOurs({ code, message }: ServerDiagnostic): boolean {
  return code === "no-local" && plain(message).includes(`/${FOLDER_PREFIX}`);
}

/** `globalThis["x"]` is to be said as freely as `globalThis.x`, and `globalThis[name]` too. */
function speaksOfGlobalKey({ code, message }: ServerDiagnostic): boolean {
  return code === 7053 && plain(message).includes("index type 'typeof globalThis'");
}

/**
 * Names of earlier cells come in by import, which TypeScript never lets one assign. In a notebook
 * only constants refuse it.
 */
function assignmentToImport(
  { range, message }: ServerDiagnostic,
  { kindOf, lines }: Context & { readonly lines: readonly string[] },
): readonly Pick<Diagnostic, "severity" | "message" | "code">[] {
  const name = lines[range.start.line]?.slice(range.start.character, range.end.character) ?? "";
  const kind = kindOf(name);
  if (kind === "let" || kind === "other") return [];
  if (kind === undefined) return [{ severity: "error", message: plain(message), code: "TS2632" }];
  const constant = `Cannot assign to '${name}' because it is a constant.`;
  return [{ severity: "error", message: constant, code: "TS2588" }];
}

function plain(message: ServerDiagnostic["message"]): string {
  return typeof message === "string" ? message : message.value;
}

function specifierAt({ start, end }: Range, lines: readonly string[]): string {
  const text = lines[start.line]?.slice(start.character, end.character) ?? "";
  return text.replace(/^["'`]|["'`]$/g, "");
}

function toCell({ line, character }: Position): CellPosition {
  return { line: line + 1, column: character + 1 };
}
