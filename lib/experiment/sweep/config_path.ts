/**
 * Places in the config of an experiment as people write them: `plan.train.optimizer.learningRate`.
 *
 * @module
 */

import { produce } from "immer";
import type { Json } from "../../core/json.ts";
import { quote, UnknownNameError } from "../../core/names.ts";

/** A place that can be written to. */
interface Holder {
  readonly of: Record<string, unknown>;
  readonly key: string;
}

/**
 * Writes a value into a config. Steps of the path are keys, labels of what stands in lists, or places
 * in them from 0. What has one meaning only needs no step: `config` of a thing with a name, `options`
 * of an optimizer, the only optimizer of a phase, `items` of a group.
 *
 * @param config plain data, which stays as it is
 * @param change steps with dots between them, and what is written there
 * @returns another config
 * @throws {UnknownNameError} when a step leads nowhere; the last one may be an option that was left out
 * @example
 * ```ts
 * import { writeAt } from "./config_path.ts";
 * const config = { nodes: [{ label: "Head", model: { name: "mlp", config: { hidden: 8 } } }] };
 * writeAt(config, { path: "nodes.Head.model.hidden", value: 16 });
 * ```
 */
export function writeAt<T extends object>(
  config: T,
  { path, value }: { readonly path: string; readonly value: Json },
): T {
  const steps = path.split(".");
  return produce(config, (draft) => {
    let at: unknown = draft;
    for (const [place, step] of steps.slice(0, -1).entries()) {
      const holder = holderOf(at, step);
      if (holder === undefined) {
        throw unknownStep(step, { at, path: steps.slice(0, place).join(".") });
      }
      at = holder.of[holder.key];
    }
    const last = steps.at(-1) ?? "";
    const holder = holderOf(at, last) ?? optionsOf(at, last);
    if (holder === undefined) {
      throw unknownStep(last, { at, path: steps.slice(0, -1).join(".") });
    }
    holder.of[holder.key] = value;
  });
}

function holderOf(value: unknown, key: string): Holder | undefined {
  if (Array.isArray(value)) return itemOf(value, key);
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, key)) return { of: value, key };
  const inner = innerOf(value);
  return inner === undefined ? undefined : holderOf(inner, key);
}

function itemOf(items: readonly unknown[], key: string): Holder | undefined {
  const of = items as unknown as Record<string, unknown>;
  const byLabel = items.findIndex((item) => labelsOf(item).includes(key));
  const found = byLabel >= 0 ? byLabel : onlyIndex(items, (item) => nameOf(item) === key);
  if (found >= 0) return { of, key: String(found) };
  if (/^\d+$/.test(key) && Number(key) < items.length) return { of, key };
  const [only, ...others] = items;
  return others.length === 0 ? holderOf(only, key) : undefined;
}

/** Callbacks have their label in their config, if they were given one. */
function labelsOf(item: unknown): readonly unknown[] {
  if (!isObject(item)) return [];
  const { label, port, config } = item;
  return [label, port, ...(isObject(config) ? [config["label"]] : [])];
}

function nameOf(item: unknown): unknown {
  return isObject(item) ? item["name"] : undefined;
}

function onlyIndex(items: readonly unknown[], isMeant: (item: unknown) => boolean): number {
  const first = items.findIndex(isMeant);
  return items.findLastIndex(isMeant) === first ? first : -1;
}

/** Options that were left out stand nowhere yet. */
function optionsOf(value: unknown, key: string): Holder | undefined {
  if (Array.isArray(value)) {
    const [only, ...others] = value;
    return others.length === 0 ? optionsOf(only, key) : undefined;
  }
  if (!isObject(value)) return undefined;
  const inner = innerOf(value);
  return inner === undefined || Array.isArray(inner) ? { of: value, key } : optionsOf(inner, key);
}

function innerOf(value: Readonly<Record<string, unknown>>): unknown {
  if (value["kind"] === "group") return value["items"];
  if ("kind" in value) return undefined;
  if ("name" in value) return value["config"] ?? value["options"];
  return value["optimizer"];
}

function unknownStep(
  step: string,
  { at, path }: { readonly at: unknown; readonly path: string },
): UnknownNameError {
  const known = Array.isArray(at)
    ? at.flatMap((item) => [...labelsOf(item), nameOf(item)])
      .filter((name) => typeof name === "string")
    : isObject(at)
    ? Object.keys(innerOf(at) ?? at)
    : [];
  const of = path === "" ? "the experiment" : quote(path);
  return new UnknownNameError(`part of ${of}`, step, { known });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
