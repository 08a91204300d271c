/**
 * The session's host object, and the session's values, as the kernel reaches them.
 *
 * @module
 */

import { HOST } from "./events.ts";
import {
  CallTooLong,
  type EvaluateResult,
  type Inspector,
  type RemoteObject,
} from "./inspector.ts";
import { SessionStartError } from "./process.ts";
import type { QuietConnections } from "./quiet_connections.ts";
import { within } from "./within.ts";

/** The host object in the text of a script. */
export const HOST_TEXT: string = `globalThis[Symbol.for(${JSON.stringify(HOST)})]`;

/**
 * What a look without side effects may take. In a session that has loaded tfjs and trained, the names
 * of `Math` took 65 to 310 ms on a busy machine.
 */
const LOOK_MS = 1000;
/** A session that does not answer by then sits in native code. */
const ANSWER_MS = 1200;
/** Scripts and arguments of more characters travel on a connection of their own. */
const SHORT = 16 * 1024;
/** Characters of a piece of arguments: the inspector's server takes at most 64 MB at once. */
const PIECE = 4 * 1024 * 1024;

/** Calls what the session offers. */
export class RemoteHost {
  readonly #inspector: Inspector;
  readonly #objectId: string;
  readonly #quiet: QuietConnections;
  #groups = 0;
  #gathers = 0;
  /** Resolves when the long arguments of earlier calls are in the session. */
  #handing: Promise<void> | undefined;

  constructor(
    inspector: Inspector,
    told: { readonly objectId: string; readonly quiet: QuietConnections },
  ) {
    this.#inspector = inspector;
    this.#objectId = told.objectId;
    this.#quiet = told.quiet;
  }

  /**
   * Finds the host object of a session that has loaded.
   *
   * @param inspector the connection
   * @param quiet the connections for what is long
   * @returns the host
   * @throws SessionStartError if there is none
   */
  static async find(inspector: Inspector, quiet: QuietConnections): Promise<RemoteHost> {
    const params = { expression: HOST_TEXT };
    const { result } = await inspector.call<EvaluateResult>("Runtime.evaluate", params);
    const { objectId } = result;
    if (objectId) return new RemoteHost(inspector, { objectId, quiet });
    throw new SessionStartError("Cannot start a session: it did not install its host object");
  }

  /**
   * Evaluates the script of a cell.
   *
   * @param script what to evaluate
   * @param read reads on, with the host that knows the objects of the answer; they are kept until it
   *   has read them
   * @returns what `read` returns
   * @throws CallTooLong if the script is too long, InspectorClosed if the session has ended
   */
  run<T>(
    script: string,
    read: (answer: Promise<EvaluateResult>, host: RemoteHost) => Promise<T>,
  ): Promise<T> {
    return this.#carry(script, async (host) => {
      const objectGroup = host.#nextGroup();
      const answer = host.#evaluate(script, objectGroup);
      try {
        return await read(answer, host);
      } finally {
        // A cell that was given up may answer late.
        answer.then(({ exceptionDetails }) => exceptionDetails && host.#release(objectGroup))
          .catch(() => {}); // it was refused, which `read` has heard
      }
    });
  }

  /** Does what sends this text on the connection that it shall travel on. */
  #carry<T>(text: string, work: (host: RemoteHost) => Promise<T>): Promise<T> {
    return text.length <= SHORT ? work(this) : this.#quiet.use(work);
  }

  /** Never resolves for a cell that can never end, nor if the session ends before. */
  async #evaluate(expression: string, objectGroup: string): Promise<EvaluateResult> {
    try {
      const params = { expression, replMode: true, awaitPromise: true, objectGroup };
      return await this.#inspector.call<EvaluateResult>("Runtime.evaluate", params);
    } catch (error) {
      if (error instanceof CallTooLong) throw error;
      // "Promise was collected": the cell waits for something that nothing can bring about.
      return await new Promise(() => {});
    }
  }

  /**
   * Calls a function of the session's host object.
   *
   * @param name one of the functions that `kernel/session.ts` lists
   * @param args JSON values
   * @returns the result, by value
   * @throws InspectorClosed if the session has ended, Error with the session's message otherwise
   */
  async call<T>(name: string, ...args: readonly unknown[]): Promise<T> {
    const code = await this.#prepare(name, args);
    const params = {
      expression: `${HOST_TEXT}.hold(${code})`,
      awaitPromise: true,
      returnByValue: true,
    };
    const answer = await this.#ask("Runtime.evaluate", params);
    if (answer.exceptionDetails) throw new Error(describeFailure(answer));
    return answer.result.value as T;
  }

  /**
   * The JavaScript of a call. Long arguments are handed over before it, in calls that are over at once:
   * what stands in the text of a call that ends later stays in memory, and a session of 400 MB was full
   * after 65 messages of 5 MB. Calls keep their order.
   */
  async #prepare(name: string, args: readonly unknown[]): Promise<string> {
    const [called, text] = [JSON.stringify(name), JSON.stringify(args)];
    const before = this.#handing;
    if (text.length <= SHORT) {
      if (before) await before;
      return `${HOST_TEXT}.call(${called}, ${text})`;
    }
    const id = this.#gathers++;
    const handed = this.#hand(text, { id, before });
    // Who comes next waits for this one, whether it succeeds or not.
    const done: Promise<void> = handed.catch(() => {}).then(() => {
      if (this.#handing === done) this.#handing = undefined;
    });
    this.#handing = done;
    await handed;
    return `${HOST_TEXT}.callGathered(${called}, ${id})`;
  }

  async #hand(
    text: string,
    { id, before }: { readonly id: number; readonly before: Promise<void> | undefined },
  ): Promise<void> {
    await before;
    await this.#quiet.use(async (host) => {
      // One after the other: an answer to the first must not meet half of the second.
      for (const piece of pieces(text)) {
        await host.tell("gather", [{ value: id }, { value: piece }]);
      }
    });
  }

  /**
   * Evaluates an expression that may not change anything, even while a cell runs.
   *
   * @param expression JavaScript
   * @returns its value, or undefined if it has side effects, throws or takes over 1 s
   */
  async peek(expression: string): Promise<unknown> {
    const options = { throwOnSideEffect: true, timeout: LOOK_MS, silent: true };
    const params = { expression, returnByValue: true, ...options };
    const answer = this.#carry(
      expression,
      (host) => host.#ask("Runtime.evaluate", params),
    );
    const settled = await within(ANSWER_MS, answer.catch(() => undefined));
    return settled?.exceptionDetails ? undefined : settled?.result.value;
  }

  /**
   * Hands the value of an expression to a function of the host object, even while a cell runs.
   *
   * @param expression JavaScript that may not change anything
   * @param name one of the functions that `kernel/session.ts` lists, its first parameter the value
   * @param args the other arguments, JSON values
   * @returns its result, or undefined if the expression has side effects, throws, or either of both
   *   takes over 1 s
   */
  async look<T>(
    expression: string,
    name: string,
    args: readonly unknown[] = [],
  ): Promise<T | undefined> {
    const looked = this.#carry(expression, (host) => host.#look(expression, name, args));
    return await within(ANSWER_MS, looked.catch(() => undefined)) as T | undefined;
  }

  async #look(expression: string, name: string, args: readonly unknown[]): Promise<unknown> {
    const objectGroup = this.#nextGroup(); // keeps the value until it is released
    const options = { throwOnSideEffect: true, timeout: LOOK_MS, silent: true, objectGroup };
    const params = { expression, ...options };
    try {
      const found = await this.#inspector.call<EvaluateResult>("Runtime.evaluate", params);
      if (found.exceptionDetails) return undefined;
      return await this.tell("look", [{ value: name }, asArgument(found.result), { value: args }]);
    } finally {
      this.#release(objectGroup);
    }
  }

  /**
   * Declares a variable as a cell would.
   *
   * @param variable its name
   * @param name the function of the host object that gives its value
   * @param args JSON values
   * @throws Error if it cannot be declared
   */
  async declare(variable: string, name: string, args: readonly unknown[]): Promise<void> {
    const code = await this.#prepare(name, args);
    // An evaluation that waits for nothing may lose its answer while the session collects garbage.
    const expression = `let ${variable} = await ${HOST_TEXT}.hold(${code}); void 0`;
    const params = { expression, replMode: true, awaitPromise: true };
    const answer = await this.#ask("Runtime.evaluate", params);
    if (answer.exceptionDetails) throw new Error(describeFailure(answer));
  }

  /** Names that cells have declared at top level, in order of declaration. */
  async names(): Promise<readonly string[]> {
    const method = "Runtime.globalLexicalScopeNames";
    const { names } = await this.#inspector.call<{ names: string[] }>(method);
    return [...new Set(names)];
  }

  /**
   * Calls a method of the host object and waits for the promise it returns.
   *
   * @param name the method
   * @param args call arguments of the inspector's protocol
   * @returns its value
   */
  ask(name: string, args: readonly unknown[]): Promise<unknown> {
    return this.#invoke(`return this.hold(this.${name}(...args))`, args, { awaitPromise: true });
  }

  /** Calls a method of the host object that is over at once, even inside a loop that is not. */
  tell(name: string, args: readonly unknown[]): Promise<unknown> {
    return this.#invoke(`return this.${name}(...args)`, args, {});
  }

  async #invoke(body: string, args: readonly unknown[], options: object): Promise<unknown> {
    const answer = await this.#ask("Runtime.callFunctionOn", {
      functionDeclaration: `function (...args) { ${body}; }`,
      objectId: this.#objectId,
      arguments: args,
      returnByValue: true,
      ...options,
    });
    if (answer.exceptionDetails) throw new Error(describeFailure(answer));
    return answer.result.value;
  }

  /**
   * Calls a method of the inspector whose answer counts by value. It keeps what was thrown, with all
   * that hangs on it, until it is told that nobody looks at it any more.
   */
  async #ask(method: string, params: Readonly<Record<string, unknown>>): Promise<EvaluateResult> {
    const objectGroup = this.#nextGroup();
    const answer = await this.#inspector.call<EvaluateResult>(method, { ...params, objectGroup });
    if (answer.exceptionDetails) this.#release(objectGroup);
    return answer;
  }

  #nextGroup(): string {
    return `group-${this.#groups++}`;
  }

  #release(objectGroup: string): void {
    this.#inspector.call("Runtime.releaseObjectGroup", { objectGroup }).catch(() => {});
  }
}

/**
 * A value of the session as an argument of a call.
 *
 * @param object as the inspector described it; undefined gives no value
 * @returns a call argument of the inspector's protocol
 */
export function asArgument(object: RemoteObject | undefined): unknown {
  if (object?.objectId) return { objectId: object.objectId };
  if (object?.unserializableValue) return { unserializableValue: object.unserializableValue };
  return object?.value === undefined ? {} : { value: object.value };
}

/** A text in pieces, none of which ends between the two halves of a character. */
function pieces(text: string): readonly string[] {
  const found: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = Math.min(start + PIECE, text.length);
    const halved = end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1));
    found.push(text.slice(start, halved ? end - 1 : end));
    start = halved ? end - 1 : end;
  }
  return found;
}

function describeFailure(answer: EvaluateResult): string {
  const text = answer.exceptionDetails?.exception?.description;
  return text?.split("\n")[0] ?? answer.exceptionDetails?.text ?? "unknown failure";
}
