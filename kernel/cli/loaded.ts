/**
 * What kernel and sessions load: `install` fetches it beforehand.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { COMMANDS } from "./commands.ts";

/** What the kernel and its commands load; they find each other by names that Deno cannot follow. */
export const KERNEL: readonly string[] = [
  "../main.ts",
  "../serve.ts",
  ...Object.keys(COMMANDS).map((name) => `./${name}.ts`),
].map(here);

/** What a session loads: itself, and what `../prelude.ts` names. */
export const SESSION: readonly string[] = ["../session.ts", "../../lib/mod.ts", "../../lib/tf.ts"]
  .map(here);

/** What it loads late and by names that Deno cannot follow: packages, or files with many of them. */
export const LATE: readonly string[] = [
  import.meta.resolve("../display/vega.ts"),
  "apache-arrow",
  "dejavu-fonts-ttf/package.json",
  "lz4js",
];

function here(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}
