import type { CompiledCell } from "../../../kernel/compile/cell.ts";
import type { CellEntry } from "../../../kernel/requests/cells.ts";
import { requestOf } from "../../support/recording_transport.ts";

/** A cell whose compiled text is its source behind one line of ours, as compilers write it. */
export function entryOf(id: string, init: Partial<CellEntry> = {}): CellEntry {
  const compiled: CompiledCell = {
    id,
    code: "",
    declares: [],
    uses: [],
    hasResult: false,
    original: ({ line, column }) => line > 1 ? { line: line - 1, column } : undefined,
  };
  return {
    id,
    count: 1,
    source: "",
    request: requestOf("execute_request"),
    allowInput: true,
    silent: false,
    compiled,
    printed: 0,
    ...init,
  };
}
