/**
 * `kernel_info`, `connect` and `comm_info`: what the kernel is.
 *
 * @module
 */

import { asJson } from "../publisher.ts";
import { type JsonObject, PROTOCOL_VERSION } from "../../wire/message.ts";
import type { RequestContext } from "./handler.ts";
import { VERSION } from "../../version.ts";

const HELP: readonly JsonObject[] = [
  { text: "Deno manual", url: "https://docs.deno.com" },
  { text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/" },
  { text: "tfjs API", url: "https://js.tensorflow.org/api/latest/" },
];

/** Answers `kernel_info_request`. */
export function kernelInfo({ reply }: RequestContext): void {
  reply({
    status: "ok",
    protocol_version: PROTOCOL_VERSION,
    implementation: "modulab",
    implementation_version: VERSION,
    language_info: {
      name: "typescript",
      version: Deno.version.typescript,
      mimetype: "text/x-typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: "typescript",
      nbconvert_exporter: "script",
    },
    banner:
      `modulab ${VERSION}: TypeScript on Deno ${Deno.version.deno}. %help lists the commands.`,
    help_links: HELP,
    supported_features: [],
    debugger: false,
  });
}

/** Answers `connect_request` with the ports. */
export function connect({ reply, kernel }: RequestContext): void {
  reply({ status: "ok", ...kernel.ports });
}

/** Answers `comm_info_request` with the open comms. */
export function commInfo({ reply, content, kernel }: RequestContext): void {
  const target = typeof content.target_name === "string" ? content.target_name : undefined;
  reply({ status: "ok", comms: asJson<JsonObject>(kernel.comms.list(target)) });
}
