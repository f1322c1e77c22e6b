// A command's definition as a commander program, for parsing and for help.

import { Command as Parser, Option as ParserOption } from "commander";
import type { Description } from "./definition.ts";
import { flagOf, meaningOf, type Option, type Options, termOf } from "./options.ts";

/** A parser that throws CommanderError instead of ending the process, and writes nothing. */
export function commanderOf(
  { name, description, arguments: operands = [] }: Pick<Description, "name" | "description" | "arguments">,
  options: Options = {},
): Parser {
  const parser = new Parser(name)
    .description(description.join("\n\n"))
    .helpOption("-h, --help", "show this help")
    .helpCommand(false)
    .allowExcessArguments(true)
    .exitOverride()
    .configureOutput({ writeOut: () => {}, writeErr: () => {} });
  // Optional for commander: the command itself reports how many it needs.
  for (const operand of operands)
    parser.argument(`[${operand.name.replace("…", "...")}]`, operand.description);
  for (const [name, option] of Object.entries(options)) parser.addOption(parserOption(name, option));
  return parser;
}

/** An option under its name in the definition. */
export class NamedOption extends ParserOption {
  readonly term: string;
  private readonly key: string;

  constructor(key: string, ours: Option<unknown>) {
    const { short, placeholder, valueIfOmitted } = ours;
    const value = placeholder && (valueIfOmitted === undefined ? ` <${placeholder}>` : ` [${placeholder}]`);
    super(`${short ? `-${short}, ` : ""}${flagOf(key)}${value ?? ""}`, meaningOf(ours));
    this.term = termOf(key, ours);
    this.key = key;
    // Here `--no-stack` is a separate flag, not the negation of `--stack`.
    this.negate = false;
  }

  override attributeName(): string {
    return this.key;
  }
}

function parserOption(key: string, ours: Option<unknown>): ParserOption {
  const option = new NamedOption(key, ours);
  if (ours.valueIfOmitted !== undefined) option.preset(ours.valueIfOmitted);
  if (ours.placeholder !== undefined)
    option.argParser((value, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
  return option;
}
