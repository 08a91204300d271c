/**
 * Notebook file → {@linkcode Notebook}: every way a file can be wrong ends in one typed error.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { parse as findSyntaxError, type ParseError, printParseErrorCode } from "jsonc-parser";
import {
  InvalidNotebookError,
  NotebookFileError,
  NotebookLanguageError,
  NotebookSyntaxError,
  NotebookVersionError,
} from "./errors.ts";
import { isRecord, parseJson } from "./json.ts";
import { isSpoken, notebookLanguage } from "./language.ts";
import { joinBundle, joinLines } from "./lines.ts";
import type { Cell, JsonRecord, MimeData, Notebook, Output } from "./nbformat.ts";
import { validate } from "./validate.ts";

/**
 * Reads a notebook of nbformat 4 in a language this kernel speaks.
 *
 * @param file path of the notebook
 * @returns the notebook, with multi-line strings joined and unknown keys kept
 * @throws {NotebookFileError} when the file is missing, unreadable, or not UTF-8
 * @throws {NotebookSyntaxError} when it is not JSON
 * @throws {NotebookVersionError} when it is of nbformat 3 or older, or 5 or newer
 * @throws {InvalidNotebookError} when it breaks the format; lists every fault
 * @throws {NotebookLanguageError} when its kernel speaks another language
 * @example
 * ```ts
 * import { readNotebook } from "./read.ts";
 * const notebook = await readNotebook("notebooks/01_quickstart.ipynb");
 * console.log(notebook.cells.length);
 * ```
 */
export async function readNotebook(file: string): Promise<Notebook> {
  return parseNotebook(await readText(file), file);
}

/**
 * Reads a notebook from the text of its file; fails like {@linkcode readNotebook}.
 *
 * @param text the JSON text
 * @param file how errors call the file
 * @returns the notebook
 * @example
 * ```ts
 * import { parseNotebook } from "./read.ts";
 * const text = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}';
 * console.assert(parseNotebook(text, "a.ipynb").cells.length === 0);
 * ```
 */
export function parseNotebook(text: string, file: string): Notebook {
  const value = parseText(text.replace(/^\uFEFF/, ""), file);
  checkVersion(value, file);
  const issues = validate(value);
  if (issues.length > 0) throw new InvalidNotebookError(file, issues);
  // validate() has seen every field that the type names.
  const notebook = joinNotebook(value as JsonRecord);
  checkLanguage(notebook, file);
  return notebook;
}

async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    // Other characters in their places would be written back as the author's own.
    throw new NotebookFileError(file, "its text is not UTF-8; save it as UTF-8", { cause });
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    const reason = code === "ENOENT"
      ? "there is no such file; check the path"
      : code === "EISDIR"
      ? "it is a folder; name a notebook inside it"
      : `it cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new NotebookFileError(file, reason, { cause });
  }
}

function parseText(text: string, file: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new NotebookSyntaxError(file, locateSyntaxError(text));
  }
}

/** V8 states a position for some errors only, so a second parser looks for it. */
function locateSyntaxError(text: string): { line: number; column: number; reason: string } {
  const errors: ParseError[] = [];
  findSyntaxError(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  const offset = first?.offset ?? text.length;
  const before = text.slice(0, offset).split("\n");
  return {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    reason: text.trim() === ""
      ? "the file is empty"
      : first === undefined
      ? "the text ends too early"
      : words(printParseErrorCode(first.error)),
  };
}

function words(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}

function checkVersion(value: unknown, file: string): void {
  const major = isRecord(value) ? value["nbformat"] : undefined;
  if (major === 4) return;
  if (major === undefined) {
    throw new NotebookVersionError(file, "it is JSON, but no notebook: it states no nbformat");
  }
  const advice = typeof major === "number" && major < 4
    ? "`jupyter nbconvert --to notebook` converts it"
    : "save it as nbformat 4";
  throw new NotebookVersionError(
    file,
    `it is of nbformat ${JSON.stringify(major)}, and only nbformat 4 is read; ${advice}`,
  );
}

function checkLanguage(notebook: Notebook, file: string): void {
  const language = notebookLanguage(notebook.metadata);
  if (isSpoken(language)) return;
  throw new NotebookLanguageError(
    file,
    `it is written in ${language}, and this kernel speaks TypeScript and JavaScript; ` +
      `run it with a ${language} kernel, or change its kernel in Jupyter`,
  );
}

function joinNotebook(value: JsonRecord): Notebook {
  const cells = (value["cells"] as readonly JsonRecord[]).map(joinCell);
  return { ...value, cells } as unknown as Notebook;
}

function joinCell(cell: JsonRecord): Cell {
  const joined: Record<string, unknown> = { ...cell, source: joinLines(cell["source"]) ?? "" };
  if (isRecord(cell["attachments"])) joined["attachments"] = joinAttachments(cell["attachments"]);
  if (Array.isArray(cell["outputs"])) joined["outputs"] = cell["outputs"].map(joinOutput);
  return joined as unknown as Cell;
}

function joinAttachments(attachments: JsonRecord): JsonRecord {
  return Object.fromEntries(
    Object.entries(attachments).map(([name, bundle]) => [name, joinBundle(bundle as MimeData)]),
  );
}

function joinOutput(output: JsonRecord): Output {
  const joined: Record<string, unknown> = { ...output };
  if (isRecord(output["data"])) joined["data"] = joinBundle(output["data"]);
  if (output["output_type"] === "stream") joined["text"] = joinLines(output["text"]) ?? "";
  return joined as unknown as Output;
}
