import assert from "node:assert/strict";
import { isSpoken, notebookLanguage } from "../../../kernel/notebook/language.ts";

Deno.test("notebookLanguage() believes the kernelspec, then language_info, then the kernel's name", () => {
  const language_info = { name: "python" };
  assert.equal(notebookLanguage({ kernelspec: { language: "julia" }, language_info }), "julia");
  assert.equal(notebookLanguage({ kernelspec: { name: "ir" }, language_info }), "python");
  assert.equal(notebookLanguage({ kernelspec: { name: "ir" } }), "R");
  assert.equal(notebookLanguage({ kernelspec: { name: "julia-1.10" } }), "julia");
  assert.equal(notebookLanguage({ kernelspec: { name: "deno" } }), undefined);
  assert.equal(notebookLanguage({}), undefined);
});

Deno.test("isSpoken() takes TypeScript, JavaScript, and notebooks that do not say", () => {
  for (const language of ["typescript", "TypeScript", "javascript", undefined]) {
    assert.ok(isSpoken(language));
  }
  for (const language of ["python", "R", ""]) assert.ok(!isSpoken(language));
});
