import assert from "node:assert/strict";
import { pictureUrl } from "../../../../kernel/notebook/html/picture.ts";
import { inFolder } from "../../../support/temporary.ts";

Deno.test("pictureUrl() carries pictures below the notebook's folder", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/deep`);
    await Deno.writeFile(`${folder}/deep/a b.PNG`, Uint8Array.of(1, 2, 3));
    assert.equal(await pictureUrl("deep/a%20b.PNG", folder), "data:image/png;base64,AQID");
    assert.equal(await pictureUrl("./deep/../deep/a b.PNG", folder), "data:image/png;base64,AQID");
  });
});

Deno.test("pictureUrl() reads nothing outside of the folder, and nothing but pictures", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/notebooks`);
    await Deno.writeFile(`${folder}/secret.png`, Uint8Array.of(1));
    await Deno.writeTextFile(`${folder}/notebooks/secret.txt`, "secret");
    const inside = `${folder}/notebooks`;
    for (
      const href of [
        "../secret.png",
        "..%2Fsecret.png",
        `${folder}/secret.png`,
        "secret.txt",
        "none.png",
        "%E0%A4%A.png",
        "https://x.example/a.png",
      ]
    ) {
      assert.equal(await pictureUrl(href, inside), undefined, href);
    }
  });
});

Deno.test("pictureUrl() keeps data URLs of pictures as they are", async () => {
  const url = "data:image/gif;base64,aGk=";
  assert.equal(await pictureUrl(url, "/"), url);
  assert.equal(await pictureUrl("data:text/html,x", "/"), undefined);
});
