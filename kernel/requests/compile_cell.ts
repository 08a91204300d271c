/**
 * Compiles a cell with all the kernel knows; what the compiler refuses becomes an error to show.
 *
 * @module
 */

import { renderDiagnostics } from "../compile/caret.ts";
import type { CompiledCell } from "../compile/cell.ts";
import { compileCell } from "../compile/compile.ts";
import { type JsxSettings, jsxSettings, mayHoldTsx } from "../compile/jsx.ts";
import { CellSyntaxError } from "../compile/syntax.ts";
import { readCompilerOptions } from "../evaluate/imports/import_map.ts";
import { type CellEntry, labelOf } from "./cells.ts";
import type { KernelState } from "./kernel_state.ts";
import type { ErrorContent } from "./traceback.ts";

/**
 * Compiles a cell.
 *
 * @param entry the cell
 * @param kernel knows the names that earlier cells declared, and the notebook's folder
 * @returns the compiled cell, at once; or what is wrong with it
 */
export function compileForKernel(
  entry: CellEntry,
  kernel: Pick<KernelState, "lazyNames" | "declared" | "compiled" | "keeper">,
): CompiledCell | Promise<ErrorContent> {
  const { id, source: text } = entry;
  const { lazyNames, declared } = kernel;
  const compile = (jsx?: JsxSettings): CompiledCell =>
    compileCell({ id, text, lazyNames, declared, jsx });
  try {
    // Not kept: the folder's settings may be others when it runs again.
    if (mayHoldTsx(text)) return compile(readJsxSettings(kernel.keeper.options.folder));
    return kernel.compiled.find({ id, text }, { declared, compile });
  } catch (error) {
    return describe(entry, error);
  }
}

function readJsxSettings(folder: string): JsxSettings | undefined {
  const found = readCompilerOptions(folder);
  return found && jsxSettings(found.options, found.file);
}

async function describe(entry: CellEntry, error: unknown): Promise<ErrorContent> {
  if (error instanceof CellSyntaxError) return await describeSyntax(entry, error);
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { ename: name, evalue: message, traceback: [`\x1b[31m${name}\x1b[0m: ${message}`] };
}

async function describeSyntax(entry: CellEntry, error: CellSyntaxError): Promise<ErrorContent> {
  const label = labelOf(entry);
  const [first] = error.diagnostics;
  const block = await renderDiagnostics(entry.source, error.diagnostics, { label });
  return {
    ename: error.name,
    evalue: first?.message ?? error.message,
    traceback: [`\x1b[31m${error.name}\x1b[0m`, ...block.split("\n")],
  };
}
