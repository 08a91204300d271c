/**
 * What an editor asks about code that is not run: completion, inspection, diagnostics.
 *
 * @module
 */

import type { Diagnostic } from "../compile/cell.ts";

/** One completion, with what a frontend shows beside it. */
export interface CompletionItem {
  /** The text that replaces `start`–`end`. */
  readonly text: string;
  /** Such as `function`, `property`, `class`, `keyword`, `module`. */
  readonly type: string;
  /** Signature or type, in one line. */
  readonly signature?: string;
  /** First paragraph of the documentation, as Markdown. */
  readonly documentation?: string;
  /** UTF-16 offsets into the text that was asked about. */
  readonly start: number;
  readonly end: number;
}

/** What is known of the thing under the cursor. */
export interface Inspection {
  readonly plain: string;
  readonly markdown: string;
  readonly html: string;
}

/** Static knowledge of the notebook: one document of all cells that ran, and the text at hand. */
export interface Assist {
  /** Resolves when the first answer will be fast; rejects never. */
  readonly warm: Promise<void>;
  /** Whether questions that came before still wait for their answers. */
  readonly behind: boolean;
  /** Tells that a cell ran (its text belongs to the program from now on). */
  ran(cellId: string, text: string): void;
  /**
   * Type errors of a text as it would be the next cell. Offsets and lines are of this text. Where
   * somebody is `waiting` for them, the server is started at once, and checks that nobody waits for
   * come later.
   */
  diagnose(
    text: string,
    options?: { readonly signal?: AbortSignal; readonly waiting?: boolean },
  ): Promise<readonly Diagnostic[]>;
  /**
   * Completions at a UTF-16 offset of a text that is not yet run. A newer question of the same asker
   * withdraws the one before.
   */
  complete(
    text: string,
    offset: number,
    options?: { readonly signal?: AbortSignal; readonly asker?: string },
  ): Promise<readonly CompletionItem[]>;
  /** Hover and signature at a UTF-16 offset; level 1 adds where it is declared and its source. */
  inspect(
    text: string,
    offset: number,
    options?: { readonly level?: 0 | 1; readonly signal?: AbortSignal },
  ): Promise<Inspection | undefined>;
  /** Forgets all cells, after a restart of the session. */
  reset(): void;
  close(): Promise<void>;
}
