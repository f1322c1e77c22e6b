// What a merge changes, as a diff that shows no secret and nothing of other people's lines.

import { difference } from "../terminal/difference.ts";
import { findAssignments } from "./assignments.ts";

export interface Change {
  file: string;
  before: string;
  after: string;
  /** Variables whose values may be shown. Any other value is masked. */
  visible: readonly string[];
}

/** A unified diff of the changed lines alone; "" where nothing changed. */
export function describeChange({ file, before, after, visible }: Change): string {
  return difference({
    file,
    before: masked(before, { visible, against: undefined }),
    after: masked(after, { visible, against: before }),
    context: 0,
  });
}

/** Masks to the end of the line: of `NAME=abc#def`, some loaders take the second half for the value as well. */
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
  // Line breaks are no change of ours: a file without a last one gets it when something is added.
  return result.replaceAll("\r\n", "\n").replace(/([^\n])$/, "$1\n");
}

function rawValues(text: string): Map<string, string> {
  return new Map(numbered(text).map(([key, { raw }]) => [key, raw]));
}

/** Each assignment under its name and the how-manieth of that name it is. */
function numbered(text: string) {
  const count = new Map<string, number>();
  return findAssignments(text).map((each) => {
    const nth = (count.get(each.name) ?? 0) + 1;
    count.set(each.name, nth);
    return [`${each.name} ${nth}`, each] as const;
  });
}
