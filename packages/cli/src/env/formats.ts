// Formats variables for their readers: a .env file, a shell, a program, a GitHub workflow.

import { randomUUID } from "node:crypto";
import { quoted } from "../terminal/shellWord.ts";
import { written } from "./quoting.ts";

type Variables = Readonly<Record<string, string>>;

export const formats = ["dotenv", "shell", "json", "github"] as const;
export type Format = (typeof formats)[number];

const writers: Record<Format, (variables: Variables) => string> = { dotenv, shell, json, github };

/** The variables as text that ends with a line break; "" if there are none, except for `json`. */
export function formatVariables(format: Format, variables: Variables): string {
  return writers[format](variables);
}

function dotenv(variables: Variables): string {
  return lines(variables, (name, value) => `${name}=${written(name, value)}`);
}

/** For `eval` and `.` in any POSIX shell. */
function shell(variables: Variables): string {
  return lines(variables, (name, value) => `export ${name}=${quoted(value)}`);
}

function json(variables: Variables): string {
  return `${JSON.stringify(variables, null, 2)}\n`;
}

/**
 * For the file named by `GITHUB_ENV`. A multiline value is enclosed in two lines with a word that nobody can guess,
 * because a value that contained the word could set other variables.
 *
 * Source: docs.github.com/actions, "Workflow commands", multiline strings.
 */
function github(variables: Variables): string {
  return lines(variables, (name, value) => {
    if (!/[\r\n]/.test(value)) return `${name}=${value}`;
    const delimiter = `end-${randomUUID()}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}`;
  });
}

/**
 * Commands to GitHub's runner, for standard output, that mask the values in its logs.
 *
 * Escaped as in @actions/core (`escapeData`), so that a multiline value is one command.
 */
export function githubMasks(values: readonly string[]): string {
  const escaped = (value: string) =>
    value.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return values.map((value) => `::add-mask::${escaped(value)}\n`).join("");
}

function lines(variables: Variables, line: (name: string, value: string) => string): string {
  return Object.entries(variables)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join("");
}
