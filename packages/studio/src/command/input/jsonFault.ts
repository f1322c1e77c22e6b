// Finds where a string stops being valid JSON and what was expected there. Existing parsers report only one of the two.

export interface JsonFault {
  /** Index of the unexpected character; the length of the string if it ends too early. */
  offset: number;
  /** For example `expected "," or "}" after "1", found "b"`. */
  message: string;
}

/** The kinds of tokens that may come next. */
type Expected = "value" | "value or ]" | "name" | "name or }" | "colon" | "separator";

const blanks = /[ \t\r\n]*/y;
const escapes = String.raw`\\(?:["\\/bfnrt]|u[\da-fA-F]{4})`;
// From the space on, since JSON requires control characters to be escaped.
const plain = String.raw`[ !#-[\]-\uffff]*`;
const token = new RegExp(
  String.raw`[{}[\],:]|"${plain}(?:${escapes}${plain})*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`,
  "y",
);
const textSoFar = new RegExp(`"${plain}(?:${escapes}${plain})*`, "y");

/**
 * Finds the first fault; undefined if the string is valid JSON. Uses a list instead of recursion, to allow any depth.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ("{" | "[")[] = [];
  let expected: Expected = "value";
  let previous = "";
  for (let offset = 0; ; offset += previous.length) {
    offset += matchAt(blanks, text, offset).length;
    const found = matchAt(token, text, offset);
    const next: Expected | undefined = found === "" ? undefined : after(found, expected, open);
    if (next === undefined) {
      if (offset === text.length && expected === "separator" && open.length === 0) return undefined;
      return describe(text, offset, { expected, previous, inside: open.at(-1) });
    }
    expected = next;
    previous = found;
  }
}

/**
 * Returns what may follow the token, and updates the list of open brackets; undefined if the token is not allowed here.
 */
function after(found: string, expected: Expected, open: ("{" | "[")[]): Expected | undefined {
  const isClosed = closes(found, expected, open.at(-1));
  if (isClosed) {
    open.pop();
    return "separator";
  }
  switch (expected) {
    case "name":
    case "name or }":
      return found.startsWith('"') ? "colon" : undefined;
    case "colon":
      return found === ":" ? "value" : undefined;
    case "separator":
      if (found !== "," || open.length === 0) return undefined;
      return open.at(-1) === "{" ? "name" : "value";
    default:
      if (found === "{" || found === "[") open.push(found);
      if (found === "{") return "name or }";
      if (found === "[") return "value or ]";
      return "}],:".includes(found) ? undefined : "separator";
  }
}

function closes(found: string, expected: Expected, inside: "{" | "[" | undefined): boolean {
  if (found === "}") return inside === "{" && (expected === "separator" || expected === "name or }");
  return found === "]" && inside === "[" && (expected === "separator" || expected === "value or ]");
}

interface State {
  expected: Expected;
  previous: string;
  inside: "{" | "[" | undefined;
}

function describe(text: string, offset: number, state: State): JsonFault {
  const rest = text.slice(offset, offset + 20);
  if (rest === "") {
    if (state.previous === "") return { offset, message: "the input is empty" };
    return { offset, message: `unexpected end of the input; expected ${wanted(state)}` };
  }
  if (rest.startsWith('"') && matchAt(token, text, offset) === "") return describeText(text, offset);
  return { offset, message: `expected ${wanted(state)}, found ${foundAt(text, offset)}${hint(rest, state)}` };
}

function wanted({ expected, previous, inside }: State): string {
  switch (expected) {
    case "name":
      return "another property name in double quotes";
    case "name or }":
      return 'a property name in double quotes or "}"';
    case "colon":
      return `":" after the property name ${shortened(previous)}`;
    case "separator":
      if (inside === undefined) return "the end of the input";
      return `"," or "${inside === "{" ? "}" : "]"}" after ${"}]".includes(previous) ? `"${previous}"` : shortened(previous)}`;
    case "value or ]":
      return 'a value or "]"';
    default:
      return previous === ":" ? 'a value after ":"' : "a value";
  }
}

/** Describes the fault of a string that is not closed. */
function describeText(text: string, start: number): JsonFault {
  const offset = start + matchAt(textSoFar, text, start).length;
  const stop = text[offset];
  if (stop === undefined)
    return { offset: start, message: "expected the closing quotation mark of this string, found none" };
  if (stop === "\\") {
    const message = `"${text.slice(offset, offset + 2)}" is not a JSON escape sequence; write a backslash as "\\\\"`;
    return { offset, message };
  }
  const written =
    stop === "\n" || stop === "\r" ? "a line break" : stop === "\t" ? "a tab" : "a control character";
  return {
    offset,
    message: `expected the closing quotation mark of ${shortened(`${text.slice(start, offset)}"`)}, found ${written}; inside a string it is written ${JSON.stringify(stop).slice(1, -1)}`,
  };
}

function foundAt(text: string, offset: number): string {
  const word = matchAt(token, text, offset) || matchAt(/[\p{L}\p{N}_$]+/uy, text, offset);
  return shortened(word || String.fromCodePoint(text.codePointAt(offset) ?? 0));
}

/** The most common mistakes, each with its fix. */
function hint(rest: string, { expected, previous }: State): string {
  if (previous === "," && /^[}\]]/.test(rest)) return "; remove the comma before it";
  if (/^(?:<{7}|={7}|>{7})/.test(rest)) return "; this looks like an unresolved merge conflict";
  if (rest.startsWith("<")) return "; this looks like HTML, not JSON";
  if (/^(?:\/\/|\/\*|#)/.test(rest)) return "; JSON does not allow comments";
  if (rest.startsWith("'")) return "; JSON allows only double quotes";
  if (expected.startsWith("name") && /^[\p{L}_$]/u.test(rest)) return "; put the name in double quotes";
  return "";
}

/** In quotation marks, truncated if it is long. */
function shortened(text: string): string {
  const bare = text.startsWith('"') ? text : `"${text}"`;
  return bare.length > 40 ? `${bare.slice(0, 38)}…"` : bare;
}

function matchAt(pattern: RegExp, text: string, offset: number): string {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0] ?? "";
}
