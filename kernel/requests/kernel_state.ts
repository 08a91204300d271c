/**
 * What the handlers of one kernel share.
 *
 * @module
 */

import type { Assist } from "../assist/assist.ts";
import type { SessionKeeper } from "../evaluate/keeper.ts";
import type { HistoryStore } from "../record/history.ts";
import type { Author, JsonObject } from "../wire/message.ts";
import type { Audience } from "./audience.ts";
import type { CellBook } from "./cells.ts";
import type { CompiledCells } from "./compiled_cells.ts";
import type { LateChecks } from "./late_checks.ts";
import type { OpenComms } from "./open_comms.ts";
import type { Outputs } from "./outputs.ts";
import type { Publisher } from "./publisher.ts";
import type { Questions } from "./questions.ts";
import type { CheckPolicy } from "./type_check.ts";

/** The parts of a kernel, and the little that changes. */
export interface KernelState {
  readonly author: Author;
  readonly publisher: Publisher;
  readonly outputs: Outputs;
  /** Those who hear what cells put out; the first cell waits for them. */
  readonly audience: Audience;
  readonly cells: CellBook;
  readonly keeper: SessionKeeper;
  readonly history: HistoryStore;
  readonly questions: Questions;
  readonly comms: OpenComms;
  readonly assist: Assist | undefined;
  /** Names that load when a cell mentions them. */
  readonly lazyNames: readonly string[];
  /** Ports by channel, for `connect_request`; empty where there are none. */
  readonly ports: JsonObject;
  /** Names which cells of this session have declared. */
  readonly declared: Set<string>;
  /** Cells that were compiled before. */
  readonly compiled: CompiledCells;
  /** What the next reply carries in `payload`. */
  readonly payloads: JsonObject[];
  executionCount: number;
  checkPolicy: CheckPolicy;
  /** Whether the language server answers fast by now. */
  assistWarm: boolean;
  /** Whether a check that was waited for in vain is still not answered. */
  checkOverdue: boolean;
  /** Takes all checks where the client hears what comes after a cell's end; then no cell waits. */
  readonly lateChecks: LateChecks | undefined;
  /** Why the last session ended, until a cell has been told. */
  lost: string | undefined;
  /** Set while the session is replaced because the running cell asked for it. */
  restarting: Promise<void> | undefined;
  /** Ends the kernel. */
  shutdown(restart: boolean): void;
}
