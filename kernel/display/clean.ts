/**
 * The boundary between values and messages: whatever bundle goes in, what comes out is JSON, of a
 * bounded size, and well-formed Unicode.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";
import { toJson } from "./clean_json.ts";
import { inspectValue } from "./inspect.ts";
import { asRecord } from "./record.ts";

/** Sizes in characters, which for base64 and most text are bytes. */
export interface SizeLimits {
  /** Plain text longer than this is cut, with a notice; default 1 MB. */
  readonly soft?: number;
  /** Anything else longer than this is replaced by a notice; default 8 MB. */
  readonly hard?: number;
}

const SOFT = 1_000_000;
const HARD = 8_000_000;

/**
 * Makes a bundle fit for a message: text is well-formed, bytes are base64, JSON types are JSON.
 * Entries that are too large are cut (text) or left out, which `text/plain` then says.
 *
 * @param bundle any bundle, with any values
 * @param limits sizes at which entries are cut or left out
 * @returns a new bundle that JSON holds exactly
 * @example
 * ```ts
 * import { cleanBundle } from "./clean.ts";
 * const { data } = cleanBundle({ data: { "application/json": { big: 1n } }, metadata: {} });
 * console.assert(JSON.stringify(data) === '{"application/json":{"big":"1"}}');
 * ```
 */
export function cleanBundle(bundle: MimeBundle, limits: SizeLimits = {}): MimeBundle {
  const { soft = SOFT, hard = HARD } = limits;
  const data: Record<string, unknown> = {};
  const notices: string[] = [];
  for (const [type, value] of Object.entries(bundle.data)) {
    if (value === undefined) continue;
    const entry = cleanEntry(type, value);
    const size = typeof entry === "string" ? entry.length : JSON.stringify(entry).length;
    // Half of a page, with a tag or a script open, shows anything but its first half.
    if (type === "text/plain" && typeof entry === "string" && size > soft) {
      data[type] = cut(entry, soft);
    } else if (size > hard) {
      notices.push(`(${type} left out: ${megabytes(size)} is more than ${megabytes(hard)})`);
    } else data[type] = entry;
  }
  if (notices.length > 0) {
    data["text/plain"] = [data["text/plain"] ?? "", ...notices].join("\n").trim();
  }
  return { data, metadata: asRecord(toJson(bundle.metadata)) };
}

function cleanEntry(type: string, value: unknown): unknown {
  if (type === "application/json") return toJson(value);
  if (/^application\/.*\+json$/.test(type)) return toJson(value, { reader: "programs" });
  if (typeof value === "string") return value.toWellFormed();
  if (value instanceof Uint8Array) {
    return isPlain(type) || /\+(xml|json)$/.test(type)
      ? new TextDecoder().decode(value)
      : value.toBase64();
  }
  if (value instanceof ArrayBuffer) return cleanEntry(type, new Uint8Array(value));
  // nbformat takes values of JSON under application types only.
  if (type.endsWith("+json")) return JSON.stringify(toJson(value, { reader: "programs" }));
  // It allows text as a list of lines.
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) {
    return value.join("").toWellFormed();
  }
  return inspectValue(value).toWellFormed();
}

function isPlain(type: string): boolean {
  return type.startsWith("text/");
}

function cut(text: string, size: number): string {
  const notice = `\n… cut: ${megabytes(text.length)} is more than ${megabytes(size)}`;
  return text.slice(0, size).toWellFormed() + notice;
}

function megabytes(size: number): string {
  return `${(size / 1e6).toPrecision(2)} MB`;
}
