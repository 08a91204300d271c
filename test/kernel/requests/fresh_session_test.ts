import assert from "node:assert/strict";
import { finishRestart, freshSession } from "../../../kernel/requests/fresh_session.ts";
import { StateRig } from "./state.ts";

Deno.test("freshSession() starts a session with other permissions and prints the note", async () => {
  using rig = new StateRig();
  rig.state.lost = "The session ended";
  await freshSession(rig.state, { permissions: ["--allow-read"], note: "fresh\n", cell: rig.cell });
  assert.deepEqual(rig.restarts, [{ folder: "/notebooks", permissions: ["--allow-read"] }]);
  assert.equal(rig.text(), "fresh\n");
  assert.equal(rig.state.lost, undefined);
});

Deno.test("freshSession() keeps the permissions when none are named", async () => {
  using rig = new StateRig();
  await freshSession(rig.state, { note: "", cell: rig.cell });
  assert.deepEqual(rig.restarts, [{ folder: "/notebooks" }]);
});

Deno.test("freshSession() goes back to the permissions before when the new ones do not do", async () => {
  using rig = new StateRig({
    restart: ({ permissions }) =>
      permissions === undefined ? Promise.resolve() : Promise.reject(new Error("no such folder")),
  });
  const options = { permissions: ["--allow-read=?"], note: "fresh\n", cell: rig.cell };
  await assert.rejects(freshSession(rig.state, options), /no such folder/);
  assert.deepEqual(rig.restarts.map(({ permissions }) => permissions), [
    ["--allow-read=?"],
    undefined,
  ]);
  assert.equal(rig.text(), "");
});

Deno.test("finishRestart() waits for the restart that was asked for, once", async () => {
  const up = Promise.withResolvers<void>();
  using rig = new StateRig({ restart: () => up.promise });
  assert.equal(await finishRestart(rig.state), false);
  const asked = freshSession(rig.state, { note: "", cell: rig.cell });
  const finished = finishRestart(rig.state);
  up.resolve();
  assert.equal(await finished, true);
  await asked;
  assert.equal(await finishRestart(rig.state), false);
});

Deno.test("finishRestart() throws what the restart threw", async () => {
  using rig = new StateRig({ restart: () => Promise.reject(new Error("no session")) });
  const asked = assert.rejects(freshSession(rig.state, { note: "", cell: rig.cell }));
  await assert.rejects(finishRestart(rig.state), /no session/);
  await asked;
});
