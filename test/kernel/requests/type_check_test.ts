import assert from "node:assert/strict";
import type { Diagnostic } from "../../../kernel/compile/cell.ts";
import { interrupt } from "../../../kernel/requests/handlers/control.ts";
import { LateChecks } from "../../../kernel/requests/late_checks.ts";
import { type Check, type CheckPolicy, startCheck } from "../../../kernel/requests/type_check.ts";
import { requestOf } from "../../support/recording_transport.ts";
import { entryOf } from "./entry.ts";
import { StateRig } from "./state.ts";

const SOURCE = 'const n: number = "a";';

const WRONG: Diagnostic = {
  severity: "error",
  code: "TS2322",
  message: "Type 'string' is not assignable to type 'number'.",
  start: { line: 1, column: 7 },
  end: { line: 1, column: 8 },
};

interface Case {
  readonly policy?: CheckPolicy;
  readonly silent?: boolean;
  readonly source?: string;
  readonly allowInput?: boolean;
  /** What a cell waits that may ask nobody. */
  readonly unattended?: number;
}

/** Nobody sits at the keyboard. */
const UNATTENDED: Case = { allowInput: false };

/** A check whose findings the test gives. */
function begin(
  rig: StateRig,
  { policy = "warn", silent = false, source = SOURCE, allowInput = true, ...options }: Case = {},
): Check {
  rig.state.checkPolicy = policy;
  const entry = entryOf("checked", { source, count: 4, silent, allowInput });
  rig.state.cells.add(entry);
  rig.state.cells.run(entry);
  return startCheck(entry, rig.state, options);
}

function finding(...found: readonly Diagnostic[]): StateRig {
  return new StateRig({ assist: { diagnose: () => Promise.resolve(found) } });
}

Deno.test("startCheck() forbids a cell with type errors under %check error", async () => {
  using rig = finding(WRONG);
  const refused = await begin(rig, { policy: "error" }).before();
  assert.equal(refused?.ename, "TypeCheckError");
  assert.equal(refused?.evalue, `TS2322: ${WRONG.message}`);
  assert.match(refused?.traceback.join("\n") ?? "", /Cell \[4\][^]*\^[^]*%check warn/);
});

Deno.test("startCheck() checks a cell that begins with %check by the policy it sets", async () => {
  using rig = finding(WRONG);
  const strict = begin(rig, { policy: "off", source: `\n%check error\n${SOURCE}` });
  assert.equal((await strict.before())?.ename, "TypeCheckError");
  assert.equal(rig.state.checkPolicy, "error", "although the cell does not run");
  const free = begin(rig, { policy: "error", source: `%check off \r\n${SOURCE}` });
  assert.equal(free.before(), undefined);
  await free.after();
  assert.equal(rig.text("stderr"), "");
  for (const source of [`${SOURCE}\n%check off`, "%check offf", "`\n%check off`"]) {
    begin(rig, { source });
    assert.equal(rig.state.checkPolicy, "warn", source);
  }
});

Deno.test("startCheck() lets a cell with warnings only run under %check error", async () => {
  using rig = finding({ ...WRONG, severity: "warning" });
  assert.equal(await begin(rig, { policy: "error" }).before(), undefined);
});

Deno.test("startCheck() prints type errors below the cell under %check warn", async () => {
  using rig = finding(WRONG);
  const check = begin(rig);
  assert.equal(await check.before(), undefined);
  assert.equal(rig.text("stderr"), "");
  await check.after();
  assert.match(rig.text("stderr"), /Cell \[4\][^]*not assignable/);
});

Deno.test("startCheck() waits for nobody who is not warm, and prints what comes later", async () => {
  const found = Promise.withResolvers<readonly Diagnostic[]>();
  using rig = new StateRig({ assist: { diagnose: () => found.promise } });
  rig.state.assistWarm = false;
  const printed = Promise.withResolvers<string>();
  rig.state.outputs.print = (_entry, text) => printed.resolve(text);
  await begin(rig).after();
  found.resolve([WRONG]);
  assert.match(await printed.promise, /not assignable/);
});

Deno.test("startCheck() does not wait for a server that is behind", async () => {
  const never = (): Promise<readonly Diagnostic[]> => new Promise(() => {});
  using rig = new StateRig({ assist: { diagnose: never, behind: true } });
  rig.state.assistWarm = true;
  const began = performance.now();
  await begin(rig).after();
  assert.ok(performance.now() - began < 300);
});

Deno.test("startCheck() waits for a server that starts where nobody sits at the keyboard", async () => {
  const found = Promise.withResolvers<readonly Diagnostic[]>();
  const waiting: unknown[] = [];
  using rig = new StateRig({
    assist: {
      behind: true,
      diagnose: (_, options) => {
        waiting.push(options?.waiting);
        return found.promise;
      },
    },
  });
  rig.state.assistWarm = false;
  await begin(rig).after();
  const ended = begin(rig, UNATTENDED).after();
  assert.equal(rig.text("stderr"), "");
  found.resolve([WRONG]);
  await ended;
  assert.match(rig.text("stderr"), /not assignable[^]*not assignable/);
  assert.deepEqual(waiting, [false, true]);
});

Deno.test("startCheck() waits in vain for one cell only, until the server has answered", async () => {
  const answers: PromiseWithResolvers<readonly Diagnostic[]>[] = [];
  const diagnose = (): Promise<readonly Diagnostic[]> => {
    const answer = Promise.withResolvers<readonly Diagnostic[]>();
    answers.push(answer);
    return answer.promise;
  };
  using rig = new StateRig({ assist: { diagnose } });
  await begin(rig, { ...UNATTENDED, unattended: 1 }).after();
  await begin(rig, UNATTENDED).after();
  answers[0]?.resolve([]);
  await answers[0]?.promise;
  await new Promise((resolve) => setTimeout(resolve));
  const ended = begin(rig, UNATTENDED).after();
  answers[2]?.resolve([WRONG]);
  await ended;
  assert.match(rig.text("stderr"), /not assignable/);
});

Deno.test("startCheck() waits for no warnings of a cell that is or was interrupted", async () => {
  const never = (): Promise<readonly Diagnostic[]> => new Promise(() => {});
  using rig = new StateRig({ assist: { diagnose: never } });
  rig.session.interrupt = () => Promise.resolve("idle");
  const stop = (): Promise<void> =>
    interrupt({
      received: requestOf("interrupt_request"),
      content: {},
      kernel: rig.state,
      reply: () => {},
    });
  const waits = begin(rig, UNATTENDED).after();
  await stop();
  await waits;
  rig.state.checkOverdue = false;
  const check = begin(rig, UNATTENDED);
  await stop();
  await check.after();
});

Deno.test("startCheck() leaves the check to who takes late ones, and prints below the cell", async () => {
  const found = Promise.withResolvers<readonly Diagnostic[]>();
  const waiting: unknown[] = [];
  const lateChecks = new LateChecks();
  using rig = new StateRig({
    lateChecks,
    assist: {
      diagnose: (_, options) => {
        waiting.push(options?.waiting);
        return found.promise;
      },
    },
  });
  const check = begin(rig, UNATTENDED);
  assert.equal(await check.before(), undefined);
  await check.after();
  assert.equal(lateChecks.open, 1);
  found.resolve([WRONG]);
  await lateChecks.settled();
  const [content] = rig.transport.published.map(({ message }) => message.content);
  assert.match(String(content?.text), /^Cell \[4\][^]*not assignable/, "sent by then");
  assert.deepEqual(lateChecks.found, [String(content?.text).trimEnd()]);
  assert.deepEqual(waiting, [true], "the server starts at once");
});

Deno.test("startCheck() forbids a cell under %check error although somebody takes late checks", async () => {
  const lateChecks = new LateChecks();
  using rig = new StateRig({
    lateChecks,
    assist: { diagnose: () => Promise.resolve([WRONG]) },
  });
  assert.notEqual(await begin(rig, { policy: "error" }).before(), undefined);
  assert.equal(lateChecks.open, 0);
});

Deno.test("startCheck() asks nothing of cells of numbers, silent ones, and under %check off", async () => {
  let asked = 0;
  const diagnose = (): Promise<readonly Diagnostic[]> => Promise.resolve((asked++, [WRONG]));
  using rig = new StateRig({ assist: { diagnose } });
  for (const it of [{ source: "(1 + 2.5) * 3;" }, { silent: true }, { policy: "off" }] as const) {
    const check = begin(rig, it);
    assert.equal(await check.before(), undefined);
    await check.after();
  }
  assert.equal(asked, 0);
  assert.equal(rig.text("stderr"), "");
});

Deno.test("startCheck() says of a cell of data that it is too long to be checked", async () => {
  using rig = new StateRig({ assist: { diagnose: () => assert.fail("was asked") } });
  for (const policy of ["warn", "error"] as const) {
    const check = begin(rig, { policy, source: `"${"x".repeat(1_000_000)}"` });
    assert.equal(await check.before(), undefined);
    await check.after();
  }
  assert.equal(rig.text("stderr").match(/too long to have its types checked/g)?.length, 2);
});

Deno.test("startCheck() finds what is wrong in cells that name nothing", async () => {
  for (const source of ['"text" * 2', '"text".nope', "[1].at('0')", "1..nope", "({}).a"]) {
    using rig = finding(WRONG);
    await begin(rig, { source }).after();
    assert.match(rig.text("stderr"), /not assignable/, source);
  }
});

Deno.test("startCheck() takes a language server that fails for one that found nothing", async () => {
  const diagnose = (): Promise<never> => Promise.reject(new Error("server ended"));
  using rig = new StateRig({ assist: { diagnose } });
  assert.equal(await begin(rig, { policy: "error" }).before(), undefined);
  await begin(rig).after();
  assert.equal(rig.text("stderr"), "");
});
