// The name that was probably meant.

/** Finishes a message: `; did you mean "x"?` for a name near to one that exists, else what does exist. */
export function suggestInstead(wanted: string, existing: Iterable<string>): string {
  const names = [...new Set(existing)];
  const near = findNearest(wanted, names);
  if (near) return `; did you mean "${near}"?`;
  if (names.length === 0) return "";
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `; there are ${shown} and ${names.length - 12} more` : `; there is ${shown}`;
}

/** The name that differs least, by a third of its letters at most. Of equals the first. */
export function findNearest(wanted: string, names: Iterable<string>): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const most = Math.floor(Math.max(wanted.length, name.length) / 3);
    // Longer ones are no names; comparing them would take the square of their length.
    if (wanted.length > 100 || name.length > 100 || Math.abs(wanted.length - name.length) > most) continue;
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase());
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name;
}

/**
 * The name that was written with a slip: in other case, a letter wrong, missing or too many, or two letters swapped. Stricter
 * than `findNearest`, for places where other names may exist that nobody knows; a digit more or less makes such another name.
 */
export function findTypo(wanted: string, names: readonly string[]): string | undefined {
  if (names.includes(wanted) || wanted.length > 100) return undefined;
  const lower = wanted.toLowerCase();
  const digits = lower.replaceAll(/\D/g, "");
  return (
    names.find((name) => name.toLowerCase() === lower) ??
    names.find((name) => {
      const other = name.toLowerCase();
      // Of shorter names too many differ in a letter.
      if (other.length < 4 || other.replaceAll(/\D/g, "") !== digits) return false;
      const distance = editDistance(lower, other);
      return distance === 1 || (distance === 2 && isSwapped(lower, other));
    })
  );
}

function isSwapped(a: string, b: string): boolean {
  const place = [...a].findIndex((letter, index) => letter !== b[index]);
  return `${a.slice(0, place)}${a[place + 1]}${a[place]}${a.slice(place + 2)}` === b;
}

/** Letters to insert, delete or replace (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** `"a"`, `"a" and "b"`, `"a", "b" and "c"`; of many the first twelve. */
export function joinNames(names: readonly string[], last = "and"): string {
  const quoted = names.map((name) => `"${name}"`);
  if (quoted.length > 12) return `${quoted.slice(0, 12).join(", ")} and ${quoted.length - 12} more`;
  const [final = "", ...others] = quoted.toReversed();
  return others.length === 0 ? final : `${others.toReversed().join(", ")} ${last} ${final}`;
}
