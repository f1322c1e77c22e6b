// What a merge changes, as a diff that shows no secrets and no unrelated lines.

import { difference } from "../terminal/difference.ts";
import { findAssignments } from "./assignments.ts";

export interface Change {
  file: string;
  before: string;
  after: string;
  /** Variables whose values may be shown. Any other value is masked. */
  visible: readonly string[];
}

/** A unified diff of only the changed lines; "" if nothing changed. */
export function describeChange({ file, before, after, visible }: Change): string {
  return difference({
    file,
    before: masked(before, { visible, against: undefined }),
    after: masked(after, { visible, against: before }),
    context: 0,
  });
}

/** Masks to the end of the line, because some loaders include the second half of `NAME=abc#def` in the value. */
function masked(
  text: string,
  { visible, against }: { visible: readonly string[]; against: string | undefined },
): string {
  const earlier = against === undefined ? undefined : rawValues(against);
  let result = "";
  let position = 0;
  for (const [key, { name, raw, rest, value }] of numbered(text)) {
    if (visible.includes(name)) continue;
    result += text.slice(position, value.start);
    result += `=••••${earlier === undefined || earlier.get(key) === raw ? "" : earlier.has(key) ? " (changed)" : " (new)"}`;
    position = value.end + rest.length;
  }
  result += text.slice(position);
  // Line breaks do not count as changes: a final one is added to a file only together with other lines.
  return result.replaceAll("\r\n", "\n").replace(/([^\n])$/, "$1\n");
}

function rawValues(text: string): Map<string, string> {
  return new Map(numbered(text).map(([key, { raw }]) => [key, raw]));
}

/** Each assignment, keyed by its name and its ordinal among assignments of that name. */
function numbered(text: string) {
  const count = new Map<string, number>();
  return findAssignments(text).map((each) => {
    const nth = (count.get(each.name) ?? 0) + 1;
    count.set(each.name, nth);
    return [`${each.name} ${nth}`, each] as const;
  });
}
