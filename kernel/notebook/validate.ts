/**
 * Checks parsed JSON against nbformat 4.0–4.5 and lists every fault with its JSON path.
 *
 * Stricter than nothing, laxer than the schema in two places that {@linkcode upgrade} mends or that
 * hurt nobody: a missing cell id, and keys the format does not name.
 *
 * @module
 */

import type { NotebookIssue } from "./errors.ts";
import { isRecord } from "./json.ts";
import { isJsonMime, joinLines } from "./lines.ts";

const CELL_ID_REGEXP = /^[a-zA-Z0-9_-]{1,64}$/;

/** Collects the faults; every check names the path it looks at. */
class Issues {
  readonly list: NotebookIssue[] = [];

  add(path: string, message: string): void {
    this.list.push({ path, message });
  }

  record(value: unknown, path: string): value is { readonly [key: string]: unknown } {
    if (isRecord(value)) return true;
    this.add(path, `expected an object, found ${describe(value)}`);
    return false;
  }

  array(value: unknown, path: string): value is readonly unknown[] {
    if (Array.isArray(value)) return true;
    this.add(path, `expected a list, found ${describe(value)}`);
    return false;
  }

  string(value: unknown, path: string): void {
    if (typeof value !== "string") this.add(path, `expected text, found ${describe(value)}`);
  }

  lines(value: unknown, path: string): void {
    if (joinLines(value) !== undefined) return;
    this.add(path, `expected text or a list of lines, found ${describe(value)}`);
  }

  count(value: unknown, path: string): void {
    if (value === null || (Number.isInteger(value) && (value as number) >= 0)) return;
    this.add(path, `expected a count or null, found ${describe(value)}`);
  }
}

/**
 * Lists what is wrong with a notebook of nbformat 4.
 *
 * @param notebook the parsed JSON
 * @returns the faults in the file's order; none for a valid notebook
 * @example
 * ```ts
 * import { validate } from "./validate.ts";
 * const issues = validate({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{}] });
 * console.assert(issues[0]?.path === "$.cells[0].cell_type");
 * ```
 */
export function validate(notebook: unknown): readonly NotebookIssue[] {
  const issues = new Issues();
  if (!issues.record(notebook, "$")) return issues.list;
  const minor = notebook["nbformat_minor"];
  if (!Number.isInteger(minor) || (minor as number) < 0) {
    issues.add("$.nbformat_minor", `expected a whole number, found ${describe(minor)}`);
  }
  checkMetadata(issues, notebook["metadata"]);
  const cells = notebook["cells"];
  if (issues.array(cells, "$.cells")) {
    cells.forEach((cell, index) => checkCell(issues, cell, `$.cells[${index}]`));
  }
  return issues.list;
}

function checkMetadata(issues: Issues, metadata: unknown): void {
  if (!issues.record(metadata, "$.metadata")) return;
  const { kernelspec, language_info } = metadata;
  if (kernelspec !== undefined && issues.record(kernelspec, "$.metadata.kernelspec")) {
    issues.string(kernelspec["name"], "$.metadata.kernelspec.name");
  }
  if (language_info !== undefined && issues.record(language_info, "$.metadata.language_info")) {
    issues.string(language_info["name"], "$.metadata.language_info.name");
  }
}

function checkCell(issues: Issues, cell: unknown, path: string): void {
  if (!issues.record(cell, path)) return;
  const { cell_type, id, metadata, source, attachments } = cell;
  if (cell_type !== "code" && cell_type !== "markdown" && cell_type !== "raw") {
    issues.add(
      `${path}.cell_type`,
      `expected "code", "markdown" or "raw", found ${describe(cell_type)}`,
    );
  }
  if (id !== undefined && !(typeof id === "string" && CELL_ID_REGEXP.test(id))) {
    issues.add(`${path}.id`, `expected 1 to 64 letters, digits, - or _, found ${describe(id)}`);
  }
  if (issues.record(metadata, `${path}.metadata`)) {
    checkTags(issues, metadata["tags"], `${path}.metadata.tags`);
  }
  issues.lines(source, `${path}.source`);
  if (attachments !== undefined && issues.record(attachments, `${path}.attachments`)) {
    for (const [name, bundle] of Object.entries(attachments)) {
      checkBundle(issues, bundle, `${path}.attachments[${JSON.stringify(name)}]`);
    }
  }
  if (cell_type === "code") checkCode(issues, cell, path);
}

function checkTags(issues: Issues, tags: unknown, path: string): void {
  if (tags === undefined || !issues.array(tags, path)) return;
  tags.forEach((tag, index) => issues.string(tag, `${path}[${index}]`));
}

function checkCode(
  issues: Issues,
  cell: { readonly [key: string]: unknown },
  path: string,
): void {
  issues.count(cell["execution_count"], `${path}.execution_count`);
  const outputs = cell["outputs"];
  if (!issues.array(outputs, `${path}.outputs`)) return;
  outputs.forEach((output, index) => checkOutput(issues, output, `${path}.outputs[${index}]`));
}

function checkOutput(issues: Issues, output: unknown, path: string): void {
  if (!issues.record(output, path)) return;
  switch (output["output_type"]) {
    case "stream":
      issues.string(output["name"], `${path}.name`);
      issues.lines(output["text"], `${path}.text`);
      return;
    case "execute_result":
    case "display_data":
      if (output["output_type"] === "execute_result") {
        issues.count(output["execution_count"], `${path}.execution_count`);
      }
      issues.record(output["metadata"], `${path}.metadata`);
      checkBundle(issues, output["data"], `${path}.data`);
      return;
    case "error":
      issues.string(output["ename"], `${path}.ename`);
      issues.string(output["evalue"], `${path}.evalue`);
      checkTraceback(issues, output["traceback"], `${path}.traceback`);
      return;
    default:
      issues.add(
        `${path}.output_type`,
        `expected "stream", "display_data", "execute_result" or "error", ` +
          `found ${describe(output["output_type"])}`,
      );
  }
}

function checkTraceback(issues: Issues, traceback: unknown, path: string): void {
  if (!issues.array(traceback, path)) return;
  traceback.forEach((line, index) => issues.string(line, `${path}[${index}]`));
}

function checkBundle(issues: Issues, bundle: unknown, path: string): void {
  if (!issues.record(bundle, path)) return;
  for (const [mime, value] of Object.entries(bundle)) {
    if (!isJsonMime(mime)) issues.lines(value, `${path}[${JSON.stringify(mime)}]`);
  }
}

function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
