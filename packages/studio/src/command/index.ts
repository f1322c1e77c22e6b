// `@tac-handoff/studio/command`: the base of every command in this project, and the commands for Studio flows.

export { completionCommand } from "./base/completion.ts";
export { defineCommand } from "./base/defineCommand.ts";
export {
  type Argument,
  type Command,
  type CommandGroup,
  type Definition,
  isGroup,
} from "./base/definition.ts";
export { exampleLine, usageOf } from "./base/help.ts";
export {
  flag,
  flagOf,
  list,
  meaningOf,
  type Option,
  type Options,
  oneOf,
  optionalText,
  termOf,
  text,
  textOr,
  wholeNumber,
} from "./base/options.ts";
export { runAsProgram } from "./base/program.ts";
export { InputError, UsageError, UserError } from "./io/errors.ts";
export type { Colors, Io, Names } from "./io/io.ts";
export { studio } from "./studio.ts";
