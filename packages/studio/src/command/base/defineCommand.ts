// From a command's definition to the command.

import type { Command, Definition } from "./definition.ts";
import type { Options } from "./options.ts";
import { parse } from "./parse.ts";

/** Makes a command of its definition; `run` receives the parsed options, typed by it. */
export function defineCommand<O extends Options>(definition: Definition<O>): Command {
  return { ...definition, run: async (args, io) => definition.run(parse(definition, args), io) };
}
