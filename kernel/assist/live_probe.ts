/**
 * The JavaScript that lists an object's names in the session, for `Runtime.evaluate` with
 * `throwOnSideEffect` and `returnByValue`.
 *
 * @module
 */

import type { LiveTarget } from "./live_target.ts";

/** One name of a live object, as the probe answers it. */
export interface LiveProperty {
  readonly name: string;
  /** `function`, `class`, `property`, or `column` for an entry. */
  readonly kind: string;
  /** Such as `number`, `Array`, or the name of a class. */
  readonly detail?: string;
  /** 0 for the object's own names, 1 for those of its prototype, and so on. */
  readonly depth: number;
}

/** No more names than anybody reads. */
const MOST_NAMES = 500;

/**
 * Source of an expression whose value is the list of a live object's names. It reads property
 * descriptors only, so that no getter of the listed properties runs; evaluating the target itself
 * may run getters, which the engine stops when they change anything.
 *
 * @param target the object and what is asked of it
 * @returns JavaScript, the value of which is an array of {@linkcode LiveProperty}
 * @example
 * ```ts
 * import { liveProbe, liveTarget } from "./live.ts";
 * const target = liveTarget("Math.m", 6);
 * const source = target && liveProbe(target);
 * console.assert(source?.endsWith('(Math, "members")'));
 * ```
 */
export function liveProbe({ expression, wants }: Pick<LiveTarget, "expression" | "wants">): string {
  return `(${listNames})(${expression}, ${JSON.stringify(wants)})`
    .replaceAll("MOST_NAMES", String(MOST_NAMES));
}

/** Runs in the session from its source text: it may use no name of this file but `MOST_NAMES`. */
function listNames(value: unknown, wants: LiveTarget["wants"]): readonly LiveProperty[] {
  const found: LiveProperty[] = [];
  if (value === undefined || value === null) return found;
  const own = (object: unknown, key: string): unknown =>
    object === undefined || object === null
      ? undefined
      : Object.getOwnPropertyDescriptor(object, key)?.value;
  const classOf = (object: object): string | undefined => {
    const name = own(own(Object.getPrototypeOf(object), "constructor"), "name");
    return typeof name === "string" ? name : undefined;
  };
  const detailOf = (held: unknown): string | undefined =>
    typeof held === "object" && held !== null ? classOf(held) : typeof held;

  if (wants === "entries") {
    if (value instanceof Map) {
      for (const [key, held] of value) {
        if (typeof key !== "string" || found.length >= MOST_NAMES) continue;
        found.push({ name: key, kind: "column", detail: detailOf(held) ?? "object", depth: 0 });
      }
    }
    const fields = own(own(value, "schema"), "fields");
    if (Array.isArray(fields)) {
      for (const field of fields) {
        const name = own(field, "name");
        const type = own(field, "type");
        if (typeof name !== "string" || found.length >= MOST_NAMES) continue;
        found.push({ name, kind: "column", detail: detailOf(type) ?? "column", depth: 0 });
      }
    }
    return found;
  }

  const seen: Record<string, true> = Object.create(null);
  let object: object | null = Object(value);
  for (let depth = 0; object !== null && depth < 8; depth++) {
    const length = ArrayBuffer.isView(object) ? Infinity : Number(own(object, "length") ?? 0);
    const isHuge = length > 1000 && typeof object !== "function";
    const names: readonly string[] = isHuge ? [] : Object.getOwnPropertyNames(object);
    for (const name of names) {
      if (seen[name] || name === "constructor" || name.startsWith("__")) continue;
      if (/^[0-9]+$/.test(name) && wants === "members") continue;
      if (found.length >= MOST_NAMES) return found;
      seen[name] = true;
      const descriptor = Object.getOwnPropertyDescriptor(object, name);
      const held: unknown = descriptor?.value;
      const isClass = typeof held === "function" && own(held, "prototype") !== undefined &&
        /^[A-Z]/.test(name);
      const kind = isClass ? "class" : typeof held === "function" ? "function" : "property";
      const detail = descriptor?.get || kind !== "property" ? undefined : detailOf(held);
      found.push(detail === undefined ? { name, kind, depth } : { name, kind, detail, depth });
    }
    object = Object.getPrototypeOf(object);
    if (wants === "keys") break;
  }
  return found;
}
