/** Job functions for the tests of the runners. */
import process from "node:process";
import type { JobContext } from "../../../../../lib/experiment/runner/job.ts";
import type { PlainTree } from "../../../../../lib/experiment/runner/tree.ts";

/** Not a function. */
export const constant = 3;

/** Gives its input back. */
export function echo(input: PlainTree): PlainTree {
  return input;
}

/** Gives nothing back. */
export function nothing(): void {}

/** Sums in an order that rounding would give away. */
export function sum({ values }: { readonly values: Float32Array }): PlainTree {
  const running = new Float32Array(values.length);
  let total = 0;
  for (const [index, value] of values.entries()) {
    running[index] = Math.fround(total += value / 3);
  }
  return { running, total };
}

/** Throws what was caused by something else. */
export function fail({ message }: { readonly message: string }): never {
  throw new RangeError(message, { cause: new SyntaxError("underneath") });
}

/** Throws something that is no error. */
export function throwText(): never {
  // deno-lint-ignore no-throw-literal -- people do, and the runner must say something of it
  throw "just a text";
}

/** Throws in its first attempts. */
export function failUntil(attempt: number, context: JobContext): PlainTree {
  if (context.attempt < attempt) throw new Error(`attempt ${context.attempt}`);
  return context.attempt;
}

/** Reports each step. */
export function count(steps: number, { report }: JobContext): PlainTree {
  for (let step = 1; step <= steps; step++) {
    report({ step, mean: new Float64Array([step / 3, NaN]) });
  }
  return steps;
}

/** Gives back something that cannot be sent. */
export function unserialisable(): PlainTree {
  return { folds: [1, { model: (() => 3) as unknown as PlainTree }] };
}

/** Reports something that cannot be sent. */
export function reportUnserialisable(_: PlainTree, { report }: JobContext): void {
  report({ at: new Map() as unknown as PlainTree });
}

/** Tells its process, then waits for ever, but heeds its signal. */
export async function wait(_: PlainTree, { report, signal }: JobContext): Promise<PlainTree> {
  report(process.pid);
  const { promise, resolve } = Promise.withResolvers<PlainTree>();
  signal.addEventListener("abort", () => resolve("aborted"));
  return await promise;
}

/** As `wait` in its first attempt; gives its attempt back in others. */
export async function waitOnce(input: PlainTree, context: JobContext): Promise<PlainTree> {
  return context.attempt === 1 ? await wait(input, context) : context.attempt;
}

/** In its first attempt never returns to its event loop. */
export async function spinOnce(_: PlainTree, { report, attempt }: JobContext): Promise<PlainTree> {
  if (attempt > 1) return attempt;
  report(process.pid);
  // The report leaves before the loop begins.
  await new Promise((resolve) => setImmediate(resolve));
  for (;;);
}

/** Tells its process at every step, coming back to the event loop in between. */
export async function walk(
  { steps, value }: { readonly steps: number; readonly value: number },
  { report }: JobContext,
): Promise<PlainTree> {
  for (let step = 0; step < steps; step++) {
    report(process.pid);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { value, square: value * value };
}

/** Ends its process. */
export function exit(code: number): never {
  process.exit(code);
}

/** Prints much, in ways that do not ask the library. */
export function flood({ lines }: { readonly lines: number }): PlainTree {
  const line = "x".repeat(99);
  for (let index = 0; index < lines; index++) {
    if (index % 2 === 0) console.log(line);
    else process.stdout.write(`${line}\n`);
  }
  console.error("to standard error");
  return lines;
}

/** Takes memory until there is none. */
export function hoard(): PlainTree {
  const kept: number[][] = [];
  for (;;) kept.push(new Array(100_000).fill(kept.length));
}

let served = 0;

/** Tells its process, and how many jobs this process has served. */
export function countServed(): PlainTree {
  return { process: process.pid, served: ++served };
}

/** Reads a file, which takes a permission. */
export async function readText(path: string): Promise<PlainTree> {
  return await Deno.readTextFile(path);
}

/** Tells where it works. */
export function folder(): PlainTree {
  return process.cwd();
}

/** Starts a program that outlives it, unless somebody ends it; then exits, or waits. */
export async function startProgram(
  { port, exit }: { readonly port: number; readonly exit: boolean },
  context: JobContext,
): Promise<PlainTree> {
  const code = `const line = await Deno.connect({ port: ${port} });
    await line.write(new TextEncoder().encode("program"));
    console.log("at the desk");
    await line.read(new Uint8Array(1));`;
  const program = new Deno.Command(Deno.execPath(), { args: ["eval", code], stdout: "piped" });
  await program.spawn().stdout.getReader().read();
  if (exit) process.exit(3);
  return await wait(null, context);
}

/** Tells its name at a desk and does what it is told there: `spin`, or else gives that back. */
export async function ask(
  { port, name }: { readonly port: number; readonly name: string },
): Promise<PlainTree> {
  using line = await Deno.connect({ port });
  await line.write(new TextEncoder().encode(name));
  const bytes = new Uint8Array(100);
  const told = new TextDecoder().decode(bytes.subarray(0, await line.read(bytes) ?? 0));
  while (told === "spin");
  return told;
}

/** Tells its process together with its input. */
export function describeSelf(input: number): { process: number; input: number } {
  return { process: process.pid, input };
}
