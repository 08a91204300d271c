/** A kernel without a session process, for tests of the functions that share its state. */
import type { Assist } from "../../../kernel/assist/assist.ts";
import type { SessionKeeper } from "../../../kernel/evaluate/keeper.ts";
import type { SessionOptions } from "../../../kernel/evaluate/process.ts";
import type { CellEnd } from "../../../kernel/evaluate/session.ts";
import { HistoryStore } from "../../../kernel/record/history.ts";
import { Audience } from "../../../kernel/requests/audience.ts";
import { CellBook, type CellEntry } from "../../../kernel/requests/cells.ts";
import { CompiledCells } from "../../../kernel/requests/compiled_cells.ts";
import type { KernelState } from "../../../kernel/requests/kernel_state.ts";
import type { LateChecks } from "../../../kernel/requests/late_checks.ts";
import { OpenComms } from "../../../kernel/requests/open_comms.ts";
import { Outputs } from "../../../kernel/requests/outputs.ts";
import { Publisher } from "../../../kernel/requests/publisher.ts";
import { Questions } from "../../../kernel/requests/questions.ts";
import type { JsonObject } from "../../../kernel/wire/message.ts";
import { RecordingTransport } from "../../support/recording_transport.ts";
import { entryOf } from "./entry.ts";

/** What a session is told to run. */
export interface Run {
  readonly code: string;
  readonly folder: string | undefined;
  readonly source: string;
}

/** How the pretended parts answer. */
export interface StateSettings {
  /** How a cell ends; default well. */
  readonly end?: (run: Run) => CellEnd;
  /** Whether a session starts with these options; default it does. */
  readonly restart?: (options: SessionOptions) => Promise<void>;
  readonly assist?: Partial<Assist>;
  readonly lateChecks?: LateChecks;
}

/** The state, and what came of it. */
export class StateRig implements Disposable {
  readonly transport: RecordingTransport = new RecordingTransport();
  readonly runs: Run[] = [];
  readonly restarts: SessionOptions[] = [];
  /** Calls of the session's own functions. */
  readonly calls: (readonly unknown[])[] = [];
  /** The cell that runs. */
  readonly cell: CellEntry = entryOf("cell", { source: "%test" });
  readonly state: KernelState;
  readonly #settings: StateSettings;
  #options: SessionOptions = { folder: "/notebooks" };

  constructor(settings: StateSettings = {}) {
    this.#settings = settings;
    const publisher = new Publisher(this.transport, { session: "kernel", username: "kernel" });
    const cells = new CellBook();
    const keeper = this.#keeper();
    this.state = {
      author: { session: "kernel", username: "kernel" },
      publisher,
      outputs: new Outputs(publisher, cells, () => {}),
      audience: new Audience(),
      cells,
      keeper,
      history: new HistoryStore(":memory:", new Date(0)),
      questions: new Questions(publisher, keeper),
      comms: new OpenComms(),
      compiled: new CompiledCells(),
      // The parts that tests leave out are not called.
      assist: settings.assist as Assist | undefined,
      lazyNames: [],
      ports: {},
      declared: new Set(),
      payloads: [],
      executionCount: 1,
      checkPolicy: "warn",
      assistWarm: true,
      checkOverdue: false,
      lateChecks: settings.lateChecks,
      lost: undefined,
      restarting: undefined,
      shutdown: () => {},
    };
    cells.add(this.cell);
    cells.run(this.cell);
  }

  /** The pretended session. */
  // deno-lint-ignore no-explicit-any -- a session has private fields, which nothing can pretend
  readonly session: any = {
    run: (compiled: { readonly code: string }, { folder, source }: Run) => {
      const run = { code: compiled.code, folder, source };
      this.runs.push(run);
      return Promise.resolve(this.#settings.end?.(run) ?? { status: "ok" });
    },
    host: {
      declare: (...args: readonly unknown[]) => Promise.resolve(void this.calls.push(args)),
      look: () => Promise.resolve(undefined),
    },
  };

  /** Contents of the messages of a type that were published. */
  published(type: string): readonly JsonObject[] {
    this.state.outputs.flush();
    return this.transport.published.flatMap(({ message: { header, content } }) =>
      header.msg_type === type ? [content] : []
    );
  }

  /** What was printed. */
  text(name: "stdout" | "stderr" = "stdout"): string {
    return this.published("stream").flatMap((content) => content.name === name ? content.text : [])
      .join("");
  }

  [Symbol.dispose](): void {
    this.state.outputs.flush();
    this.state.history[Symbol.dispose]();
  }

  #keeper(): SessionKeeper {
    const options = (): SessionOptions => this.#options;
    const keeper = {
      up: this.session,
      get options(): SessionOptions {
        return options();
      },
      current: () => Promise.resolve(this.session),
      restart: async (wanted: SessionOptions) => {
        this.restarts.push(wanted);
        await this.#settings.restart?.(wanted);
        this.#options = wanted;
      },
    };
    return keeper as Partial<SessionKeeper> as SessionKeeper;
  }
}
