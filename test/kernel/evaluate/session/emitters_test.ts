/** Whose output events of Node's emitters make, and that emitters are as they were in all else. */
import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import fc from "fast-check";
import { type CellContext, Cells } from "../../../../kernel/evaluate/session/context.ts";
import { installEmitters } from "../../../../kernel/evaluate/session/emitters.ts";
import { assertLateOutput, type LateCase } from "../../../support/late_output.ts";
import { SessionRig, textOf } from "../../../support/session_rig.ts";
import { CELL } from "./cell.ts";

const SERVE = "await new Promise((done) => server.listen(0, '127.0.0.1', done));";
const CLOSE = "server.closeAllConnections?.(); server.close();";
const ASK = "void fetch(`http://127.0.0.1:${server.address().port}`, " +
  "{ method: 'POST', body: 'question' }).then((answer) => answer.body?.cancel(), () => {})";
const CONNECT = "import net from 'node:net'; net.connect(server.address().port, '127.0.0.1')";

/** Events that the runtime emits as code of no cell. */
const EVENTS: Readonly<Record<string, LateCase>> = {
  "a request of node:http": {
    register: `import { createServer } from "node:http";
      const server = createServer((_, response) => { late(); response.end(); }); ${SERVE}`,
    trigger: ASK,
    close: CLOSE,
  },
  "a request that a listener hears, and a timer behind it": {
    register: `import http from "node:http";
      const server = http.createServer();
      server.on("request", (_, response) => setTimeout(() => { late(); response.end(); })); ${SERVE}`,
    trigger: ASK,
    close: CLOSE,
  },
  "the end of a request's body": {
    register: `import { createServer } from "node:http";
      const server = createServer((request, response) => {
        request.on("end", () => { late(); response.end(); }).resume();
      }); ${SERVE}`,
    trigger: ASK,
    close: CLOSE,
  },
  "an error of a client of node:http": {
    register: `import http from "node:http"; import { createServer } from "node:net";
      const server = createServer((socket) => globalThis.socket = socket); ${SERVE}
      http.get({ port: server.address().port, host: "127.0.0.1" }).on("error", late);
      await new Promise((done) => server.on("connection", done));`,
    trigger: "socket.destroy()",
    close: CLOSE,
  },
  "data of a socket of a server": {
    register: `import { createServer } from "node:net";
      const server = createServer((socket) => socket.on("data", late)); ${SERVE}`,
    trigger: `${CONNECT}.end("question")`,
    close: CLOSE,
  },
  "the end of a socket": {
    register: `import net from "node:net";
      const server = net.createServer((socket) => globalThis.socket = socket); ${SERVE}
      net.connect(server.address().port, "127.0.0.1").on("end", late).resume();
      await new Promise((done) => server.on("connection", done));`,
    trigger: "socket.end()",
    close: CLOSE,
  },
  "a stream of node:http2": {
    register: `import http2 from "node:http2";
      const server = http2.createServer();
      server.on("stream", (stream) => { late(); stream.respond({ ":status": 200 }); stream.end("x"); }); ${SERVE}`,
    trigger: `import http2 from "node:http2";
      const client = http2.connect(\`http://127.0.0.1:\${server.address().port}\`);
      client.request({ ":path": "/" }).on("end", () => client.close()).resume().end()`,
    // Deno tells the next client that it shall go away, if this one is not gone before its server.
    close: `if (!client.destroyed) await new Promise((done) => client.once("close", done));
      server.close();`,
  },
  "the close of a socket of node:dgram": {
    register: `import dgram from "node:dgram";
      const socket = dgram.createSocket("udp4").on("close", late).bind(0, "127.0.0.1", () =>
        socket.send("x", 9, "127.0.0.1", () => socket.close()));`,
  },
  "data of a subprocess of node:child_process": {
    register: `import { spawn } from "node:child_process";
      const child = spawn("cat"); child.stdout.on("data", late);`,
    trigger: 'child.stdin.write("x")',
    close: "child.kill()",
  },
  "a line of a subprocess": {
    register: `import { spawn } from "node:child_process"; import readline from "node:readline";
      const child = spawn("cat"); readline.createInterface(child.stdout).on("line", late);`,
    trigger: 'child.stdin.write("x\\n")',
    close: "child.kill()",
  },
  "a chunk of a subprocess that a pipeline transforms": {
    register: `import { spawn } from "node:child_process";
      import { pipeline, Transform } from "node:stream";
      const child = spawn("cat");
      const transform = (chunk, _, done) => { late(); done(null, chunk); };
      pipeline(child.stdout, new Transform({ transform }), async (all) => { for await (const _ of all); }, () => {});`,
    trigger: 'child.stdin.write("x")',
    close: "child.kill()",
  },
};

Deno.test("installEmitters() gives what the runtime emits to the cell that listens", async (t) => {
  await using rig = await SessionRig.start();
  for (const [name, late] of Object.entries(EVENTS)) {
    await t.step(name, () => assertLateOutput(rig, late));
  }
});

Deno.test("installEmitters() gives a listener that another cell adds to that cell", async () => {
  await using rig = await SessionRig.start();
  const cells = [
    "import { spawn } from 'node:child_process'; const child = spawn('cat'); child.stdout.on('data', () => console.log('one'));",
    "child.stdout.on('data', () => console.log('two')).once('data', () => console.log('three')); child.on('close', () => console.log('four'));",
    "child.on('close', () => console.log('five')); child.stdin.end('x'); await new Promise((done) => child.on('close', done));",
  ];
  const ids: string[] = [];
  for (const cell of cells) ids.push((await rig.run(cell)).id);
  const of = (cell: string | undefined): string =>
    textOf(rig.outputs, { stream: "stdout", cell: cell ?? null });
  assert.deepEqual([of(ids[0]), of(ids[1])], ["one\n", "two\nthree\nfour\n"]);
  assert.match(textOf(rig.outputs, { stream: "stdout" }), /five/);
});

/** A subclass whose own methods are replaced; others of this process stay as they are. */
class Emitter extends EventEmitter {
  static init(): void {}

  constructor() {
    super();
    Reflect.apply(Emitter.init, this, []);
  }
}
const cells = new Cells();
installEmitters(cells, Emitter);

const CONTEXTS: readonly (CellContext | undefined)[] = [
  undefined,
  ...["one", "two", "three"].map((id) => {
    cells.announce({ ...CELL, id });
    return cells.get(id);
  }),
];

const ADD = ["on", "addListener", "once", "prependListener", "prependOnceListener"] as const;
const REMOVE = ["off", "removeListener"] as const;
const operation = fc.record({
  context: fc.nat(CONTEXTS.length - 1),
  method: fc.constantFrom(...ADD, ...ADD, ...REMOVE, "emit", "emit", "removeAllListeners"),
  type: fc.constantFrom("a", "b", "error"),
  listener: fc.nat(3),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** Everything that a program can see of an emitter while it uses it. */
function trace(emitter: EventEmitter, operations: readonly Operation[]): readonly unknown[] {
  const seen: unknown[] = [];
  const listeners = [0, 1, 2, 3].map((number) =>
    function (this: unknown, ...args: unknown[]): void {
      seen.push([number, this === emitter, ...args]);
      if (number === 3) throw new RangeError("the third fails");
    }
  );
  const name = (listener: unknown): number => listeners.indexOf(listener as typeof listeners[0]);
  emitter.on("newListener", (type, listener) => seen.push(["new", type, name(listener)]));
  emitter.on("removeListener", (type, listener) => seen.push(["removed", type, name(listener)]));
  for (const { context, method, type, listener } of operations) {
    const value = listeners[listener] as typeof listeners[0];
    const args = method === "emit" ? [type, listener] : [type, value];
    const run = (): unknown => Reflect.apply(emitter[method], emitter, args);
    const cell = CONTEXTS[context];
    try {
      const result = cell === undefined ? run() : cells.run(cell, run);
      seen.push([method, result === emitter ? "itself" : result]);
    } catch (error) {
      seen.push([method, String(error)]);
    }
    seen.push(
      emitter.eventNames().map((event) => [
        event,
        emitter.listeners(event).map(name),
        emitter.rawListeners(event).length,
        emitter.listenerCount(event, value),
      ]),
    );
  }
  return seen;
}

Deno.test("installEmitters() leaves emitters as they are in all else", () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 20 }), (operations) => {
      const ours = trace(new Emitter(), operations);
      assert.deepEqual(ours, trace(new EventEmitter(), operations));
    }),
    { numRuns: 500 },
  );
  const { emit, on, addListener, once, off, removeListener } = Emitter.prototype;
  assert.deepEqual([emit.name, emit.length], ["emit", EventEmitter.prototype.emit.length]);
  assert.deepEqual([on.name, once.name], ["addListener", "once"]);
  assert.deepEqual([on, off], [addListener, removeListener]);
  assert.throws(() => Reflect.apply(on, new Emitter(), ["a", "no function"]), TypeError);
});

Deno.test("installEmitters() runs every listener in the cell that added it, or in the emitting one", () => {
  const context = fc.nat(CONTEXTS.length - 1);
  const added = fc.record({ context, method: fc.constantFrom(...ADD) });
  fc.assert(
    fc.property(
      context,
      fc.array(added, { minLength: 1, maxLength: 10 }),
      context,
      (maker, list, by) => {
        const inside = <T>(context: number, run: () => T): T => {
          const cell = CONTEXTS[context];
          return cell === undefined ? run() : cells.run(cell, run);
        };
        const emitter = inside(maker, () => new Emitter());
        const seen: (readonly [number, number])[] = [];
        list.forEach(({ context, method }) =>
          inside(context, () =>
            emitter[method]("event", () => {
              seen.push([context, CONTEXTS.indexOf(cells.current())]);
            }))
        );
        inside(by, () => emitter.emit("event"));
        assert.equal(seen.length, list.length);
        const home = maker || (list.find(({ context }) => context > 0)?.context ?? 0);
        for (const [context, ran] of seen) {
          const own = by === 0 || by === home ? context || home : by;
          assert.equal(ran, own);
        }
      },
    ),
  );
});
