import assert from "node:assert/strict";
import { watchParent } from "../../kernel/watch_parent.ts";

Deno.test("watchParent() notices that the parent has gone", async () => {
  let parent = 4711;
  let looks = 0;
  function ppid(): number {
    // The parent dies between the third look and the fourth.
    if (++looks > 3) parent = 1;
    return parent;
  }
  using watch = watchParent({ ppid, startedBy: "4711", every: 1 });
  await watch.orphaned;
  assert.equal(looks, 4);
});

Deno.test("watchParent() notices a parent that had gone before the first look", async () => {
  using watch = watchParent({ ppid: () => 1, startedBy: "4711", every: 1 });
  await watch.orphaned;
});

Deno.test("watchParent() takes the first process of a container, and launchers, for parents", async () => {
  const cases = [[1, undefined], [1, "1"], [1, ""], [4712, "4711"]] as const;
  for (const [ppid, startedBy] of cases) {
    const looked = Promise.withResolvers<void>();
    let looks = 0;
    const look = (): number => {
      if (++looks === 5) looked.resolve();
      return ppid;
    };
    using watch = watchParent({ ppid: look, startedBy, every: 1 });
    await Promise.race([looked.promise, watch.orphaned.then(() => assert.fail("not orphaned"))]);
  }
});
