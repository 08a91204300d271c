import assert from "node:assert/strict";
import { history } from "../../../../kernel/requests/handlers/history.ts";
import type { JsonObject } from "../../../../kernel/wire/message.ts";
import { requestOf } from "../../../support/recording_transport.ts";
import { StateRig } from "../state.ts";

Deno.test("history gives all that follow where a range has no end, however few cells were run since", () => {
  using rig = new StateRig();
  for (let line = 1; line <= 5; line++) rig.state.history.add(line, `${line}`);
  rig.state.executionCount = 2;
  const content = { hist_access_type: "range", session: rig.state.history.session, start: 2 };
  const answers: JsonObject[] = [];
  const received = requestOf("history_request", content);
  history({
    received,
    content,
    kernel: rig.state,
    reply: (answer) => void answers.push(answer),
  });
  const lines = [2, 3, 4, 5].map((line) => [rig.state.history.session, line, `${line}`]);
  assert.deepEqual(answers, [{ status: "ok", history: lines }]);
});
