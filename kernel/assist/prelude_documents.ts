/**
 * The documents of a prelude: what is always in scope, and the lazy names, which are of type `any`
 * until a cell mentions one. Types of large libraries slow every answer down, and fill the memory.
 *
 * @module
 */

import type { LazyNames, Prelude } from "./prelude.ts";
import { mentionsOf } from "./mentions.ts";
import { DOCUMENT_PREFIX, identifiersIn } from "./program.ts";
import {
  mayMentionNode,
  mentionsNode,
  RUNTIME_DOCUMENT,
  type RuntimeTypes,
} from "./runtime_types.ts";

/** A prelude as documents for a language server. */
export class PreludeDocuments {
  readonly #prelude: Prelude;
  readonly #mentioned: Set<LazyNames> = new Set();
  #node = false;

  /** @param prelude what is in scope */
  constructor(prelude: Prelude) {
    this.#prelude = prelude;
  }

  /**
   * Notes which lazy names a text mentions, and whether any of Node's; from then on they have their
   * types.
   *
   * @param text a cell
   * @param isDeclared whether a cell has declared a name, which then means something else
   */
  mention(text: string, isDeclared: (name: string) => boolean = () => false): void {
    const words = identifiersIn(text);
    const unread = this.#prelude.lazy.filter((group) => !this.#mentioned.has(group))
      .filter(({ names }) => names.some((name) => words.has(name) && !isDeclared(name)));
    // The tree of a cell takes a hundred times as long as its words, and most cells speak of neither.
    if (unread.length === 0 && (this.#node || !mayMentionNode(words))) return;
    const { names, ...others } = mentionsOf(text);
    const mentions = { ...others, names: new Set([...names].filter((name) => !isDeclared(name))) };
    for (const group of unread) {
      if (group.names.some((name) => mentions.names.has(name))) this.#mentioned.add(group);
    }
    this.#node ||= mentionsNode(text, mentions);
  }

  /** Whether a text so far may have to do with a library: by a lazy name, or by an import. */
  get mayUseLibrary(): boolean {
    return this.#node || this.#mentioned.size > 0;
  }

  /**
   * The documents as things stand.
   *
   * @param runtime the declarations of the runtime; none where the notebook's configuration says
   *   which they are
   * @returns text by document name
   */
  documents(runtime?: RuntimeTypes): ReadonlyMap<string, string> {
    const { declarations, lazy } = this.#prelude;
    const stubs = lazy.filter((group) => !this.#mentioned.has(group))
      .flatMap(({ names }) => names.map((name) => `  const ${name}: any;`));
    const whole = `${declarations}\ndeclare global {\n${stubs.join("\n")}\n}\n`;
    const globals = this.#node ? runtime?.withNode : runtime?.withoutNode;
    return new Map([
      ...(globals === undefined ? [] : [[DOCUMENT_PREFIX + RUNTIME_DOCUMENT, globals] as const]),
      [`${DOCUMENT_PREFIX}prelude.ts`, whole],
      ...lazy.flatMap((group, index) =>
        this.#mentioned.has(group)
          ? [[`${DOCUMENT_PREFIX}prelude_${index}.ts`, group.text] as const]
          : []
      ),
    ]);
  }
}
