/**
 * What the compiler puts into functions, and how it is taken out again where their text is read: a worker
 * or a page that gets a function as text has no session around it.
 *
 * @module
 */

import { HOOKS } from "./hooks.ts";

/**
 * Stands before what the compiler has put where only white space or a comment may stand. The transformer
 * prints code anew, so that outside of strings and comments no cell has it.
 */
const MARK = "\v";

/** Opens what guards an awaited value. */
export const GUARD: string = `${HOOKS}.guard(`;
/** Opens what notes where a value is thrown. */
export const THROWN: string = `${HOOKS}.thrown(`;
/** Closes either. */
export const CALL_END: string = `${MARK})`;
/** First in the body of an asynchronous loop. */
export const CHECK: string = ` ${HOOKS}.check();`;

/**
 * Stands for the name of a function that may have none.
 *
 * @param name as the cell wrote it
 * @returns a comment
 */
export function leftName(name: string): string {
  return `/*${MARK}${name}*/`;
}

const PUT_IN = new RegExp(
  [
    `${HOOKS}\\.(?:guard|thrown)\\(`,
    `${MARK}\\)`,
    ` ${HOOKS}\\.check\\(\\);`,
    `/\\*${MARK}(?<name>.*?)\\*/`,
    `${HOOKS}\\.(?<word>import|meta)\\b`,
  ].join("|"),
  "g",
);

/**
 * Takes out of a function what the compiler has put in.
 *
 * @param text of a function or class, as V8 has it
 * @returns JavaScript that needs no session; what holds nothing of the compiler's stays as it is
 * @example
 * ```ts
 * import { asWritten } from "./as_written.ts";
 * import { compileCell } from "./compile.ts";
 * const { code } = compileCell({ id: "1", text: "const f = async () => await 1;" });
 * console.assert(asWritten(code).includes("let f = async () => await 1;"));
 * ```
 */
export function asWritten(text: string): string {
  return text.replace(PUT_IN, (...found) => {
    const { name = "", word } = found.at(-1) as { readonly name?: string; readonly word?: string };
    return word === undefined ? name : word === "meta" ? "import.meta" : word;
  });
}
