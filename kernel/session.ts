/**
 * Entry of the session process: assembles what user code sees. The kernel starts it and talks to it
 * through the inspector and the pipes; it runs nothing else.
 *
 * @module
 */

import { Comms } from "./comm/comms.ts";
import { asWritten } from "./compile/as_written.ts";
import { HOOKS } from "./compile/hooks.ts";
import { cellProgress, PROGRESS } from "./display/cell_progress.ts";
import { toJson } from "./display/clean_json.ts";
import { createDisplay, isNothing } from "./display/display.ts";
import { createFormatter } from "./display/format.ts";
import { installDisplay } from "./display/install.ts";
import { LOADED } from "./evaluate/events.ts";
import { createImporter } from "./evaluate/imports/importer.ts";
import type { SessionSettings } from "./evaluate/process.ts";
import { takeArgument } from "./evaluate/session/arguments.ts";
import { installCallbacks } from "./evaluate/session/callbacks.ts";
import { Commands } from "./evaluate/session/commands.ts";
import { installConsole } from "./evaluate/session/console.ts";
import { Cells } from "./evaluate/session/context.ts";
import { installEmitters } from "./evaluate/session/emitters.ts";
import { installStackTraces } from "./evaluate/session/errors.ts";
import { installExits } from "./evaluate/session/exits.ts";
import { installFunctionText } from "./evaluate/session/function_text.ts";
import { hostFunctions } from "./evaluate/session/functions.ts";
import { createHooks } from "./evaluate/session/hooks.ts";
import { installHost } from "./evaluate/session/host.ts";
import { Inputs, installInput } from "./evaluate/session/input.ts";
import { Output } from "./evaluate/session/output.ts";
import { Results } from "./evaluate/session/results.ts";
import { commSink, displaySink } from "./evaluate/session/sinks.ts";
import { installServers } from "./evaluate/session/servers.ts";
import { keepStreamsOpen } from "./evaluate/session/standard_streams.ts";
import { installStrayHandlers } from "./evaluate/session/strays.ts";
import { installSubprocesses } from "./evaluate/session/subprocesses.ts";
import { installTimers } from "./evaluate/session/timers.ts";
import { installWrites } from "./evaluate/session/writes.ts";
import { loadLazy } from "./prelude.ts";

const settings = JSON.parse(takeArgument() ?? "{}") as SessionSettings;

const cells = new Cells();
const output = new Output(settings.key, cells);
const results = new Results();
const answers = settings.answers === undefined ? Deno.stdin : Deno.openSync(settings.answers);
const inputs = new Inputs(cells, { output, answers });
const commands = new Commands(cells, output);
const comms = new Comms(commSink(output, asJson));
const formatter = createFormatter();
const display = createDisplay(displaySink(output), formatter);
const importer = createImporter({ folder: settings.folder });

installStackTraces();
installFunctionText(asWritten);
installStrayHandlers(output);
installExits(output);
keepStreamsOpen();
installConsole(output);
installInput(inputs);
installTimers();
installSubprocesses(cells);
installServers(cells);
installEmitters(cells);
installWrites(cells);
installCallbacks(cells);
results.install();
installDisplay(display);
Object.assign(globalThis, {
  comms,
  cellSignal,
  [Symbol.for("modulab.cellSignal")]: cellSignal,
  [PROGRESS]: () => cellProgress(display),
});

const hooks = createHooks({
  cells,
  output,
  results,
  formatter,
  commands,
  isNothing,
  loadLazy,
  importModule: (specifier, options, names) => importer.import(specifier, options, names),
  meta: importer.meta,
  displayed: display.pending,
});
Object.defineProperty(globalThis, HOOKS, { value: hooks });
const functions = hostFunctions({ cells, inputs, commands, comms, formatter, output, importer });
installHost({
  cells,
  output,
  results,
  functions,
  displayed: display.pending,
  giveUpDisplays: display.giveUp,
});

// A session lives until the kernel ends it, or goes away itself: then its standard input closes.
Deno.addSignalListener("SIGINT", () => {});
setInterval(() => {}, 2 ** 30);
output.barrier(LOADED);

function cellSignal(): AbortSignal | undefined {
  return cells.current()?.signal;
}

function asJson(data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return toJson(data, { reader: "programs" }) as Readonly<Record<string, unknown>>;
}
