/**
 * The control comm: a frontend that was reloaded asks for every model at once.
 *
 * @module
 */

import { type BufferPath, splitBuffers } from "./buffers.ts";
import type { WidgetComm, WidgetComms } from "./comms.ts";
import { CONTROL_TARGET, type State } from "./messages.ts";

/** What the control comm tells of a model. */
export interface ControlledModel {
  readonly id: string;
  readonly full: State;
}

/** The models that are open, for each kernel. */
const MODELS = new WeakMap<WidgetComms, Map<string, ControlledModel>>();

/**
 * Lets a model be told when a frontend asks for all models.
 *
 * @param comms the kernel's comms, which ask
 * @param model a model that is open
 * @returns a function that takes it out again
 * @example
 * ```ts
 * import type { WidgetComms } from "./comms.ts";
 * import { answerControl } from "./control.ts";
 * const register = (comms: WidgetComms) => answerControl(comms, { id: "1", full: {} });
 * ```
 */
export function answerControl(comms: WidgetComms, model: ControlledModel): () => void {
  const models = MODELS.get(comms) ?? listen(comms);
  models.set(model.id, model);
  return () => models.delete(model.id);
}

function listen(comms: WidgetComms): Map<string, ControlledModel> {
  const models = new Map<string, ControlledModel>();
  MODELS.set(comms, models);
  comms.registerTarget(CONTROL_TARGET, (comm) => {
    comm.onMessage(({ data }) => {
      if (data["method"] === "request_states") tellAll(comm, [...models.values()]);
    });
  });
  return models;
}

function tellAll(comm: WidgetComm, models: readonly ControlledModel[]): void {
  const states: Record<string, unknown> = {};
  const buffer_paths: BufferPath[] = [];
  const buffers: Uint8Array[] = [];
  for (const { id, full } of models) {
    const split = splitBuffers(full);
    states[id] = {
      model_name: full["_model_name"],
      model_module: full["_model_module"],
      model_module_version: full["_model_module_version"],
      state: split.state,
    };
    buffer_paths.push(...split.paths.map((path) => [id, "state", ...path]));
    buffers.push(...split.buffers);
  }
  comm.send({ method: "update_states", states, buffer_paths }, { buffers });
}
