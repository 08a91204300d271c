/**
 * `%vars` and `%who`: the variables of the session, told without running any of their code.
 *
 * @module
 */

import type { Summary } from "../evaluate/session/look/summary.ts";
import type { CommandCall, CommandContext, CommandRule } from "./command.ts";
import { inColumns } from "./columns.ts";
import { CommandError } from "./command_error.ts";
import { listing } from "./listing.ts";

interface Variable extends Summary {
  readonly name: string;
}

/** Shows name, type, extent and value of each variable. */
export const vars: CommandRule = {
  run: showVariables,
  help: "No getter and no method of a value is called. Arrow tables show rows and columns,\n" +
    "tensors shape and type.",
};

/** Lists names, of one type if it is given. */
export const who: CommandRule = {
  run: listNames,
  help: "  %who\n  %who function\n  %who Table",
};

async function showVariables(_: CommandCall, context: CommandContext): Promise<void> {
  const { screen } = context;
  const variables = await readVariables(context);
  if (variables.length === 0) return screen.print("No variables yet.\n");
  const rows = variables.map(({ name, type, size, preview }) => [name, type, size, preview]);
  screen.display(listing(["name", "type", "size", "value"], rows));
}

async function listNames({ args }: CommandCall, context: CommandContext): Promise<void> {
  const { screen } = context;
  const variables = await readVariables(context);
  const wanted = args.replace(/\s+\/\/.*$/, "").toLowerCase(); // without a note behind it
  const shown = variables.filter(({ type }) => wanted === "" || type.toLowerCase() === wanted);
  if (shown.length > 0) return screen.print(inColumns(shown.map(({ name }) => name)));
  if (variables.length === 0) return screen.print("No variables yet.\n");
  const types = [...new Set(variables.map(({ type }) => type))].toSorted().join(", ");
  throw new CommandError(`Cannot list variables of type ${args}: there are only ${types}`);
}

async function readVariables(context: CommandContext): Promise<readonly Variable[]> {
  const names = await context.names();
  const reads = names.map((name) => `${JSON.stringify(name)}: () => ${name}`);
  const summaries = await context.session.host.look<readonly Summary[]>(
    `({ __proto__: null, ${reads.join(", ")} })`,
    "summariseAll",
  );
  if (summaries === undefined) {
    throw new CommandError("Cannot read the variables: the session did not answer in time");
  }
  return summaries.map((summary, index) => ({ name: names[index] ?? "", ...summary }));
}
