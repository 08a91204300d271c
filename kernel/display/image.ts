/**
 * Pictures: bytes that are one, canvases, and the helper `image`.
 *
 * @module
 */

import type { MimeBundle } from "./bundle.ts";
import type { Formatter } from "./formatter.ts";
import { type ImageHead, readImageHead } from "./image_size.ts";
import { type Rich, rich } from "./rich.ts";

/** What a picture shows, for who cannot see it. */
export interface ImageOptions {
  /** One sentence; default the kind and size of the picture. */
  readonly alt?: string;
}

/** Bytes whose head is that of a PNG, JPEG, GIF or WebP picture, whole enough to be drawn. */
export const imageBytesFormatter: Formatter<Uint8Array> = {
  name: "image",
  immediate: true,
  accepts: (value): value is Uint8Array =>
    value instanceof Uint8Array && isDrawable(readImageHead(value)),
  format: (bytes) => imageBundle(bytes),
};

/** The numbers 255, 216, 255 alone, such as a colour, are no JPEG: its head states a size. */
function isDrawable(head: ImageHead | undefined): boolean {
  return head !== undefined && (head.width !== undefined || head.type === "image/webp");
}

/** A canvas, of any library that follows the one of browsers. */
export interface Canvas {
  toDataURL(): unknown;
}

/** Canvases; some libraries answer the data URL as a promise. */
export const canvasFormatter: Formatter<Canvas> = {
  name: "canvas",
  accepts: (value): value is Canvas =>
    "toDataURL" in value && typeof value.toDataURL === "function",
  async format(canvas) {
    const url = await canvas.toDataURL();
    if (typeof url !== "string" || !url.startsWith("data:")) {
      throw new TypeError(`toDataURL must answer a data URL: got ${typeof url}`);
    }
    return imageBundle(await readUrl(new URL(url)));
  },
};

/**
 * A picture to display, from its bytes, its file or its address.
 *
 * @param source bytes; a path or file URL; or a `data:`, `http:` or `https:` URL; or a template of one
 * @param options what the picture shows; of a template, what is put into it
 * @returns the value to display
 * @throws {TypeError} if the bytes are of no known kind of picture
 * @throws {Deno.errors.NotFound} if there is no such file
 * @example
 * ```ts
 * import { image } from "./image.ts";
 * image("data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=", { alt: "one dot" });
 * image`data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=`;
 * ```
 */
export function image(strings: TemplateStringsArray, ...values: readonly unknown[]): Rich;
export function image(source: Uint8Array | string | URL, options?: ImageOptions): Rich;
export function image(
  source: TemplateStringsArray | Uint8Array | string | URL,
  ...values: readonly unknown[]
): Rich {
  return isTemplate(source)
    ? imageOf(String.raw({ raw: source }, ...values))
    : imageOf(source, values[0] as ImageOptions | undefined);
}

function isTemplate(source: object | string): source is TemplateStringsArray {
  return Array.isArray(source) && "raw" in source;
}

function imageOf(source: Uint8Array | string | URL, options: ImageOptions = {}): Rich {
  if (source instanceof Uint8Array) return rich(imageBundle(source, options));
  const url = typeof source === "string" ? asUrl(source) : source;
  if (url === undefined || url.protocol === "file:") {
    return rich(imageBundle(Deno.readFileSync(url ?? source), options));
  }
  const bundle = readUrl(url).then((bytes) => imageBundle(bytes, options));
  // Who displays the value hears of a failure; nobody has to.
  bundle.catch(() => {});
  return rich(bundle);
}

/**
 * The bundle of a picture, with its size and what it shows.
 *
 * @param bytes a PNG, JPEG, GIF or WebP picture, or SVG text in UTF-8
 * @param options what the picture shows
 * @returns the picture and one line of text
 * @throws {TypeError} if the bytes are of no known kind of picture
 * @example
 * ```ts
 * import { imageBundle } from "./image.ts";
 * const gif = Uint8Array.fromBase64("R0lGODlhAQABAAAAACwAAAAAAQABAAA=");
 * console.assert(imageBundle(gif).data["text/plain"] === "GIF image, 1 × 1 pixels");
 * ```
 */
export function imageBundle(bytes: Uint8Array, options: ImageOptions = {}): MimeBundle {
  const head = readImageHead(bytes);
  if (head === undefined) {
    if (isSvg(bytes)) return svgBundle(new TextDecoder().decode(bytes), options);
    throw new TypeError(
      `Cannot show ${bytes.length} bytes as a picture: they are no PNG, JPEG, GIF, WebP or SVG`,
    );
  }
  const { type, width, height } = head;
  const kind = type.slice("image/".length).toUpperCase();
  const size = width === undefined ? "" : `, ${width} × ${height} pixels`;
  const alt = options.alt ?? `${kind} image${size}`;
  const metadata = width === undefined ? { alt } : { width, height, alt };
  return {
    data: { [type]: bytes.toBase64(), "text/plain": alt },
    metadata: { [type]: metadata },
  };
}

function svgBundle(text: string, { alt = "SVG image" }: ImageOptions): MimeBundle {
  return {
    data: { "image/svg+xml": text, "text/plain": alt },
    metadata: { "image/svg+xml": { alt } },
  };
}

function isSvg(bytes: Uint8Array): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s.test(
    new TextDecoder().decode(bytes.subarray(0, 2_000)),
  );
}

/** A Windows path such as `C:\a.png` parses as a URL too; schemes of one letter are paths. */
function asUrl(text: string): URL | undefined {
  return /^[a-z]{2,}:/i.test(text) ? URL.parse(text) ?? undefined : undefined;
}

async function readUrl(url: URL): Promise<Uint8Array> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`Cannot fetch the picture ${url}: status ${response.status}`);
  }
  return await response.bytes();
}
