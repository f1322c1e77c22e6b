// Shell completion: responses to the scripts that `completion` prints. The scripts and their protocol are those of
// @bomb.sh/tab: lines of `value<TAB>description`, then a line with a directive.

import { type Command, type CommandGroup, isGroup } from "./definition.ts";
import { flagOf, type Option } from "./options.ts";

type Candidates = readonly (readonly [value: string, description: string])[];

/** What the shell does in addition to showing candidates. Source: ShellCompDirective of @bomb.sh/tab. */
const directives = { files: 0, nothing: 4 };

/** @param words the words after the program's name; the last is still being typed and may be empty */
export async function complete(program: CommandGroup, words: readonly string[]): Promise<string> {
  const current = words.at(-1) ?? "";
  const candidates = await candidatesFor(program, words.slice(0, -1), current);
  const lines = candidates === "files" ? [] : candidates.filter(([value]) => value.startsWith(current));
  const directive = candidates === "files" ? directives.files : directives.nothing;
  return `${[...lines.map(([value, description]) => `${value}\t${description}`), `:${directive}`].join("\n")}\n`;
}

async function candidatesFor(
  group: CommandGroup,
  [name, ...before]: readonly string[],
  current: string,
): Promise<Candidates | "files"> {
  if (name === "help") return candidatesFor(group, before, current);
  const load = name !== undefined && Object.hasOwn(group.commands, name) ? group.commands[name] : undefined;
  if (name !== undefined && !load) return [];
  if (load) {
    const entry = await load();
    return isGroup(entry) ? candidatesFor(entry, before, current) : ofCommand(entry, before, current);
  }
  const entries = await Promise.all(Object.values(group.commands).map((each) => each()));
  return [
    ...entries.map((entry) => [entry.name, entry.summary] as const),
    ["help", "show the help of a command"],
  ];
}

function ofCommand(
  { options, arguments: operands = [] }: Command,
  before: readonly string[],
  current: string,
): Candidates | "files" {
  const previous = before.at(-1);
  const [, open] = Object.entries(options).find(([name, option]) => takesValue(name, option, previous)) ?? [];
  if (open?.choices) return open.choices.map((choice) => [choice, ""]);
  if (open) return open.isFile ? "files" : [];
  if (current.startsWith("-")) {
    const own = Object.entries(options).map(
      ([name, { description }]) => [flagOf(name), description] as const,
    );
    return [...own, ["--help", "show this help"]];
  }
  const [operand] = operands;
  if (!operand) return [];
  return operand.choices ? operand.choices.map((choice) => [choice, ""]) : "files";
}

function takesValue(name: string, option: Option<unknown>, previous: string | undefined): boolean {
  if (option.placeholder === undefined || option.valueIfOmitted !== undefined) return false;
  return previous === flagOf(name) || (option.short !== undefined && previous === `-${option.short}`);
}
