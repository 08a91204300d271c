/**
 * The words of the Jupyter widget messaging protocol 2.1.
 *
 * Source: ipywidgets, packages/schema/messages.md; `echo_update` and the control comm are those of
 * ipywidgets 8.
 *
 * @module
 */

import { type BufferPath, joinBuffers, splitBuffers } from "./buffers.ts";
import type { CommMessage, CommOptions } from "./comms.ts";

/** Comm target of a widget's model. */
export const WIDGET_TARGET = "jupyter.widget";

/** Comm target on which a frontend asks for all models at once. */
export const CONTROL_TARGET = "jupyter.widget.control";

/** Version of the protocol, told when a comm opens. */
export const PROTOCOL_VERSION = "2.1.0";

/** MIME type of a view of a model. */
export const VIEW_TYPE = "application/vnd.jupyter.widget-view+json";

/** A state, or the part of it that changed. */
export type State = Readonly<Record<string, unknown>>;

/** What a frontend says to a model. */
export type ModelMessage =
  | { readonly method: "update"; readonly state: State }
  | { readonly method: "request_state" }
  | {
    readonly method: "custom";
    readonly content: unknown;
    readonly buffers: readonly Uint8Array[];
  };

/** Data of a message and its buffers. */
export interface Outgoing extends CommOptions {
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Writes a state message.
 *
 * @param method `update`, or `echo_update` for what the frontend itself has set
 * @param state the properties that it tells
 * @returns data and buffers for the model's comm
 * @example
 * ```ts
 * import { stateMessage } from "./messages.ts";
 * console.assert(stateMessage("update", { a: 1 }).data.method === "update");
 * ```
 */
export function stateMessage(method: "update" | "echo_update", state: State): Outgoing {
  const { paths, buffers, ...rest } = splitBuffers(state);
  return { data: { method, state: rest.state, buffer_paths: paths }, buffers };
}

/**
 * Reads what a frontend says to a model.
 *
 * @param message as it came
 * @returns the message; undefined for methods that this protocol does not know
 * @throws {RangeError} if its buffers and their paths do not fit
 * @example
 * ```ts
 * import { readModelMessage } from "./messages.ts";
 * const message = { data: { method: "request_state" }, metadata: {}, buffers: [] };
 * console.assert(readModelMessage(message)?.method === "request_state");
 * ```
 */
export function readModelMessage({ data, buffers }: CommMessage): ModelMessage | undefined {
  switch (data["method"]) {
    case "update":
      return { method: "update", state: readState(data, buffers) };
    case "request_state":
      return { method: "request_state" };
    case "custom":
      return { method: "custom", content: data["content"], buffers };
    default:
      return undefined;
  }
}

function readState(data: State, buffers: readonly Uint8Array[]): State {
  const { state, buffer_paths: paths } = data;
  if (typeof state !== "object" || state === null) return {};
  return joinBuffers({
    state: state as State,
    paths: Array.isArray(paths) ? paths.filter(isPath) : [],
    buffers,
  });
}

function isPath(path: unknown): path is BufferPath {
  return Array.isArray(path) &&
    path.every((step) => typeof step === "string" || typeof step === "number");
}
