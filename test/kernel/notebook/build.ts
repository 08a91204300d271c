/** Short ways to write notebooks in tests. */

import type { CodeCell, Notebook, Output, TextCell } from "../../../kernel/notebook/nbformat.ts";

export function code(
  source: string,
  { tags, outputs = [] }: { tags?: readonly string[]; outputs?: readonly Output[] } = {},
): CodeCell {
  return {
    cell_type: "code",
    execution_count: null,
    metadata: tags ? { tags } : {},
    outputs,
    source,
  };
}

export function markdown(source: string, rest: Partial<TextCell> = {}): TextCell {
  return { cell_type: "markdown", metadata: {}, source, ...rest };
}

export function notebook(...cells: Notebook["cells"]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}
