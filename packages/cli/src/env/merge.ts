// Merges variables into the text of a .env file. All other text is preserved byte for byte.

import { isDeepStrictEqual } from "node:util";
import { UserError } from "@tac-handoff/studio/errors";
import dotenv from "dotenv";
import { type Assignment, findAssignments, type Span } from "./assignments.ts";
import { writings, written } from "./quoting.ts";

export interface Wanted {
  /** Values by name, in the order in which new ones are added. */
  variables: Readonly<Record<string, string>>;
  /** Variables whose lines are removed if they have no value in `variables`. */
  removable: readonly string[];
}

// Contains no quotes: a quote could close one that an earlier line left open.
const heading = "# Of the hand-off stack, written by npm run env";

type Edit = Span & { text: string };

/**
 * Sets the variables: a line with a different value is changed in place, and so is each of several lines for the same
 * variable, so that none is misleading; new variables are added at the end, below a comment line. `export`, comments,
 * line breaks and, where possible, quotes are kept. Merging again changes nothing.
 *
 * @throws UnwritableError if a value cannot be written so that all loaders read the same
 * @throws MergeError if stray quotes elsewhere in the file would make it read differently
 */
export function mergeVariables(text: string, { variables, removable }: Wanted): string {
  const assignments = findAssignments(text);
  const isOurs = ({ name }: Assignment) => Object.hasOwn(variables, name) || removable.includes(name);
  const edits = assignments.filter(isOurs).flatMap((each) => editOf(each, variables[each.name]));

  const missing = Object.keys(variables).filter((name) => assignments.every((each) => each.name !== name));
  if (missing.length > 0) {
    const eol = /\r?\n/.exec(text)?.[0] ?? "\n";
    const lines = missing.map((name) => `${name}=${written(name, variables[name] ?? "")}${eol}`).join("");
    edits.push(addition(text, { lines, eol, assignments, isOurs }));
  }

  const merged = apply(text, edits);
  const differing = new Set([
    ...differences(merged, { ...without(dotenv.parse(text), removable), ...variables }),
    // Lines that are adjacent after the change may have merged into a different assignment.
    ...findAssignments(merged)
      .filter((each) => isOurs(each) && !isReadAs(each, variables[each.name]))
      .map(({ name }) => name),
  ]);
  if (differing.size > 0) throw new MergeError([...differing]);
  return merged;
}

function editOf(assignment: Assignment, value: string | undefined): Edit[] {
  if (value === undefined) return [{ ...assignment.lines, text: "" }];
  if (isReadAs(assignment, value)) return [];
  const { name, raw, rest } = assignment;
  const { start, end } = assignment.value;
  return [{ start, end: end + rest.length, text: `=${written(name, value, raw)}${commentOf(rest)}` }];
}

/** Whether every loader reads this value here, so that the line does not need to change. */
function isReadAs({ separator, raw, rest }: Assignment, value: string | undefined): boolean {
  if (value === undefined) return false;
  const isRead = /^[ \t]*=[ \t]*$/.test(separator) && /^ *(?: #.*)?$/.test(rest);
  return isRead && writings(value).includes(raw);
}

/**
 * The comment after a value, with the spaces before it. Without a space, `#` belongs to the value for python-dotenv and
 * shells; `node --env-file` also includes a tab before it.
 */
function commentOf(rest: string): string {
  const comment = rest.trim();
  if (comment === "" || !/^\s/.test(rest)) return "";
  return /^ +#/.test(rest) ? rest.trimEnd() : ` ${comment}`;
}

interface Adding {
  lines: string;
  eol: string;
  assignments: readonly Assignment[];
  isOurs: (assignment: Assignment) => boolean;
}

/** Adds below the heading and the variables of an earlier merge; without a heading, at the end with a new one. */
function addition(text: string, { lines, eol, assignments, isOurs }: Adding): Edit {
  const below = endOfHeading(text, assignments);
  if (below === undefined) {
    const separation = text === "" || text === "\uFEFF" ? "" : /[\r\n]$/.test(text) ? eol : eol + eol;
    return { start: text.length, end: text.length, text: `${separation}${heading}${eol}${lines}` };
  }
  let end = below;
  for (const each of assignments) if (each.lines.start === end && isOurs(each)) end = each.lines.end;
  const isLineOpen = !/[\r\n]$/.test(text.slice(0, end));
  return { start: end, end, text: isLineOpen ? eol + lines : lines };
}

function endOfHeading(text: string, assignments: readonly Assignment[]): number | undefined {
  const found = new RegExp(`^${heading}(?:\\r?\\n|$)`, "m").exec(text);
  if (!found) return undefined;
  const isWithinValue = assignments.some(({ value }) => value.start < found.index && found.index < value.end);
  return isWithinValue ? undefined : found.index + found[0].length;
}

function apply(text: string, edits: readonly Edit[]): string {
  let result = "";
  let position = 0;
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}

function without(values: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

function differences(text: string, expected: Record<string, string>): string[] {
  const found = dotenv.parse(text);
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names].filter((name) => !isDeepStrictEqual(found[name], expected[name]));
}

/** The file cannot be changed without changing the meaning of other lines. */
export class MergeError extends UserError {
  override readonly name = "MergeError";

  constructor(variables: string[]) {
    super(
      `The file was not changed, because the change would alter how ${variables.join(", ")} is read. The cause is an unclosed quote, or a line that is neither NAME=value nor a comment. Fix it, then run this command again.`,
    );
  }
}
