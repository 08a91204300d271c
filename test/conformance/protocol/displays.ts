/** Displays, their updates, and clearing. */
import assert from "node:assert/strict";
import type { Check, ProtocolRig } from "./rig.ts";
import { only, order } from "../../support/peer.ts";

export async function testDisplays({ peer }: ProtocolRig, check: Check): Promise<void> {
  await check("a display has a name of its own, under which its handle updates it", async () => {
    const { published } = await peer.execute("const shown = display('x'); shown.update('y');");
    const { transient } = only(published, "display_data").content as { transient: object };
    assert.deepEqual(Object.keys(transient), ["display_id"]);
    assert.deepEqual(only(published, "update_display_data").content.transient, transient);
  });

  await check("a named display is updated from a later cell, as that cell's output", async () => {
    const first = await peer.execute("display('one', { id: 'figure' });");
    assert.deepEqual(only(first.published, "display_data").content.transient, {
      display_id: "figure",
    });
    const second = await peer.execute("display('two', { id: 'figure', update: true });");
    assert.equal(order(second.published), "busy execute_input update_display_data idle");
    const update = only(second.published, "update_display_data");
    assert.deepEqual(update.content.transient, { display_id: "figure" });
    assert.match(JSON.stringify(update.content.data), /two/);
    assert.equal(update.parent_header.msg_id, second.request.header.msg_id);
  });

  await check("clear_output keeps its place, and its wait", async () => {
    const { published } = await peer.execute(
      "console.log(1); clearOutput({ wait: true }); console.log(2); clearOutput();",
    );
    assert.equal(
      order(published),
      "busy execute_input stdout clear_output stdout clear_output idle",
    );
    const clears = published.filter(({ header }) => header.msg_type === "clear_output");
    assert.deepEqual(clears.map(({ content }) => content), [{ wait: true }, { wait: false }]);
  });

  await check("values that JSON cannot hold leave the kernel clean", async () => {
    const code = "display({ [Symbol.for('Jupyter.display')]: () => ({ 'application/json': " +
      "{ nan: NaN, big: 10n, lone: '\\ud800', none: undefined }, 'text/plain': 'x' }) });";
    const { published } = await peer.execute(code);
    const { data } = only(published, "display_data").content as { data: Record<string, unknown> };
    assert.deepEqual(JSON.parse(JSON.stringify(data)), data);
    assert.equal(JSON.stringify(data).includes("\\ud800"), false);
  });
}
