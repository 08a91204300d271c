/**
 * What the runtime declares: Deno's globals at once, Node's when a cell has to do with Node.
 *
 * The declarations of Node take 70 MB of the language server and half of its start, and Deno's own
 * library `deno.window` always brings them. So the server's configuration names the libraries
 * without them, and the two files that refer to Node are opened as a document that does not.
 *
 * @module
 */

import { type Mentions, mentionsOf } from "./mentions.ts";
import type { ServerProcess } from "./server_process.ts";

/** The libraries of the server's configuration; what is missing comes by `runtimeTypes()`. */
export const LIBRARIES: readonly string[] = ["deno.ns", "deno.unstable"];

/** Name of the document that declares the globals, without its prefix. */
export const RUNTIME_DOCUMENT = "runtime.d.ts";

/** The files of `deno.window` that refer to Node, or to the one that does. */
const FILES = ["lib.deno.shared_globals.d.ts", "lib.deno.window.d.ts"];

/** Lines with which these files refer to others; only those at the top of a document count. */
const REFERENCE = /^\/\/\/ <reference .*$/gm;
/** Those that would bring back what the configuration leaves out. */
const UNWANTED = /"(?:true|node|deno\.shared_globals)"/;

const WHOLE = '/// <reference lib="deno.window" />\n';
const NODE = '/// <reference lib="node" />\n';

/** Values that only Node's declarations know; until one is mentioned, they are of type `any`. */
const NODE_VALUES = [
  "Buffer",
  "__dirname",
  "__filename",
  "clearImmediate",
  "clearInterval",
  "clearTimeout",
  "global",
  "process",
  "require",
  "setImmediate",
  "setInterval",
  "setTimeout",
];

/** Types that only Node's declarations know. */
const NODE_TYPES = [
  "AllowSharedBuffer",
  "BufferConstructor",
  "BufferEncoding",
  "NodeJS",
  "NonSharedBuffer",
];

/** Members of built-in objects that only Node's declarations know. */
const NODE_MEMBERS = ["captureStackTrace", "prepareStackTrace", "stackTraceLimit"];

/** What a text names so is imported sooner or later. */
const PACKAGE = /\b(?:node|npm):/;

/** Words without which a text has nothing to do with Node. */
const NODE_WORDS = [
  ...NODE_VALUES,
  ...NODE_TYPES,
  ...NODE_MEMBERS,
  "import",
  "export",
  "node",
  "npm",
];

/** Text of the document that declares the globals; in both, they stand in the same lines. */
export interface RuntimeTypes {
  readonly withNode: string;
  readonly withoutNode: string;
}

/**
 * Asks a server for the declarations of its runtime.
 *
 * @param server configured with `LIBRARIES`
 * @returns the document with and without Node's declarations
 * @example
 * ```ts
 * import { readRuntimeTypes } from "./runtime_types.ts";
 * import type { ServerProcess } from "./server_process.ts";
 * const read = async (server: ServerProcess) => (await readRuntimeTypes(server)).withoutNode;
 * ```
 */
export async function readRuntimeTypes(server: ServerProcess): Promise<RuntimeTypes> {
  const texts = await Promise.all(FILES.map((file) => readLibrary(server, file)));
  if (texts.some((text) => !text)) return { withNode: WHOLE, withoutNode: WHOLE };
  const all = texts.join("\n");
  const references = all.match(REFERENCE)?.filter((line) => !UNWANTED.test(line)) ?? [];
  const globals = [...references, all.replace(REFERENCE, "")].join("\n");
  const stubs = NODE_VALUES.map((name) => `declare const ${name}: any;`).join("\n");
  return { withNode: NODE + globals, withoutNode: `\n${globals}\n${stubs}\n` };
}

async function readLibrary(server: ServerProcess, file: string): Promise<string | null> {
  const textDocument = { uri: `deno:/asset/${file}` };
  return await server.request<string | null>("deno/virtualTextDocument", { textDocument })
    .catch(() => null);
}

/**
 * Whether a text may need Node's declarations. Whatever it imports may be made of Node's types.
 *
 * @param text a cell
 * @param mentions what it mentions, less what earlier cells declare; default all that it mentions
 * @returns true if it imports anything, or uses one of Node's names
 * @example
 * ```ts
 * import { mentionsNode } from "./runtime_types.ts";
 * console.assert(mentionsNode("Buffer.from([1])") && !mentionsNode("[1].map(String)"));
 * ```
 */
export function mentionsNode(
  text: string,
  { names, members, imports }: Mentions = mentionsOf(text),
): boolean {
  return imports || PACKAGE.test(text) ||
    [...NODE_VALUES, ...NODE_TYPES].some((name) => names.has(name)) ||
    NODE_MEMBERS.some((name) => members.has(name));
}

/**
 * Whether it is worth reading a text for what it mentions of Node.
 *
 * @param words all words of the text, those of comments and strings among them
 * @returns false only if `mentionsNode()` is false
 * @example
 * ```ts
 * import { mayMentionNode } from "./runtime_types.ts";
 * console.assert(mayMentionNode(new Set(["import"])) && !mayMentionNode(new Set(["map"])));
 * ```
 */
export function mayMentionNode(words: ReadonlySet<string>): boolean {
  return NODE_WORDS.some((word) => words.has(word));
}
