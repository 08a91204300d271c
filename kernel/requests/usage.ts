/**
 * What a kernel and its session use of the machine.
 *
 * @module
 */

import { readFile } from "node:fs/promises";
import { cpus, freemem, hostname, totalmem } from "node:os";
import type { JsonObject } from "../wire/message.ts";

/**
 * Measures memory, and processor time where the system tells it.
 *
 * @param session process id of the session
 * @returns the content of a `usage_reply`, as ipykernel writes it
 */
export async function measureUsage(session: number | undefined): Promise<JsonObject> {
  const own = Deno.memoryUsage().rss;
  const other = session === undefined ? 0 : await residentBytes(session);
  const total = totalmem();
  return {
    hostname: hostname(),
    pid: session ?? Deno.pid,
    kernel_memory: own + other,
    cpu_count: cpus().length,
    host_virtual_memory: {
      total,
      available: freemem(),
      percent: Math.round(1000 * (1 - freemem() / total)) / 10,
    },
  };
}

async function residentBytes(pid: number): Promise<number> {
  try {
    const [, pages] = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ");
    return Number(pages) * 4096;
  } catch {
    return 0; // not Linux, or gone
  }
}
