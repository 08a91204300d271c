/** A folder that lives as long as a test. */
export async function inFolder<R>(run: (folder: string) => Promise<R>): Promise<R> {
  const folder = await Deno.makeTempDir();
  try {
    return await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
