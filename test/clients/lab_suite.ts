/**
 * The library by which JupyterLab, and VS Code's Jupyter extension, speak to kernels: the same
 * futures, comms and reconnections, without their windows.
 *
 * @module
 */

import { type Kernel, KernelManager, KernelMessage, ServerConnection } from "@jupyterlab/services";
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { bytes, keep, run, text } from "./lab_cells.ts";
import { startJupyter } from "./jupyter_server.ts";
import { type Steps, walkSteps } from "./walk_steps.ts";

const PYTHON = Deno.env.get("MODULAB_PYTHON") ?? "/usr/bin/python3";
const LIMIT_MS = 20_000;

interface Rig {
  readonly kernel: Kernel.IKernelConnection;
  readonly kernels: KernelManager;
}

const STEPS: Steps<Rig> = {
  "a kernel says what it is, and what it cannot do": async ({ kernel }) => {
    const info = await kernel.info;
    assert.equal(info.language_info.name, "typescript");
    assert.equal(info.language_info.mimetype, "text/x-typescript");
    assert.equal(kernel.supportsSubshells, false);
    assert.notEqual((await kernel.spec)?.metadata?.debugger, true);
  },
  "a cell gives its result before it is done": async ({ kernel }) => {
    assert.equal(text(await run(kernel, "1 + 1"), "execute_result"), "2");
  },
  "a silent probe shows nothing and counts nothing": async ({ kernel }) => {
    const count = (await run(kernel, "0")).reply.execution_count ?? NaN;
    const probe = await run(kernel, "42", { silent: true, store_history: false });
    assert.deepEqual(probe.messages.map(({ header }) => header.msg_type), ["status", "status"]);
    assert.equal((await run(kernel, "0")).reply.execution_count, count + 1);
  },
  "questions are answered, a password among them": async ({ kernel }) => {
    const asked: unknown[] = [];
    const future = kernel.requestExecute({
      code: "[prompt('name'), await input('key', { password: true })].join()",
    });
    const messages = keep(future);
    future.onStdin = (message) => {
      assert.ok(KernelMessage.isInputRequestMsg(message));
      assert.equal(kernel.hasPendingInput, true);
      asked.push(message.content.password);
      kernel.sendInputReply({ status: "ok", value: `v${asked.length}` }, message.header);
    };
    const { content: reply } = await future.done;
    assert.equal(text({ reply, messages }, "execute_result"), '"v1,v2"');
    assert.deepEqual(asked, [false, true]);
    assert.equal(kernel.hasPendingInput, false);
  },
  "completion counts in code points": async ({ kernel }) => {
    await run(kernel, "const größe = { länge: 1 };");
    const code = "/*😀*/ größe.lä";
    const points = [...code].length;
    const { content } = await kernel.requestComplete({ code, cursor_pos: points });
    assert.ok(content.status === "ok");
    assert.deepEqual(content.matches, ["länge"]);
    assert.deepEqual([content.cursor_start, content.cursor_end], [points - 2, points]);
  },
  "inspection, completeness and history have answers": async ({ kernel }) => {
    const place = { code: "Math.max", cursor_pos: 8, detail_level: 0 } as const;
    const inspected = (await kernel.requestInspect(place)).content;
    assert.ok(inspected.status === "ok" && inspected.found);
    const complete = (await kernel.requestIsComplete({ code: "if (true) {" })).content;
    assert.equal(complete.status, "incomplete");
    const asked = { hist_access_type: "tail", n: 1, output: false, raw: true } as const;
    const history = (await kernel.requestHistory(asked)).content;
    assert.ok(history.status === "ok" && history.history.length === 1);
  },
  "a comm that the frontend opens carries buffers both ways": async ({ kernel }) => {
    await run(
      kernel,
      `comms.registerTarget("echo", (comm) => {
        comm.onMessage(({ data, buffers }) => comm.send({ echo: data }, { buffers }));
      });`,
    );
    const comm = kernel.createComm("echo");
    const heard = new Promise<KernelMessage.ICommMsgMsg>((resolve) => comm.onMsg = resolve);
    await comm.open({}).done;
    comm.send({ a: 1 }, {}, [new Uint8Array([1, 2, 3]).buffer]);
    const { content, buffers = [] } = await heard;
    assert.deepEqual(content.data, { echo: { a: 1 } });
    assert.deepEqual(buffers.map(bytes), [[1, 2, 3]]);
    await comm.close().done;
    const { content: open } = await kernel.requestCommInfo({});
    assert.ok(open.status === "ok" && !(comm.commId in open.comms));
  },
  "a comm that the kernel opens carries buffers both ways": async ({ kernel }) => {
    const heard: unknown[] = [];
    kernel.registerCommTarget("front", (comm, { content, buffers = [] }) => {
      heard.push(content.data, ...buffers.map(bytes));
      comm.send({ back: true }, {}, [new Uint8Array([7]).buffer]);
    });
    const code =
      `const front = comms.open("front", { data: { x: 1 }, buffers: [new Uint8Array([4])] });
      const { buffers } = await new Promise((resolve) => front.onMessage(resolve));
      front.close();
      buffers[0].byteLength`;
    assert.equal(text(await run(kernel, code), "execute_result"), "1");
    assert.deepEqual(heard, [{ x: 1 }, [4]]);
  },
  "a comm to an unknown target is closed": async ({ kernel }) => {
    const comm = kernel.createComm("nobody");
    const closed = new Promise<unknown>((resolve) => comm.onClose = resolve);
    comm.open();
    await closed;
  },
  "a display is updated where it was shown, by another cell": async ({ kernel }) => {
    const shown = kernel.requestExecute({ code: "display('a', { id: 'one' });" }, false);
    const messages = keep(shown);
    await shown.done;
    await run(kernel, "display('b', { id: 'one', update: true });");
    assert.equal(messages.at(-1)?.header.msg_type, "update_display_data");
  },
  "what comes late goes to the cell that began it": async ({ kernel }) => {
    const future = kernel.requestExecute({ code: "setTimeout(() => console.log('late'), 50);" });
    const late = new Promise<void>((resolve) =>
      kernel.iopubMessage.connect((_, message) => {
        if (!KernelMessage.isStreamMsg(message) || message.content.text !== "late\n") return;
        const { msg_id: parent } = message.parent_header as KernelMessage.IHeader;
        assert.equal(parent, future.msg.header.msg_id);
        resolve();
      })
    );
    await future.done;
    await late;
  },
  "an interrupt ends a loop and keeps the state": async ({ kernel }) => {
    await run(kernel, "const kept = 'kept'");
    const loop = kernel.requestExecute({ code: "console.log('begun'); while (true) {}" });
    const begun = new Promise<void>((resolve) => {
      loop.onIOPub = (message) => void (KernelMessage.isStreamMsg(message) && resolve());
    });
    await begun;
    await kernel.interrupt();
    assert.equal((await loop.done).content.status, "error");
    assert.equal(text(await run(kernel, "kept"), "execute_result"), '"kept"');
  },
  "an error aborts what waits behind it": async ({ kernel }) => {
    await run(kernel, "let fail; const failed = new Promise((_, reject) => fail = reject);");
    await run(kernel, "comms.registerTarget('fail', () => fail(new Error()));");
    const failing = kernel.requestExecute({ code: "await failed", stop_on_error: true });
    const waiting = kernel.requestExecute({ code: "1" });
    // It comes behind both, however long the server takes to pass them on.
    kernel.createComm("fail").open();
    assert.equal((await failing.done).content.status, "error");
    assert.equal((await waiting.done).content.status, "aborted");
  },
  "a second connection hears the first one's cells": async ({ kernel, kernels }) => {
    const second = kernels.connectTo({ model: kernel.model, handleComms: false });
    await second.info;
    const heard = new Promise<void>((resolve) =>
      second.iopubMessage.connect((_, message) => {
        if (KernelMessage.isStreamMsg(message) && message.content.text === "both\n") resolve();
      })
    );
    await run(kernel, "console.log('both')");
    await heard;
    second.dispose();
  },
  "a cell goes on while its frontend reconnects": async ({ kernel }) => {
    await run(kernel, "let go; const gone = new Promise((resolve) => go = resolve);");
    await run(kernel, "comms.registerTarget('go', () => go());");
    const future = kernel.requestExecute({ code: "await gone; 'went'" });
    const messages = keep(future);
    await kernel.reconnect();
    kernel.createComm("go").open();
    const { content: reply } = await future.done;
    assert.equal(text({ reply, messages }, "execute_result"), '"went"');
  },
  "a restart forgets the state": async ({ kernel }) => {
    await kernel.restart();
    assert.equal(text(await run(kernel, "typeof kept"), "execute_result"), '"undefined"');
  },
  "a killed kernel is started again": async ({ kernel }) => {
    const pid = Number(text(await run(kernel, "Deno.ppid"), "execute_result"));
    const restarting = new Promise<void>((resolve) =>
      kernel.statusChanged.connect((_, status) => void (/restarting/.test(status) && resolve()))
    );
    Deno.kill(pid, "SIGKILL");
    await restarting;
    assert.equal(text(await run(kernel, "1 + 2"), "execute_result"), "3");
  },
};

async function main(): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), "modulab-lab-"));
  try {
    await using server = await startJupyter(folder, { python: PYTHON });
    const kernels = new KernelManager({
      serverSettings: ServerConnection.makeSettings({
        baseUrl: server.address,
        wsUrl: server.address.replace("http", "ws"),
        token: server.token,
        appendToken: true,
      }),
      standby: "never",
    });
    const kernel = await kernels.startNew({ name: "modulab" });
    const code = await walkSteps(limited(STEPS), { suite: "lab_suite", rig: { kernel, kernels } });
    await kernel.shutdown();
    kernels.dispose();
    return code;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same steps, none of which waits for ever for what does not come. */
function limited(steps: Steps<Rig>): Steps<Rig> {
  const entries = Object.entries(steps).map(([name, step]) => {
    const inTime = (rig: Rig): Promise<void> => {
      const late = delay(LIMIT_MS, undefined, { ref: false }).then(() => {
        throw new Error(`It took longer than ${LIMIT_MS} ms`);
      });
      return Promise.race([step(rig), late]);
    };
    return [name, inTime] as const;
  });
  return Object.fromEntries(entries);
}

if (import.meta.main) Deno.exit(await main());
