/**
 * Errors as users read them: places in cells, our own frames left out, causes unfolded.
 *
 * @module
 */

import { type ErrorReport, LINES_BEFORE, type StackFrame } from "../evaluate/events.ts";
import { type CellBook, type CellEntry, labelOf } from "./cells.ts";

/** The content of an `error` message. */
export interface ErrorContent {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

const OURS: string = new URL("../", import.meta.url).href;
const RED = "\x1b[31m";
const BOLD = "\x1b[1m";
const DIM = "\x1b[2m";
const OFF = "\x1b[0m";

/**
 * Writes an error for a frontend.
 *
 * @param error as the session described it
 * @param cells know what stood in their lines
 * @returns name, message, and lines with ANSI colours
 */
export function writeError(error: ErrorReport, cells: CellBook): ErrorContent {
  const evalue = placeInCells(error.message, cells);
  return { ename: error.name, evalue, traceback: writeReport(error, cells, "") };
}

/**
 * Replaces script places of cells in a text, such as a printed stack, by places in the cells.
 *
 * @param text whatever a cell printed
 * @param cells know their own texts
 * @returns the text in cell coordinates
 */
export function placeInCells(text: string, cells: CellBook): string {
  if (!text.includes("cell:")) return text;
  return text.replace(/\bcell:([\w-]+):(\d+):(\d+)/g, (all, id: string, line, column) => {
    const place = findPlace(
      { file: `cell:${id}`, line: Number(line), column: Number(column) },
      cells,
    );
    return place ? writePlace(place) : all;
  });
}

function writeReport(error: ErrorReport, cells: CellBook, indent: string): string[] {
  const lines = [
    `${indent}${heading(error, cells)}`,
    ...writeFrames(error.frames, cells).map((line) => indent + line),
  ];
  if (error.details) lines.push(`${indent}  ${error.details}`);
  error.errors?.forEach((part, index) => {
    lines.push(`${indent}${DIM}[${index}]${OFF}`, ...writeReport(part, cells, indent + "  "));
  });
  if (error.cause) {
    lines.push(`${indent}${DIM}Caused by:${OFF}`, ...writeReport(error.cause, cells, indent));
  }
  return lines;
}

function heading(error: ErrorReport, cells: CellBook): string {
  const name = `${RED}${BOLD}${error.thrown ? "Thrown" : error.name}${OFF}`;
  return error.message === "" ? name : `${name}: ${placeInCells(error.message, cells)}`;
}

/** Frames that repeat, as of a recursion without end, stand once. */
function writeFrames(frames: readonly StackFrame[], cells: CellBook): string[] {
  const written = frames.map((frame) => writeFrame(frame, cells)).filter(({ length }) =>
    length > 0
  );
  const texts = written.map((lines) => lines.join("\n"));
  return written.flatMap((lines, first) => {
    if (texts[first] === texts[first - 1]) return [];
    let next = first + 1;
    while (texts[next] === texts[first]) next++;
    const more = next - first - 1;
    return more === 0 ? lines : [...lines, `    ${DIM}… and ${more} times more${OFF}`];
  });
}

/** No line for frames that are ours or the runtime's. */
function writeFrame(frame: StackFrame, cells: CellBook): string[] {
  const fn = frame.fn && !frame.fn.includes("<anonymous>") ? frame.fn : undefined;
  if (frame.file.startsWith("cell:")) {
    const place = findPlace(frame, cells);
    if (!place) return [];
    const at = `    at ${fn ? `${fn} ` : ""}${BOLD}${writePlace(place)}${OFF}`;
    return [at, ...excerpt(place)];
  }
  if (frame.file.startsWith(OURS) || /^(ext|node|checkin):|^(<anonymous>)?$/.test(frame.file)) {
    return [];
  }
  const place = `${frame.file.replace(/\?modulab=.*$/, "")}:${frame.line}:${frame.column}`;
  return [`    ${DIM}at ${fn ? `${fn} (${place})` : place}${OFF}`];
}

interface Place {
  readonly cell: CellEntry;
  readonly line: number;
  readonly column: number;
}

function findPlace(
  frame: { readonly file: string; readonly line: number; readonly column: number },
  cells: CellBook,
): Place | undefined {
  const cell = cells.get(frame.file.slice("cell:".length));
  const line = frame.line - LINES_BEFORE;
  const original = line > 0 ? cell?.compiled?.original({ line, column: frame.column }) : undefined;
  return cell && original ? { cell, ...original } : undefined;
}

function writePlace({ cell, line, column }: Place): string {
  return `${labelOf(cell)}, line ${line}, column ${column}`;
}

function excerpt({ cell, line, column }: Place): string[] {
  const text = cell.source.split("\n")[line - 1];
  if (text === undefined || text.length > 500) return [];
  const number = String(line).padStart(6);
  const before = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [`${DIM}${number} │${OFF} ${text}`, `${DIM}       │${OFF} ${before}${RED}^${OFF}`];
}
