import assert from "node:assert/strict";
import { systemDescriptors } from "../../../kernel/wire/descriptors.ts";
import { Poller } from "../../../kernel/wire/poller.ts";
import { ZmqContext, type ZmqSocket } from "../../../kernel/wire/zmq.ts";
import { Inbox } from "../../support/inbox.ts";

/** Two connections of a publisher, and the number of the first that came in. */
class Rig implements AsyncDisposable {
  readonly here = new ZmqContext();
  readonly there = new ZmqContext();
  readonly publisher: ZmqSocket = this.here.socket("xpub", { linger: 0, sendHighWater: 0 });
  readonly events = new Inbox<Uint8Array[]>();
  readonly #poller: Poller;

  constructor(endpoint: string) {
    const monitor = this.here.monitor(this.publisher);
    this.publisher.bind(endpoint);
    this.#poller = new Poller(this.here, [{ socket: monitor, received: this.events.put }]);
    this.#poller.start();
  }

  /** Connects somebody who reads one message at most. */
  async connect(): Promise<number> {
    const socket = this.there.socket("sub", { linger: 0, receiveHighWater: 1, subscribe: "" });
    socket.connect(this.publisher.endpoint());
    return await this.event(0x20);
  }

  /** The descriptor of the next event, which has to be of a kind. */
  async event(kind: number): Promise<number> {
    const [frame] = await this.events.take() as [Uint8Array];
    const view = new DataView(frame.buffer);
    assert.equal(view.getUint16(0, true), kind);
    return view.getInt32(2, true);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#poller.stop();
    await Promise.all([this.here.close(), this.there.close()]);
  }
}

Deno.test("systemDescriptors() tells what a peer has not read, where it connected, and ends it", async () => {
  const folder = await Deno.makeTempDir();
  for (const endpoint of ["tcp://127.0.0.1:*", `ipc://${folder}/socket`]) {
    await using rig = new Rig(endpoint);
    const [first, second] = [await rig.connect(), await rig.connect()];
    const descriptors = systemDescriptors(rig.here.library);
    assert.equal(descriptors.address(first), descriptors.address(second));
    const deadline = performance.now() + 10_000;
    while (descriptors.waiting(first) === 0 && performance.now() < deadline) {
      rig.publisher.send([new Uint8Array(100_000)]);
      await new Promise((resolve) => setTimeout(resolve));
    }
    assert.ok((descriptors.waiting(first) ?? 0) > 0, "nothing waits");
    descriptors.cutOff(first);
    assert.equal(await rig.event(0x200), first);
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("systemDescriptors() knows nothing of what is no connection", async () => {
  await using rig = new Rig("tcp://127.0.0.1:*");
  const descriptors = systemDescriptors(rig.here.library);
  for (const number of [-1, 0, 100_000]) {
    assert.equal(descriptors.waiting(number), undefined);
    assert.equal(descriptors.address(number), undefined);
    descriptors.cutOff(number);
  }
});
