import assert from "node:assert/strict";
import type { ServerProcess } from "../../../kernel/assist/server_process.ts";
import { Supervisor } from "../../../kernel/assist/supervisor.ts";

/** A server that only lives and dies. */
function fakeServer(
  pid: number,
): ServerProcess & { crash(): void; readonly killed: () => boolean } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let killed = false;
  return {
    pid,
    ended: promise,
    request: () => Promise.reject(new Error("unused")),
    notify: () => {},
    kill: () => {
      killed = true;
      resolve();
      return promise;
    },
    crash: resolve,
    killed: () => killed,
  };
}

function starter(): {
  servers: ReturnType<typeof fakeServer>[];
  start: () => Promise<ServerProcess>;
} {
  const servers: ReturnType<typeof fakeServer>[] = [];
  const start = (): Promise<ServerProcess> => {
    const server = fakeServer(servers.length + 1);
    servers.push(server);
    return Promise.resolve(server);
  };
  return { servers, start };
}

Deno.test("Supervisor starts one server for many questions", async () => {
  const { servers, start } = starter();
  const supervisor = new Supervisor({ start });
  const pids = await Promise.all(
    [1, 2, 3].map(() => supervisor.use(({ pid }) => Promise.resolve(pid))),
  );
  assert.deepEqual(pids, [1, 1, 1]);
  await supervisor.close();
  assert.equal(servers[0]?.killed(), true);
  assert.equal(await supervisor.use(() => Promise.resolve(1)), undefined);
});

Deno.test("Supervisor starts another server after a crash", async () => {
  const { servers, start } = starter();
  const supervisor = new Supervisor({ start, pause: 1 });
  const first = await supervisor.server();
  servers[0]?.crash();
  await first?.ended;
  const second = await supervisor.use(({ pid }) => Promise.resolve(pid));
  assert.equal(second, 2);
  await supervisor.close();
});

Deno.test("Supervisor gives up after so many failures", async () => {
  let starts = 0;
  const start = (): Promise<ServerProcess> => Promise.reject(new Error(`start ${++starts}`));
  const supervisor = new Supervisor({ start, pause: 1, attempts: 3 });
  assert.equal(await supervisor.server(), undefined);
  assert.equal(starts, 3);
  await supervisor.close();
});

Deno.test("Supervisor tries once more for who asks long after it gave up", async () => {
  let starts = 0;
  let isBroken = true;
  const start = (): Promise<ServerProcess> => {
    starts++;
    return isBroken ? Promise.reject(new Error("disk full")) : Promise.resolve(fakeServer(starts));
  };
  const patient = new Supervisor({ start, pause: 1, attempts: 3 });
  await patient.server();
  assert.equal(await patient.server(), undefined);
  assert.equal(starts, 3);
  const supervisor = new Supervisor({ start, pause: 1, attempts: 3, again: 0 });
  await supervisor.server();
  assert.equal(starts, 6);
  assert.equal(await supervisor.server(), undefined);
  assert.equal(starts, 7);
  isBroken = false;
  assert.equal((await supervisor.server())?.pid, 8);
  assert.equal((await supervisor.server())?.pid, 8);
  await Promise.all([patient.close(), supervisor.close()]);
});

Deno.test("Supervisor ends a server that nobody asks, and starts one for the next question", async () => {
  const { servers, start } = starter();
  const supervisor = new Supervisor({ start, idleAfter: 1 });
  await supervisor.use(() => Promise.resolve());
  await servers[0]?.ended;
  assert.equal(await supervisor.use(({ pid }) => Promise.resolve(pid)), 2);
  await supervisor.close();
  assert.equal(servers.length, 2);
});
