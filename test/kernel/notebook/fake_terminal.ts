/** A terminal that keeps what was printed. */

import type { ProgressScreen } from "../../../kernel/notebook/progress.ts";
import type { CommandTerminal } from "../../../kernel/notebook/terminal.ts";

export class FakeTerminal implements CommandTerminal {
  readonly outLines: string[] = [];
  readonly errLines: string[] = [];
  readonly written: string[] = [];
  readonly progress: ProgressScreen;

  constructor(screen: Partial<Omit<ProgressScreen, "write">> = {}) {
    this.progress = {
      isTerminal: false,
      columns: 60,
      color: false,
      ...screen,
      write: (text) => void this.written.push(text),
    };
  }

  out(text: string): void {
    this.outLines.push(text);
  }

  err(text: string): void {
    this.errLines.push(text);
  }
}
