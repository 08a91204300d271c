/**
 * THE WALK for a cell: compile → check → run → user expressions → what to reply.
 *
 * @module
 */

import type { CompiledCell } from "../compile/cell.ts";
import type { SessionEnd } from "../evaluate/ending.ts";
import type { CellEnd, Session } from "../evaluate/session.ts";
import type { Json, JsonObject } from "../wire/message.ts";
import { asJson } from "./publisher.ts";
import type { Received } from "../wire/transport.ts";
import type { CellEntry } from "./cells.ts";
import type { KernelState } from "./kernel_state.ts";
import { compileForKernel } from "./compile_cell.ts";
import { finishRestart } from "./fresh_session.ts";
import { rescueCaptured } from "./keep_captured.ts";
import { type ErrorContent, writeError } from "./traceback.ts";
import { startCheck } from "./type_check.ts";

/** An `execute_request`, its defaults filled in. */
export interface ExecuteRequest {
  readonly code: string;
  readonly silent: boolean;
  readonly storeHistory: boolean;
  readonly userExpressions: Readonly<Record<string, string>>;
  readonly allowInput: boolean;
  readonly stopOnError: boolean;
}

/** What takes part in an execution, and who has to know of a failure. */
export interface ExecuteContext {
  readonly kernel: KernelState;
  /** Awaited when a cell has failed that aborts those behind it, before anybody is told. */
  readonly failed: () => Promise<void>;
}

/** Words without which a cell leaves no other name behind: only its values are among what it declares. */
const MAY_LEAVE_NAMES = /\b(?:interface|type|declare|namespace|import|globalThis)\b/;

/** What becomes of a cell. */
type Outcome = { readonly status: "ok" } | ({ readonly status: "error" } & ErrorContent);

/**
 * Reads the content of an `execute_request`.
 *
 * @param content as it arrived
 * @returns the request with the protocol's defaults
 */
export function readExecuteRequest(content: JsonObject): ExecuteRequest {
  const silent = content.silent === true;
  return {
    code: typeof content.code === "string" ? content.code : "",
    silent,
    storeHistory: !silent && content.store_history !== false,
    userExpressions: readExpressions(content.user_expressions),
    allowInput: content.allow_stdin === true,
    stopOnError: content.stop_on_error !== false,
  };
}

function readExpressions(value: Json | undefined): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, code]) => [name, String(code)]));
}

/**
 * Executes one cell and publishes all it puts out.
 *
 * @param received the request, to be answered
 * @param context the parts that take part, and who hears of a failure
 * @returns content of the `execute_reply`
 */
export async function execute(
  received: Received,
  { kernel, failed }: ExecuteContext,
): Promise<JsonObject> {
  const request = readExecuteRequest(received.message.content);
  const entry = enter(received, request, kernel);
  using _running = kernel.cells.run(entry);
  if (!kernel.audience.arrived) await kernel.audience.wait();
  if (!request.silent) announceInput(entry, kernel);
  const outcome = await runCell(entry, request, kernel).catch(outcomeOfFault);
  if (outcome.status === "error") {
    await rescueCaptured(kernel, entry);
    if (request.stopOnError && !request.silent) await failed();
    showError(entry, outcome, kernel);
  }
  const expressions = outcome.status === "ok"
    ? await evaluateExpressions(entry, request, kernel)
    : {};
  kernel.outputs.flush();
  return {
    ...asJson<JsonObject>(outcome),
    execution_count: entry.count,
    user_expressions: expressions,
    payload: kernel.payloads.splice(0),
  };
}

function enter(received: Received, request: ExecuteRequest, kernel: KernelState): CellEntry {
  if (request.storeHistory) kernel.executionCount++;
  const entry: CellEntry = {
    id: received.message.header.msg_id.replace(/[^\w-]/g, "-"),
    count: kernel.executionCount,
    source: request.code,
    request: received,
    allowInput: request.allowInput,
    silent: request.silent,
    compiled: undefined,
    printed: 0,
  };
  kernel.cells.add(entry);
  if (request.storeHistory) kernel.history.add(entry.count, request.code);
  return entry;
}

function announceInput(entry: CellEntry, kernel: KernelState): void {
  const content = { code: entry.source, execution_count: entry.count };
  kernel.publisher.publish(entry.request.message.header, { msg_type: "execute_input", content });
  kernel.publisher.handOver();
}

/**
 * Runs a cell up to its end; whatever the cell does is an outcome. Where nothing has to be waited for,
 * the session has the cell as soon as this is called.
 */
async function runCell(
  entry: CellEntry,
  request: ExecuteRequest,
  kernel: KernelState,
): Promise<Outcome> {
  const compiled = compileForKernel(entry, kernel);
  if (compiled instanceof Promise) return { status: "error", ...await compiled };
  entry.compiled = compiled;
  const check = startCheck(entry, kernel);
  const asked = check.before();
  const refused = asked && await asked;
  if (refused) return { status: "error", ...refused };
  const session = kernel.keeper.up ?? await startedSession(kernel);
  if ("ename" in session) return { status: "error", ...session };
  sayWhatWasLost(entry, kernel);
  if (entry.interrupted) return readEnd({ status: "interrupted" }, kernel);
  const end = await session.run(compiled, {
    id: entry.id,
    count: entry.count,
    source: entry.source,
    showResult: !request.silent,
    remember: request.storeHistory,
    allowInput: request.allowInput,
  });
  await check.after();
  if (end.status === "ended") return await readLoss(end.end, entry, kernel);
  learn(entry, compiled, kernel);
  return readEnd(end, kernel);
}

async function startedSession(kernel: KernelState): Promise<Session | ErrorContent> {
  try {
    return await kernel.keeper.current();
  } catch (error) {
    const evalue = error instanceof Error ? error.message : String(error);
    return { ename: "SessionStartError", evalue, traceback: [`SessionStartError: ${evalue}`] };
  }
}

function sayWhatWasLost(entry: CellEntry, kernel: KernelState): void {
  const lost = kernel.lost;
  kernel.lost = undefined;
  if (lost === undefined) return;
  const text = `Note: this is a fresh session, earlier variables are gone. ${lost}.\n`;
  kernel.outputs.print(entry, text, "stderr");
}

function learn(entry: CellEntry, compiled: CompiledCell, kernel: KernelState): void {
  for (const name of compiled.declares) kernel.declared.add(name);
  // A cell that declares nothing tells the language server nothing that later cells could use.
  if (compiled.declares.length > 0 || MAY_LEAVE_NAMES.test(entry.source)) {
    kernel.assist?.ran(entry.id, entry.source);
  }
}

/** A session that ended because the cell wanted a fresh one is no error. */
async function readLoss(
  end: SessionEnd,
  entry: CellEntry,
  kernel: KernelState,
): Promise<Outcome> {
  try {
    if (!await finishRestart(kernel)) return failed(end.name, end.message);
    await rescueCaptured(kernel, entry);
    return { status: "ok" };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return failed(name, message);
  }
}

function readEnd(end: CellEnd, kernel: KernelState): Outcome {
  switch (end.status) {
    case "ok":
      return { status: "ok" };
    case "error":
      return { status: "error", ...writeError(end.error, kernel.cells) };
    case "interrupted":
      return failed("Interrupted", "The cell was interrupted; variables are kept");
    case "ended":
      return failed(end.end.name, end.end.message);
  }
}

/** A fault of the kernel, or of a session that cells have damaged: users are to hear of it, too. */
function outcomeOfFault(error: unknown): Outcome {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return failed(name, `${message}. If the next cell fails as well, restart the kernel`);
}

function failed(ename: string, evalue: string): Outcome {
  return { status: "error", ename, evalue, traceback: [`\x1b[31m${ename}\x1b[0m: ${evalue}`] };
}

function showError(entry: CellEntry, outcome: Outcome, kernel: KernelState): void {
  if (entry.silent) return;
  const { status: _, ...content } = outcome;
  kernel.outputs.publish(entry, "error", asJson<JsonObject>(content));
}

async function evaluateExpressions(
  entry: CellEntry,
  request: ExecuteRequest,
  kernel: KernelState,
): Promise<JsonObject> {
  const results: Record<string, JsonObject> = {};
  for (const [name, code] of Object.entries(request.userExpressions)) {
    results[name] = await evaluateExpression(entry, code, kernel);
  }
  return results;
}

async function evaluateExpression(
  entry: CellEntry,
  code: string,
  kernel: KernelState,
): Promise<JsonObject> {
  const id = crypto.randomUUID();
  const inner: CellEntry = { ...entry, id, source: code, compiled: undefined };
  const compiled = compileForKernel(inner, kernel);
  if (compiled instanceof Promise) {
    return asJson<JsonObject>({ status: "error", ...await compiled });
  }
  kernel.cells.add({ ...inner, compiled });
  const session = await kernel.keeper.current();
  const announcement = { id, count: entry.count, source: code, showResult: false, remember: false };
  const end = await session.run(compiled, { ...announcement, allowInput: false, keep: true });
  if (end.status !== "ok") return asJson<JsonObject>(readEnd(end, kernel));
  // A display that was stopped does not answer.
  const bundle = await session.orTerminated(session.host.call<JsonObject>("bundleOf", id));
  if (!bundle) return asJson<JsonObject>(readEnd({ status: "interrupted" }, kernel));
  return asJson<JsonObject>({ status: "ok", ...bundle });
}
