// Merges variables into the text of a .env file. Whatever is not theirs stays byte for byte.

import { isDeepStrictEqual } from "node:util";
import { UserError } from "@tac-handoff/studio/errors";
import dotenv from "dotenv";
import { type Assignment, findAssignments, type Span } from "./assignments.ts";
import { writings, written } from "./quoting.ts";

export interface Wanted {
  /** Values by name, in the order in which new ones are added. */
  variables: Readonly<Record<string, string>>;
  /** Variables whose lines go when they have no value in `variables`. */
  removable: readonly string[];
}

// No quote of any kind in it: it could end one that an earlier line left open.
const heading = "# Of the hand-off stack, written by npm run env";

type Edit = Span & { text: string };

/**
 * Sets the variables: a line that says something else is changed in place, and so is each of several lines for one
 * variable, so that none is left to mislead; new variables come at the end, under one comment line. `export`, comments,
 * line breaks and, where it can be, quotes are kept. Merging again changes nothing.
 *
 * @throws UnwritableError when a value has no writing that all loaders read alike
 * @throws MergeError when stray quotes elsewhere in the file would make it read differently
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
    // Lines that the change has brought together can have become another one.
    ...findAssignments(merged)
      .filter((each) => isOurs(each) && !says(each, variables[each.name]))
      .map(({ name }) => name),
  ]);
  if (differing.size > 0) throw new MergeError([...differing]);
  return merged;
}

function editOf(assignment: Assignment, value: string | undefined): Edit[] {
  if (value === undefined) return [{ ...assignment.lines, text: "" }];
  if (says(assignment, value)) return [];
  const { name, raw, rest } = assignment;
  const { start, end } = assignment.value;
  return [{ start, end: end + rest.length, text: `=${written(name, value, raw)}${commentOf(rest)}` }];
}

/** Whether every loader reads this value here, so that the line can stay as it is. */
function says({ separator, raw, rest }: Assignment, value: string | undefined): boolean {
  if (value === undefined) return false;
  const isRead = /^[ \t]*=[ \t]*$/.test(separator) && /^ *(?: #.*)?$/.test(rest);
  return isRead && writings(value).includes(raw);
}

/**
 * The comment after a value, with the spaces before it. `#` without one belongs to the value for python-dotenv and a
 * shell, and a tab before it does for `node --env-file`.
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

/** Below the heading and the variables that stand there since an earlier merge; without one, at the end with one. */
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

/** The file cannot be changed without changing what other lines mean. */
export class MergeError extends UserError {
  override readonly name = "MergeError";

  constructor(variables: string[]) {
    super(
      `The file was left as it is, because with the change ${variables.join(", ")} would be read wrongly. A quote that is not closed, or a line that is neither NAME=value nor a comment, does that. Mend it, then run this again.`,
    );
  }
}
