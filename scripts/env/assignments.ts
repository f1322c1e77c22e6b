// Where the variables stand in the text of a .env file.

export interface Assignment {
  name: string;
  /** The value as written, with its quotes, without spaces around it. */
  raw: string;
  /** Of the first line, to after the end of the last one; most assignments have one line. */
  lines: Span;
  /** From after the name to before a comment or the end of the line: what a new value replaces. */
  value: Span;
  /** What stands between name and value, `=` in most files. */
  separator: string;
  /** What follows the value on its line: spaces and a comment. */
  rest: string;
}

export interface Span {
  start: number;
  end: number;
}

// dotenv's own expression (dotenv 18, `parse`), which tells no positions; a property test holds the two together.
// dotenv turns CRLF into LF first, so that here `\r\n` is one break.
const assignment =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:(?:\r\n|\s)+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/dgm;

/**
 * Finds every assignment, in order, as dotenv does: what looks like one within a quoted value or a comment is none.
 * Line breaks may be LF or CRLF.
 */
export function findAssignments(text: string): Assignment[] {
  return [...text.matchAll(assignment)].map((match) => {
    const [, name = "", written = ""] = match;
    const [, key = [0, 0], found] = match.indices ?? [];
    const raw = written.trim();
    const nameEnd = key[1];
    // Without a value the match ends at the separator or runs on over blank lines.
    const start = found && raw !== "" ? found[0] + written.indexOf(raw) : endOfSeparator(text, nameEnd);
    const end = start + raw.length;
    const lineEnd = endOfLine(text, end);
    return {
      name,
      raw,
      lines: { start: startOfLine(text, key[0]), end: afterLineBreak(text, lineEnd) },
      value: { start: nameEnd, end },
      separator: text.slice(nameEnd, start),
      rest: text.slice(end, lineEnd),
    };
  });
}

function endOfSeparator(text: string, from: number): number {
  return from + (/^\s*?[=:]/.exec(text.slice(from))?.[0].length ?? 0);
}

/** A byte order mark belongs to the file, not to its first line. */
function startOfLine(text: string, position: number): number {
  const start = Math.max(text.lastIndexOf("\n", position - 1), text.lastIndexOf("\r", position - 1)) + 1;
  return start === 0 && text.startsWith("\uFEFF") ? 1 : start;
}

function endOfLine(text: string, position: number): number {
  const length = text.slice(position).search(/[\r\n]/);
  return length === -1 ? text.length : position + length;
}

function afterLineBreak(text: string, position: number): number {
  return position + (/^(?:\r\n|\n|\r)/.exec(text.slice(position, position + 2))?.[0].length ?? 0);
}
