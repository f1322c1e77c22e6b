// Runs a program's command line: finds the command, and turns errors into messages and exit codes.

import { CommanderError } from "commander";
import { InputError, UsageError, UserError } from "../io/errors.ts";
import type { Io } from "../io/io.ts";
import { commanderOf } from "./commander.ts";
import { complete } from "./complete.ts";
import { type Command, type CommandGroup, isGroup } from "./definition.ts";
import { commandHelp, groupHelp } from "./help.ts";

/**
 * Runs one command of a program.
 *
 * @param args the words after the program's name: `["check", "flow.json"]`
 * @returns the command's exit code; 1 after a UserError; 2 after a UsageError or an InputError
 * @throws any other error, which is a bug in this program
 */
export async function run(program: CommandGroup, args: readonly string[], io: Io): Promise<number> {
  // The request of the scripts that `completion` prints.
  if (args[0] === "complete" && args[1] === "--") {
    io.stdout(await complete(program, args.slice(2)));
    return 0;
  }
  try {
    return await runGroup(program, args, io);
  } catch (error) {
    const userError = program.userError?.(error);
    if (!userError) throw error;
    io.stderr(`${userError.message}\n`);
    return exitCodeOf(userError);
  }
}

async function runGroup(group: CommandGroup, args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.stderr(await groupHelp(group, io));
    return 2;
  }
  if (name === "help" && rest[0] !== undefined) return runGroup(group, [...rest, "--help"], io);
  if (["--help", "-h", "help"].includes(name)) {
    io.stdout(await groupHelp(group, io));
    return 0;
  }
  if (["--version", "-V"].includes(name)) {
    io.stdout(`${io.version}\n`);
    return 0;
  }
  const load = Object.hasOwn(group.commands, name) ? group.commands[name] : undefined;
  if (!load) {
    io.stderr(`${unknownCommand(group, name)}\nAll commands: ${io.typed("--help")}\n`);
    return 2;
  }
  const entry = await load();
  if (!isGroup(entry)) return runCommand(entry, rest, io);
  return runGroup(entry, rest, { ...io, typed: (words, how) => io.typed(`${name} ${words}`, how) });
}

async function runCommand(command: Command, args: readonly string[], io: Io): Promise<number> {
  if (asksForHelp(args)) {
    io.stdout(commandHelp(command, io));
    return 0;
  }
  try {
    return await command.run(args, io);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    io.stderr(`${error.message}\n`);
    if (error instanceof UsageError) io.stderr(`All options: ${io.typed(`${command.name} --help`)}\n`);
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: UserError): number {
  return error instanceof UsageError || error instanceof InputError ? 2 : 1;
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end < 0 ? undefined : end).some((arg) => arg === "--help" || arg === "-h");
}

/** One sentence, with the most similar command. */
function unknownCommand(group: CommandGroup, name: string): string {
  const parser = commanderOf(group).allowExcessArguments(false);
  for (const each of [...Object.keys(group.commands), "help"]) parser.command(each);
  try {
    parser.parse([name], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const [, near] = /Did you mean (.*)\?/.exec(error.message) ?? [];
    const kind = name.startsWith("-") ? "option" : "command";
    if (near !== undefined) return `Unknown ${kind} ${name}; did you mean ${near}?`;
    return `Unknown ${kind} ${name}. Available commands: ${Object.keys(group.commands).join(", ")}.`;
  }
  throw new Error(`"${name}" is a command`);
}
