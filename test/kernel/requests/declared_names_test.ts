import assert from "node:assert/strict";
import { declaredNames } from "../../../kernel/requests/declared_names.ts";
import { SessionRig } from "../../support/session_rig.ts";

/** Ends in a comment, since the compiler appends a path to it. */
const RUNTIME =
  "data:text/javascript,export%20const%20jsx=()=>1,jsxs=jsx,Fragment=1,createElement=jsx//";

Deno.test("declaredNames() leaves out what decorators, TSX and commands bring along", async () => {
  await using rig = await SessionRig.start();
  const cells = [
    "const seen = (target: unknown, context: DecoratorContext) => target;",
    "@seen class Shape { @seen area() { return 1 } }",
    "/** @jsxRuntime classic @jsx draw */ const classic = <p />; function draw() { return 1 }",
    `/** @jsxImportSource ${RUNTIME} */ const _jsx = 1; const view = <><p a={1} /><p {...{}} key='k' /></>;`,
    "%time const timed = 1",
  ];
  for (const cell of cells) assert.deepEqual((await rig.run(cell)).end, { status: "ok" }, cell);
  const names = (await declaredNames(rig.session.host)).toSorted();
  assert.deepEqual(names, ["Shape", "classic", "draw", "seen", "timed", "view"]);
});
