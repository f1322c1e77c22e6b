// Creates a command from its definition.

import type { Command, Definition } from "./definition.ts";
import type { Options } from "./options.ts";
import { parse } from "./parse.ts";

/** Creates a command from its definition, which also types the parsed options that `run` receives. */
export function defineCommand<O extends Options>(definition: Definition<O>): Command {
  return { ...definition, run: async (args, io) => definition.run(parse(definition, args), io) };
}
