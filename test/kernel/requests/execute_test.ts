import assert from "node:assert/strict";
import { execute } from "../../../kernel/requests/execute.ts";
import { requestOf } from "../../support/recording_transport.ts";
import { StateRig } from "./state.ts";

Deno.test("execute() shows a fault that is not the cell's as the cell's error, and aborts the queue", async () => {
  using rig = new StateRig({
    end: () => {
      throw new RangeError("no such host");
    },
  });
  let aborted = 0;
  const failed = (): Promise<void> => Promise.resolve(void aborted++);
  const request = requestOf("execute_request", { code: "1" });
  const reply = await execute(request, { kernel: rig.state, failed });
  assert.equal(reply.status, "error");
  assert.equal(reply.execution_count, 2);
  assert.equal(aborted, 1);
  const [shown] = rig.published("error");
  assert.deepEqual([shown?.ename, shown?.evalue], [reply.ename, reply.evalue]);
  assert.match(String(reply.evalue), /^no such host\. If the next cell fails as well, restart/);
});

Deno.test("execute() tells the language server of cells that leave values, types or globals behind", async () => {
  const told: string[] = [];
  using rig = new StateRig({
    assist: { diagnose: () => Promise.resolve([]), ran: (_, source) => void told.push(source) },
  });
  const cells = [
    "const a = 1",
    "interface Point { x: number }",
    "type Id = string",
    "declare global { interface Window { id: Id } }",
    'import type { Stats } from "node:fs"',
    "globalThis.shared = 1",
    "namespace Shapes { export interface Box { side: number } }",
    "1 + 1",
  ];
  for (const code of cells) {
    const request = requestOf("execute_request", { code });
    await execute(request, { kernel: rig.state, failed: () => Promise.resolve() });
  }
  assert.deepEqual(told, cells.slice(0, -1));
});

Deno.test("execute() replies although the display of a user expression is interrupted", async () => {
  using rig = new StateRig();
  const terminated = Promise.withResolvers<void>();
  rig.session.orTerminated = (work: unknown) => Promise.race([work, terminated.promise]);
  rig.session.host.call = () => {
    terminated.resolve();
    return new Promise(() => {});
  };
  const request = requestOf("execute_request", { code: "1", user_expressions: { shown: "2" } });
  const reply = await execute(request, { kernel: rig.state, failed: () => Promise.resolve() });
  assert.equal(reply.status, "ok");
  assert.match(JSON.stringify(reply.user_expressions), /"shown":{"status":"error","ename":"Inter/);
});
