import assert from "node:assert/strict";
import { isOurs, kernelSpec } from "../../../kernel/install/kernelspec.ts";

const OPTIONS = { deno: ["/usr/bin/deno"], entry: "/m/main.ts", config: "/m/deno.json" };

Deno.test("kernelSpec() gives the connection file as a word of its own", () => {
  const { argv } = kernelSpec(OPTIONS);
  assert.deepEqual(argv.filter((word) => word.includes("{")), ["{connection_file}"]);
  assert.equal(argv[argv.indexOf("{connection_file}") - 1], "--connection-file");
});

Deno.test("kernelSpec() asks for interrupts by message, as a signal would end Deno", () => {
  assert.equal(kernelSpec(OPTIONS).interrupt_mode, "message");
});

Deno.test("kernelSpec() keeps the kernel off the network and off the terminal", () => {
  const { argv } = kernelSpec(OPTIONS);
  for (const flag of ["--cached-only", "--quiet", "--no-prompt"]) assert.ok(argv.includes(flag));
});

Deno.test("kernelSpec() takes a display name", () => {
  assert.equal(kernelSpec(OPTIONS).display_name, "TypeScript (modulab)");
  assert.equal(kernelSpec({ ...OPTIONS, displayName: "Mine" }).display_name, "Mine");
});

Deno.test("isOurs() knows its own text and no other", () => {
  assert.ok(isOurs(JSON.stringify(kernelSpec(OPTIONS))));
  for (const text of ["", "null", "[]", '{"metadata":null}', '{"argv":["python"]}']) {
    assert.ok(!isOurs(text), text);
  }
});
