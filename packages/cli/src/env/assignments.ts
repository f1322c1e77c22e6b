// Locates the variables in the text of a .env file.

export interface Assignment {
  name: string;
  /** The value as written, including quotes but not surrounding spaces. */
  raw: string;
  /** From the start of the first line to after the last one; most assignments have one line. */
  lines: Span;
  /** From after the name to before a comment or the end of the line: replaced by a new value. */
  value: Span;
  /** The text between name and value, `=` in most files. */
  separator: string;
  /** What follows the value on its line: spaces and a comment. */
  rest: string;
}

export interface Span {
  start: number;
  end: number;
}

// The parts of an assignment, each matched at a given position.
const space = /\s*/y;
const exported = /export\s+(?=[\w.-])/y;
const variableName = /[\w.-]+/y;
const sign = /\s*=|:(?:\r\n|\s)/y;
const untilComment = /[^#\r\n]*/y;
const untilBreak = /[^\r\n]*/y;
const lineBreak = /\r\n|[\r\n]/y;
// dotenv is written in JavaScript, where U+2028 and U+2029 also end a line.
const untilJavaScriptBreak = /.*/y;

/**
 * Finds all assignments, in order, exactly as dotenv 18 reads them: text that looks like one within a quoted value or a
 * comment does not count. Line breaks may be LF, CRLF or CR. As in dotenv, a name may be on a line below its `export`,
 * a quoted value below its name, and any value below `NAME:`.
 */
export function findAssignments(text: string): Assignment[] {
  const assignments: Assignment[] = [];
  let position = skip(space, text, 0);
  while (position < text.length) {
    const found = readAssignment(text, position);
    if (found) assignments.push(found);
    const lineEnd = skip(untilJavaScriptBreak, text, found?.value.end ?? position);
    position = skip(space, text, lineEnd);
  }
  return assignments;
}

function readAssignment(text: string, position: number): Assignment | undefined {
  const nameStart = skip(exported, text, position);
  const nameEnd = skip(variableName, text, nameStart);
  const signEnd = skip(sign, text, nameEnd);
  if (nameEnd === nameStart || signEnd === nameEnd) return undefined;

  const { start, end } = findQuoted(text, signEnd) ?? findPlain(text, { nameEnd, signEnd });
  const lineEnd = skip(untilBreak, text, end);
  return {
    name: text.slice(nameStart, nameEnd),
    raw: text.slice(start, end),
    lines: { start: startOfLine(text, nameStart), end: skip(lineBreak, text, lineEnd) },
    value: { start: nameEnd, end },
    separator: text.slice(nameEnd, start),
    rest: text.slice(end, lineEnd),
  };
}

/**
 * A quoted value ends at the first matching quote that does not follow a backslash, if only a comment follows on that
 * line; otherwise at the last preceding quote after a backslash for which this is true.
 */
function findQuoted(text: string, signEnd: number): Span | undefined {
  const start = skip(space, text, signEnd);
  const quote = text.charAt(start);
  if (!/['"`]/.test(quote)) return undefined;
  const ends: number[] = [];
  for (let at = text.indexOf(quote, start + 1); at !== -1; at = text.indexOf(quote, at + 1)) {
    ends.push(at + 1);
    if (text[at - 1] !== "\\") break;
  }
  const end = ends.findLast((each) => isLastOnLine(text, each));
  return end === undefined ? undefined : { start, end };
}

function isLastOnLine(text: string, end: number): boolean {
  return /^\s*(?:#|$)/.test(text.slice(end, skip(untilJavaScriptBreak, text, end)));
}

/** An empty value starts directly after the sign, with no space or line break between them. */
function findPlain(text: string, { nameEnd, signEnd }: { nameEnd: number; signEnd: number }): Span {
  const written = text.slice(signEnd, skip(untilComment, text, signEnd));
  const value = written.trim();
  const start =
    value === "" ? nameEnd + text.slice(nameEnd, signEnd).trimEnd().length : signEnd + written.indexOf(value);
  return { start, end: start + value.length };
}

/** The end of the part that starts at a position, or the position itself if the part does not match there. */
function skip(part: RegExp, text: string, position: number): number {
  part.lastIndex = position;
  return part.test(text) ? part.lastIndex : position;
}

/** A byte order mark belongs to the file, not to its first line. */
function startOfLine(text: string, position: number): number {
  const start = Math.max(text.lastIndexOf("\n", position - 1), text.lastIndexOf("\r", position - 1)) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? 1 : start;
}
