import assert from "node:assert/strict";
import { historyFile } from "../../../kernel/record/history_file.ts";

Deno.test("historyFile() takes the file that MODULAB_HISTORY names", () => {
  const env = { MODULAB_HISTORY: "/x/h.sqlite", HOME: "/home/me" } as Record<string, string>;
  assert.equal(historyFile((name) => env[name]), "/x/h.sqlite");
});

Deno.test("historyFile() lies in the user's own folder, or nowhere", () => {
  const folders = { HOME: "/home/me", APPDATA: "/home/me", LOCALAPPDATA: "/home/me" } as Record<
    string,
    string
  >;
  assert.match(historyFile((name) => folders[name]) ?? "", /me.*modulab/);
  assert.equal(historyFile(() => undefined), undefined);
});
