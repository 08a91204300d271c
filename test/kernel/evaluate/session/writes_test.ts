/** Whose output callbacks of writes make, and that streams are as they were in all else. */
import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { Cells } from "../../../../kernel/evaluate/session/context.ts";
import { installWrites } from "../../../../kernel/evaluate/session/writes.ts";
import { assertLateOutput } from "../../../support/late_output.ts";
import { SessionRig } from "../../../support/session_rig.ts";
import { CELL } from "./cell.ts";

/** More than the system keeps of a socket that nobody reads. */
const MUCH = "Buffer.alloc(2e7)";
const CALLS = [
  `socket.write(${MUCH}, late)`,
  `socket.end(${MUCH}, late)`,
  `
  socket.write(${MUCH}); socket.end(late)`,
];

Deno.test("installWrites() gives callbacks of writes that take their time to the cell that wrote", async (t) => {
  await using rig = await SessionRig.start();
  for (const call of CALLS) {
    await t.step(call.trim(), () =>
      assertLateOutput(rig, {
        register: `import net from "node:net";
          const server = net.createServer((reader) => globalThis.reader = reader.pause());
          await new Promise((done) => server.listen(0, "127.0.0.1", done));
          const socket = net.connect(server.address().port, "127.0.0.1");
          ${call};
          await new Promise((done) => server.on("connection", done));`,
        trigger: "reader.resume()",
        close: "socket.destroy(); server.close();",
      }));
  }
});

/** A subclass whose own methods are replaced; other streams of this process stay as they are. */
class Sink extends Writable {}
const cells = new Cells();
installWrites(cells, [Sink.prototype]);

/** What a sink is given, and what its writer hears. */
async function use(Kind: typeof Writable, chunk: unknown): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const sink = new Kind({
    objectMode: true,
    write: (...[chunk, encoding, done]) => {
      seen.push(chunk, encoding);
      done();
    },
  });
  await new Promise<void>((done) => {
    seen.push(sink.write(chunk));
    sink.write("text", "latin1", (...args) => seen.push(args));
    sink.end("last", () => done());
  });
  return seen;
}

Deno.test("installWrites() leaves streams as they are in all else", async () => {
  cells.announce(CELL);
  const chunk = (): void => {};
  const seen = await cells.run(cells.get(CELL.id), () => use(Sink, chunk));
  assert.deepEqual(seen, await use(Writable, chunk));
  for (const name of ["write", "end"] as const) {
    const [ours, theirs] = [Sink.prototype[name], Writable.prototype[name]];
    assert.deepEqual([ours.name, ours.length], [theirs.name, theirs.length]);
  }
});
