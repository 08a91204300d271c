/**
 * What a command is, and all that commands may reach. `requests/` puts the context together; the
 * stage knows the other stages by their types only.
 *
 * @module
 */

import type { Inspection } from "../assist/assist.ts";
import type { CommandEntry } from "../compile/catalogue.ts";
import type { MimeBundle } from "../display/bundle.ts";
import type { Session } from "../evaluate/session.ts";
import type { HistoryStore } from "../record/history.ts";

/** A command as it stands in a cell. */
export interface CommandCall {
  /** Without percent signs. */
  readonly name: string;
  /** The rest of the line. */
  readonly args: string;
  /** The rest of the cell, for `%%` commands. */
  readonly body?: string;
}

/** Does what a command says; what it throws becomes the error of the cell. */
export type Command = (call: CommandCall, context: CommandContext) => void | Promise<void>;

/** A command and what `%help NAME` tells beyond the catalogue's sentence. */
export interface CommandRule {
  readonly run: Command;
  /** Lines that follow the sentence; examples are indented. */
  readonly help?: string;
}

/** The parts of a kernel that commands work with. */
export interface CommandContext {
  /** The cell that holds the command, as its user wrote it. */
  readonly cell: { readonly id: string; readonly source: string };
  readonly session: CommandSession;
  /** Names that cells have declared, in order of declaration. */
  names(): Promise<readonly string[]>;
  readonly screen: Screen;
  /** What `%help` lists. */
  readonly catalogue: Catalogue;
  readonly check: CheckSetting;
  readonly history: Pick<HistoryStore, "session" | "tail" | "range" | "search">;
  readonly types: StaticTypes;
  readonly captures: CaptureSwitch;
  /** Makes bundles of texts in a markup language. */
  readonly markup: Readonly<Record<"html" | "md" | "svg", (text: string) => MimeBundle>>;
  /** The code cells of a notebook's text; throws an Error that says what is wrong with it. */
  notebookCells(text: string, file: string): Promise<readonly string[]>;
  /** Sees to it that a process group ends when the kernel does, even if the kernel is killed. */
  guard(group: number): AsyncDisposable;
  /** Runs code in the session while the cell waits. */
  runCode(code: NestedCode): Promise<void>;
  /** The permission flags of the session. */
  readonly permissions: readonly string[];
  /**
   * Ends the session and with it the cell, and starts a fresh one. If that one does not start, the
   * permissions stay as they were.
   */
  restart(options: FreshSession): Promise<void>;
}

/** How a command talks to the session. */
export type CommandSession = Pick<Session, "host" | "ended">;

/** Where a command shows what it found. */
export interface Screen {
  print(text: string, stream?: "stdout" | "stderr"): void;
  display(bundle: MimeBundle): void;
  /** Shows help beside the notebook, where the frontend has a place for it. */
  page(found: Inspection): void;
  /** Puts text into the place of the cell. */
  nextInput(text: string): void;
}

/** All commands by name. */
export interface Catalogue {
  readonly entries: readonly CommandEntry[];
  /** The name that a mistyped one most resembles. */
  nearest(name: string): string | undefined;
}

/** What type errors do. */
export interface CheckSetting {
  readonly policies: readonly string[];
  policy: string;
}

/** A type as TypeScript writes it, or why there is none. */
export type TypeAnswer = { readonly type: string } | { readonly problem: string };

/** What the language server knows. */
export interface StaticTypes {
  /** The type of an expression. */
  typeOf(expression: string): Promise<TypeAnswer>;
  /** What is known of a name: types, documentation and the live value. */
  inspect(subject: string, level: 0 | 1): Promise<Inspection | undefined>;
}

/** Keeps the cell's output from being shown. */
export interface CaptureSwitch {
  /** Begins to keep it for a variable of the session. */
  begin(variable: string): void;
  /** Ends it, and puts what was kept since `begin` into the variable. */
  end(): Promise<void>;
}

/** Code that a command runs in the session. */
export interface NestedCode {
  readonly source: string;
  /** How errors call it, such as `analysis.ts`. */
  readonly label: string;
  /** Absolute path of the folder in which its relative imports are looked up. */
  readonly folder: string;
}

/** What a fresh session is started with. */
export interface FreshSession {
  /** Default: the flags of the session before. */
  readonly permissions?: readonly string[];
  /** Printed once it is up. */
  readonly note: string;
}
