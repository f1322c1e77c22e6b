import { HandoffError } from "./handoffError.ts";

/**
 * Parses a JSON string written by an agent.
 *
 * @param place description of the string, for the error
 * @throws HandoffError; if Python wrote `NaN` or `Infinity`, which JSON does not have, it names the attribute
 */
export function readJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JavaScript callers can ignore the type.
    if (typeof text !== "string") throw unreadable(place, `expected JSON text, found ${typeof text}`);
    const number = findNonNumber(text);
    if (!number)
      throw unreadable(place, `expected JSON text, found ${text.length} characters that are not JSON`);
    const path = number.path.join(".");
    const message =
      `${path || "the value"} is ${number.literal}, which is not JSON. Python's json.dumps writes it for ` +
      "a float that is not a number: send None instead, or omit the attribute.";
    throw unreadable(place, message, path);
  }
}

function unreadable(place: string, message: string, path = ""): HandoffError {
  return new HandoffError(`${place}: ${message}`, { code: "invalid_payload", problems: [{ path, message }] });
}

interface NonNumber {
  literal: string;
  path: string[];
}

/**
 * Finds the first literal that only Python's JSON has, by replacing each with a string that the JSON does not contain.
 */
function findNonNumber(text: string): NonNumber | undefined {
  const mark = `\u0000${text.length}:`;
  const readable = text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) =>
    token.startsWith('"') ? token : JSON.stringify(mark + token),
  );
  try {
    return findMarked(JSON.parse(readable), mark, []);
  } catch {
    return undefined; // not valid JSON for another reason
  }
}

function findMarked(value: unknown, mark: string, path: string[]): NonNumber | undefined {
  if (typeof value === "string" && value.startsWith(mark)) return { literal: value.slice(mark.length), path };
  if (typeof value !== "object" || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const found = findMarked(member, mark, [...path, name]);
    if (found) return found;
  }
  return undefined;
}
