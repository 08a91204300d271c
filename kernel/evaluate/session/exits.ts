/**
 * Says who asked the session to exit, before it does.
 *
 * @module
 */

import process from "node:process";
import type { Output } from "./output.ts";

/**
 * Lets `Deno.exit`, `process.exit` and `close` tell the kernel before they end the session.
 *
 * @param output where it is told
 */
export function installExits(output: Output): void {
  const denoExit = Deno.exit.bind(Deno);
  const leave = (by: string, code: number): never => {
    output.exiting(by, code);
    return denoExit(code);
  };
  Object.defineProperty(Deno, "exit", {
    value: (code?: number) => leave("Deno.exit", code ?? Deno.exitCode),
    configurable: true,
  });
  Object.defineProperty(globalThis, "close", {
    value: () => leave("close", 0),
    configurable: true,
  });
  process.exit = (code) => leave("process.exit", Number(code ?? process.exitCode ?? 0));
}
