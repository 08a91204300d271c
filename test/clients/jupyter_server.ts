/**
 * A classic Jupyter Notebook server on loopback, with a port and a token of its own.
 *
 * @module
 */

import { createServer } from "node:net";

/** A running server; disposing it ends the server and its kernels. */
export interface JupyterServer extends AsyncDisposable {
  /** Where it listens, for clients that speak to its API. */
  readonly address: string;
  readonly token: string;
  /** Address of a file of the served folder, with the token. */
  notebook(file: string): string;
}

/**
 * Starts a server and waits until it answers.
 *
 * @param folder what it serves
 * @param options the Python that has Jupyter
 * @returns the server
 */
export async function startJupyter(
  folder: string,
  { python }: { readonly python: string },
): Promise<JupyterServer> {
  const port = await freePort();
  const token = crypto.randomUUID();
  const child = new Deno.Command(python, {
    args: [
      "-m",
      "notebook",
      "--no-browser",
      "--allow-root",
      "--ip=127.0.0.1",
      `--port=${port}`,
      "--port-retries=0",
      `--NotebookApp.token=${token}`,
      `--notebook-dir=${folder}`,
    ],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const base = `http://127.0.0.1:${port}`;
  await answers(`${base}/api/status?token=${token}`);
  return {
    address: base,
    token,
    notebook: (file) => `${base}/notebooks/${file}?token=${token}`,
    async [Symbol.asyncDispose](): Promise<void> {
      await endKernels(base, token);
      child.kill("SIGTERM");
      await child.status;
    },
  };
}

async function answers(url: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Cannot reach the Jupyter server: it did not answer within 60 s");
}

/** A server that is told to stop would leave kernels to their own timeouts. */
async function endKernels(base: string, token: string): Promise<void> {
  const headers = { Authorization: `token ${token}` };
  const kernels: { readonly id: string }[] = await (await fetch(`${base}/api/kernels`, { headers }))
    .json();
  for (const { id } of kernels) {
    const response = await fetch(`${base}/api/kernels/${id}`, { method: "DELETE", headers });
    await response.body?.cancel();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = address && typeof address === "object" ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
