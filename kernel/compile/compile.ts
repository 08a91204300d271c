/**
 * The walk of a cell from text to something V8 evaluates.
 *
 * @module
 */

import type { Mention } from "./analysis.ts";
import type { CellPosition, CellSource, CompiledCell, Diagnostic } from "./cell.ts";
import { explainCommand } from "./command_errors.ts";
import { expandCommands } from "./commands.ts";
import { lowerDecorators } from "./decorators.ts";
import type { EditedText } from "./edits.ts";
import { type JavaScript, toJavaScript } from "./javascript.ts";
import { tooDeep } from "./nesting.ts";
import { LineIndex } from "./position.ts";
import { encloseObject } from "./object_literal.ts";
import { endsInResult } from "./result.ts";
import { rewrite, type Rewritten } from "./rewrite.ts";
import { CellSyntaxError } from "./syntax.ts";
import { traceBack } from "./trace.ts";

/**
 * Compiles one cell: commands → object literal → JavaScript → rewriting.
 *
 * @param source the cell's text and id
 * @returns text for `Runtime.evaluate` with `replMode`, and what the cell does to names
 * @throws {CellSyntaxError} with all syntax errors, in coordinates of the cell
 * @throws {CellSizeError} for too much code
 * @throws {UnknownCommandError} for a command that is not in the catalogue
 * @example
 * ```ts
 * import { compileCell } from "./compile.ts";
 * const cell = compileCell({ id: "1", text: "const a: number = 1; a + b" });
 * console.assert(cell.declares[0] === "a" && cell.uses[0] === "b" && cell.hasResult);
 * ```
 */
export function compileCell(source: CellSource): CompiledCell {
  const lazyNames = undeclared(source); // as they are now
  const { rewritten, hasResult, original } = takeStages({ ...source, lazyNames });
  const { declares, uses } = rewritten;
  const { id, text, jsx } = source;
  const wayBack = rememberWayBack({ id, text, lazyNames, jsx }, original);
  return { id, code: rewritten.text.toString(), declares, uses, hasResult, original: wayBack };
}

/** From a place in compiled text to the place in the cell. */
type WayBack = CompiledCell["original"];

/**
 * Few cells are asked for a place, and the edits of one take 40 times the memory of its text: so they
 * are made again when they are asked for after they have been collected.
 */
function rememberWayBack(source: CellSource, original: WayBack): WayBack {
  let kept = new WeakRef(original);
  return (position) => {
    const found = kept.deref() ?? takeStages(source).original;
    kept = new WeakRef(found);
    return found(position);
  };
}

interface Stages {
  readonly rewritten: Rewritten;
  readonly hasResult: boolean;
  readonly original: WayBack;
}

/** The same for the same source, whose lazy names are those that no cell has declared. */
function takeStages(source: CellSource): Stages {
  const { id, text, lazyNames = [] } = source;
  const commanded = expandCommands(text);
  const typescript = encloseObject(commanded.edited.text);
  const toCell = (place: CellPosition) => commanded.edited.original(typescript.original(place));
  const javascript = transformCell(source, typescript, toCell);
  const lowered = lowerDecorators(javascript);
  const hasResult = !commanded.silent && endsInResult(typescript.text);
  const rewritten = rewrite((lowered ?? javascript).code, {
    id,
    hasResult,
    lazyNames,
    ...(commanded.around ? { around: commanded.around } : {}),
  });
  const stages = [...(lowered ? [lowered.sourceMap] : []), javascript.sourceMap];
  refuse({
    javascript: (lowered ?? javascript).code,
    rewritten,
    toCell: (place) => toCell(traceBack(stages)(place) ?? { line: 1, column: 1 }),
  });
  const trace = traceBack([
    () => rewritten.text.generateMap({ hires: "boundary" }).toString(),
    ...stages,
  ]);
  const original = (position: CellPosition): CellPosition | undefined => {
    const place = trace(position);
    return place && toCell(place);
  };
  return { rewritten, hasResult, original };
}

function transformCell(
  { text, jsx }: CellSource,
  typescript: EditedText,
  toCell: (place: CellPosition) => CellPosition,
): JavaScript {
  const deep = tooDeep(typescript.text);
  if (deep !== undefined) throw new CellSyntaxError([deep]);
  try {
    return toJavaScript(typescript.text, jsx);
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const diagnostics = error.diagnostics.map((diagnostic) => {
      const place = { start: toCell(diagnostic.start), end: toCell(diagnostic.end) };
      return explainCommand(text, { ...diagnostic, ...place });
    });
    throw new CellSyntaxError(diagnostics);
  }
}

/** At run time nothing would stop these: constants become `let`, and built-in names can be hidden. */
function refuse({ javascript, rewritten: { constantWrites, hides, sources }, toCell }: {
  readonly javascript: string;
  readonly rewritten: Pick<Rewritten, "constantWrites" | "hides" | "sources">;
  readonly toCell: (place: CellPosition) => CellPosition;
}): void {
  if (constantWrites.length + hides.length + sources.length === 0) return;
  const lines = new LineIndex(javascript);
  const diagnose = ({ name, start }: Mention, message: string): Diagnostic => {
    const place = toCell(lines.position(start));
    const end = { line: place.line, column: place.column + name.length };
    return { severity: "error", message, start: place, end };
  };
  throw new CellSyntaxError([
    ...constantWrites.map((write) => {
      const message =
        `Cannot assign to ${write.name}, a constant of this cell; declare it with let`;
      return diagnose(write, message);
    }),
    ...hides.map((declared) => {
      const message =
        `Cannot declare ${declared.name} at the top level of a cell, where it would ` +
        "hide the built-in one from the session and from every module; choose another name, or " +
        "declare it in a block or a module";
      return diagnose(declared, message);
    }),
    ...sources.map((found) =>
      diagnose(
        found,
        "A cell cannot import the source of a module; compile its bytes instead: " +
          "await WebAssembly.compile(await Deno.readFile(path))",
      )
    ),
  ]);
}

function undeclared({ lazyNames = [], declared }: CellSource): readonly string[] {
  return declared === undefined ? lazyNames : lazyNames.filter((name) => !declared.has(name));
}
