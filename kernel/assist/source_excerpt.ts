/**
 * Where a name is declared, and the lines that declare it.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Location, LocationLink, Position, Range } from "vscode-languageserver-types";
import { sourceOf } from "./library_source.ts";
import { DOCUMENT_PREFIX, type Program, SCRATCH } from "./program.ts";
import type { Question } from "./question.ts";
import { RUNTIME_DOCUMENT } from "./runtime_types.ts";
import { positionAt } from "./text_position.ts";

/** More lines than this are cut. */
const MOST_LINES = 40;

/** What tells cells from files. */
export interface SourceContext {
  readonly program: Program;
  /** The notebook's folder; paths are shown relative to it. */
  readonly folder: string;
  /** Text of the document that declares the runtime's globals, if there is one. */
  readonly runtime?: string | undefined;
  /** Declarations that stand for a library's sources, if there are any. */
  readonly library?: LibraryPlace | undefined;
}

/** Where the declarations of a library lie, and its sources. */
export interface LibraryPlace {
  /** Path of the declarations. */
  readonly declarations: string;
  /** URL of the folder that the names of its modules are relative to. */
  readonly root: URL;
}

const RUNTIME = DOCUMENT_PREFIX + RUNTIME_DOCUMENT;

/**
 * Asks where the name at an offset is declared.
 *
 * @param question the server and the text it has open
 * @param context the offset, and what tells cells from files
 * @returns place and source as Markdown; undefined when the server does not know
 * @example
 * ```ts
 * import { Program } from "./program.ts";
 * import type { Question } from "./question.ts";
 * import { askSource } from "./source_excerpt.ts";
 * const ask = (question: Question) =>
 *   askSource(question, { offset: 0, program: new Program(), folder: "/" });
 * ```
 */
export async function askSource(
  question: Question,
  { offset, ...context }: SourceContext & { readonly offset: number },
): Promise<string | undefined> {
  const found = await askDefinition(question, positionAt(question.text, offset));
  const declared = found && await behindScope(question, found, context.program);
  const target = declared && await behindDeclarations(declared, context.library);
  if (!target) return undefined;
  const text = ownText(question, { name: documentName(target.uri), context }) ??
    await readSource(question, target.uri);
  const lines = text?.split(/\r\n|\n|\r/).slice(target.range.start.line, target.range.end.line + 1);
  const excerpt = lines && [
    ...lines.slice(0, MOST_LINES),
    ...(lines.length > MOST_LINES ? ["// …"] : []),
  ];
  const place = `Declared in ${placeName(target, context)}`;
  return excerpt ? `${place}\n\n\`\`\`typescript\n${excerpt.join("\n")}\n\`\`\`` : place;
}

/** Text of a document of ours, none of which is on disk. */
function ownText(
  { text }: Question,
  { name, context }: { readonly name: string; readonly context: SourceContext },
): string | undefined {
  if (name === SCRATCH) return text;
  return name === RUNTIME ? context.runtime : context.program.documents().get(name);
}

interface Target {
  readonly uri: string;
  readonly range: Pick<Range, "start" | "end">;
  /** Where the name stands. */
  readonly name: Position;
}

async function askDefinition(
  { server, uri, signal }: Pick<Question, "server" | "uri" | "signal">,
  position: Range["start"],
): Promise<Target | undefined> {
  const answer = await server.request<Location | readonly (Location | LocationLink)[] | null>(
    "textDocument/definition",
    { textDocument: { uri }, position },
    { signal },
  );
  const first = Array.isArray(answer) ? answer[0] : answer;
  if (!first) return undefined;
  if (!("targetUri" in first)) return { ...first, name: first.range.start };
  const { targetUri, targetRange, targetSelectionRange } = first;
  return { uri: targetUri, range: targetRange, name: targetSelectionRange.start };
}

/** Declarations are made of sources, and those are what a reader wants to see. */
async function behindDeclarations(
  target: Target,
  library: LibraryPlace | undefined,
): Promise<Target> {
  if (!library || target.uri !== pathToFileURL(library.declarations).href) return target;
  const text = await readFile(library.declarations, "utf8").catch(() => "");
  const source = await sourceOf(text, { ...target.name, root: library.root });
  if (!source) return target;
  const start = { line: source.start, character: 0 };
  const end = { line: source.end, character: 0 };
  return { ...target, uri: source.url.href, range: { start, end } };
}

/** What declares a variable of a cell once more, in the scope or behind the text at hand. */
const ONCE_MORE =
  /^(?: {2}|declare )let \S+: typeof (?:cell\d+|import\("\.\/__modulab_.*"\))\.\S+;$/;

/** Such a line ends in `typeof cell1.a`: the cell is one step further. */
async function behindScope(
  question: Question,
  target: Target,
  program: Program,
): Promise<Target | undefined> {
  const { line } = target.range.start;
  const name = documentName(target.uri);
  const document = name === SCRATCH ? program.next(question.text) : program.documents().get(name);
  const text = document?.split("\n")[line] ?? "";
  if (!ONCE_MORE.test(text)) return target;
  const character = text.lastIndexOf(".") + 1;
  return await askDefinition({ ...question, uri: target.uri }, { line, character }) ?? target;
}

function documentName(uri: string): string {
  const name = uri.slice(uri.lastIndexOf("/") + 1);
  return name.startsWith(DOCUMENT_PREFIX) ? name : "";
}

function placeName({ uri, range }: Target, { program, folder }: SourceContext): string {
  const line = range.start.line + 1;
  const name = documentName(uri);
  if (name === SCRATCH) return `this cell, line ${line}`;
  if (name === RUNTIME) return "Deno's globals";
  if (name !== "") return program.cellOf(name) ? `an earlier cell, line ${line}` : "every session";
  if (!uri.startsWith("file:")) {
    return `\`${uri.replace(/^deno:\/*(asset\/)?/, "")}\`, line ${line}`;
  }
  const path = fileURLToPath(uri);
  const near = relative(folder, path);
  return `\`${near.startsWith("..") ? path : near}\`, line ${line}`;
}

/** Files are read from disk; what the server made up is asked of the server. */
async function readSource({ server, signal }: Question, uri: string): Promise<string | undefined> {
  if (uri.startsWith("file:")) {
    return await readFile(new URL(uri), "utf8").catch(() => undefined);
  }
  const text = await server.request<string | null>(
    "deno/virtualTextDocument",
    { textDocument: { uri } },
    { signal },
  ).catch(() => null);
  return text ?? undefined;
}
