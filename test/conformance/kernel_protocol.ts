/**
 * What a kernel must do with the messages of the protocol, as one suite over any transport.
 *
 * Source: Jupyter messaging specification 5.5; what clients rely on beyond it stands at the tests.
 *
 * @module
 */

import { testAssistance } from "./protocol/assistance.ts";
import { testCells } from "./protocol/cells.ts";
import { testComms } from "./protocol/comms.ts";
import { testControl } from "./protocol/control.ts";
import { testDisplays } from "./protocol/displays.ts";
import { testInfo } from "./protocol/info.ts";
import { testInput } from "./protocol/input.ts";
import { testMischief } from "./protocol/mischief.ts";
import { testQueue } from "./protocol/queue.ts";
import { type Check, ProtocolRig, type ServedKernel } from "./protocol/rig.ts";

/** A part of the suite: checks that share one kernel. */
type ProtocolPart = (rig: ProtocolRig, check: Check) => Promise<void>;

const PARTS: Readonly<Record<string, ProtocolPart>> = {
  "what it is": testInfo,
  "cells": testCells,
  "displays": testDisplays,
  "the queue": testQueue,
  "questions": testInput,
  "comms": testComms,
  "assistance": testAssistance,
  "mischief": testMischief,
  "its end": testControl,
};

/**
 * Runs the suite.
 *
 * @param name names the transport in the tests' names
 * @param start starts a kernel with an empty history
 */
export function testKernelProtocol(name: string, start: () => Promise<ServedKernel>): void {
  Deno.test(`a kernel over ${name}`, async (t) => {
    await using rig = await ProtocolRig.open(start);
    for (const [part, test] of Object.entries(PARTS)) {
      await test(rig, (sentence, body) => t.step(`${part}: ${sentence}`, body));
    }
  });
}
