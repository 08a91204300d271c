/**
 * Pictures of displays: drawn where the terminal can, else kept as files that a viewer shows.
 *
 * @module
 */

import { rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { JsonObject } from "../../wire/message.ts";
import { asText } from "../json.ts";
import { inlinePicture, type PictureProtocol } from "./inline_picture.ts";

/** File endings by MIME type, the sharpest form first. */
const ENDINGS: readonly (readonly [string, string])[] = [
  ["image/svg+xml", "svg"],
  ["image/png", "png"],
  ["image/jpeg", "jpg"],
  ["image/gif", "gif"],
  ["image/webp", "webp"],
];

/** A folder of pictures that is there only when there are any. */
export class Pictures implements Disposable {
  readonly #protocol: PictureProtocol | undefined;
  #folder: string | undefined;
  #count = 0;

  /** @param protocol how the terminal takes pictures, if it does */
  constructor(protocol?: PictureProtocol) {
    this.#protocol = protocol;
  }

  /**
   * Shows the picture of a display, or writes it to a file.
   *
   * @param data forms by MIME type
   * @returns what draws it or says where it is, or undefined where there is no picture
   */
  readonly show = (data: JsonObject): string | undefined => {
    try {
      return this.#show(data);
    } catch {
      // Base64 that is none, or a full disk: the display's text is there all the same.
      return undefined;
    }
  };

  /** Removes the folder. */
  [Symbol.dispose](): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }

  #show(data: JsonObject): string | undefined {
    const png = asText(data["image/png"]);
    if (png !== undefined && this.#protocol !== undefined) {
      return inlinePicture(png.trim(), this.#protocol);
    }
    for (const [type, ending] of ENDINGS) {
      const picture = asText(data[type]);
      if (picture === undefined) continue;
      const bytes = ending === "svg"
        ? new TextEncoder().encode(picture)
        : Uint8Array.fromBase64(picture);
      return `picture: ${this.#write(`${++this.#count}.${ending}`, bytes)}`;
    }
    return undefined;
  }

  #write(name: string, bytes: Uint8Array): string {
    this.#folder ??= Deno.makeTempDirSync({ prefix: "modulab-" });
    const file = join(this.#folder, name);
    Deno.writeFileSync(file, bytes);
    return pathToFileURL(file).href;
  }
}
