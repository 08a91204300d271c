/**
 * A widget's model: a state that session and frontend share, kept the same on both sides.
 *
 * @module
 */

import type { CommMessage, WidgetComm, WidgetComms } from "./comms.ts";
import { answerControl } from "./control.ts";
import {
  PROTOCOL_VERSION,
  readModelMessage,
  type State,
  stateMessage,
  VIEW_TYPE,
  WIDGET_TARGET,
} from "./messages.ts";

/** What a model is made of. */
export interface ModelInit<S extends object> {
  /** Shared with the view: JSON values, and typed arrays anywhere in it. */
  readonly state: S;
  /** Text of the browser module, whose default export has `render({ model, el })`, for anywidget. */
  readonly esm: string;
  /** Style sheet of the view. */
  readonly css?: string;
  /** Names the kind of widget, so that the frontend loads its module once. */
  readonly name: string;
  /** Default: a fresh one. */
  readonly id?: string;
}

type Listener = () => unknown;
type CustomListener = (content: unknown, buffers: readonly Uint8Array[]) => unknown;

/** Any version will do: the interface between view and model has been the same since 0.9. */
const ANYWIDGET_VERSION = "*";

/** The state of a widget, and its comm once it is shown. */
export class WidgetModel<S extends object> {
  /** Names model and comm. */
  readonly id: string;
  readonly #init: ModelInit<S>;
  readonly #listeners = new Map<keyof S, Set<Listener>>();
  readonly #custom = new Set<CustomListener>();
  #state: S;
  #comm: WidgetComm | undefined;
  /** Takes the model out of what the control comm tells. */
  #forget: () => void = () => {};

  /** @param init state, browser module and name */
  constructor(init: ModelInit<S>) {
    this.#init = init;
    this.#state = { ...init.state };
    this.id = init.id ?? crypto.randomUUID();
  }

  /** Whether a frontend knows the model. */
  get isOpen(): boolean {
    return this.#comm !== undefined;
  }

  /** The state as it is now. */
  get state(): Readonly<S> {
    return this.#state;
  }

  /**
   * Tells the frontend of the model; a second call does nothing.
   *
   * @param comms where to open the model's comm
   * @returns the data of a view of it, under its MIME type
   */
  open(comms: WidgetComms): Readonly<Record<string, unknown>> {
    this.#comm ??= this.#announce(comms);
    return { [VIEW_TYPE]: { model_id: this.id, version_major: 2, version_minor: 0 } };
  }

  /**
   * Changes properties here and in the frontend. A property that is given the value it has already
   * changes nothing; a changed list or typed array must be a new one.
   *
   * @param changes the properties to change
   */
  set(changes: Partial<S>): void {
    const changed = this.#apply(changes);
    if (Object.keys(changed).length > 0) this.#tell("update", changed);
  }

  /**
   * Hears of changes of a property, whichever side made them.
   *
   * @param name the property
   * @param listener called after each change
   * @returns a function that stops it
   */
  onChange(name: keyof S, listener: Listener): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Sends something to the views that is no state; nothing happens while the model is not open. */
  send(content: unknown, buffers: readonly Uint8Array[] = []): void {
    this.#comm?.send({ method: "custom", content }, { buffers });
  }

  /** Hears what views send with `model.send(content)`; returns a function that stops it. */
  onCustom(listener: CustomListener): () => void {
    this.#custom.add(listener);
    return () => this.#custom.delete(listener);
  }

  /** Takes the model and its views out of the frontend. */
  close(): void {
    this.#comm?.close();
    this.#closed();
  }

  /** All that a frontend must know: the state, and where the classes of model and view are. */
  get full(): State {
    const { esm, css, name } = this.#init;
    return {
      _model_module: "anywidget",
      _model_module_version: ANYWIDGET_VERSION,
      _model_name: "AnyModel",
      _view_module: "anywidget",
      _view_module_version: ANYWIDGET_VERSION,
      _view_name: "AnyView",
      _view_count: null,
      _dom_classes: [],
      _anywidget_id: name,
      _esm: esm,
      ...(css === undefined ? {} : { _css: css }),
      ...this.#state,
    };
  }

  #announce(comms: WidgetComms): WidgetComm {
    const { data: { state, buffer_paths }, buffers = [] } = stateMessage("update", this.full);
    const comm = comms.open(WIDGET_TARGET, {
      id: this.id,
      data: { state, buffer_paths },
      metadata: { version: PROTOCOL_VERSION },
      buffers,
    });
    this.#forget = answerControl(comms, this);
    comm.onMessage((message) => this.#receive(message));
    comm.onClose(() => this.#closed());
    return comm;
  }

  #closed(): void {
    this.#comm = undefined;
    this.#forget();
  }

  async #receive(incoming: CommMessage): Promise<void> {
    const message = readModelMessage(incoming);
    if (message?.method === "request_state") return this.#tell("update", this.full);
    if (message?.method === "custom") {
      for (const listener of [...this.#custom]) await listener(message.content, message.buffers);
    }
    if (message?.method !== "update") return;
    const known = Object.entries(message.state).filter(([name]) => name in this.#state);
    const changes = Object.fromEntries(known) as Partial<S>;
    // Before the listeners, which may change it again: frontends count echoes to know what is newest.
    this.#tell("echo_update", changes as State);
    this.#apply(changes);
  }

  #apply(changes: Partial<S>): State {
    const names = (Object.keys(changes) as (keyof S & string)[])
      .filter((name) => !Object.is(changes[name], this.#state[name]));
    const changed = Object.fromEntries(names.map((name) => [name, changes[name]]));
    this.#state = { ...this.#state, ...changed };
    for (const name of names) {
      for (const listener of [...this.#listeners.get(name) ?? []]) listener();
    }
    return changed;
  }

  #tell(method: "update" | "echo_update", state: State): void {
    const { data, buffers = [] } = stateMessage(method, state);
    this.#comm?.send(data, { buffers });
  }
}
