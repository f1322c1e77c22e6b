// Suggestions for misspelt names.

/** Completes a message: `; did you mean "x"?` if an existing name is similar, otherwise the existing names. */
export function suggestInstead(wanted: string, existing: Iterable<string>): string {
  const names = [...new Set(existing)];
  const near = findNearest(wanted, names);
  if (near) return `; did you mean "${near}"?`;
  if (names.length === 0) return "";
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `; available: ${shown} and ${names.length - 12} more` : `; available: ${shown}`;
}

/** Returns the most similar name, which differs in at most a third of its letters; the first of equals. */
export function findNearest(wanted: string, names: Iterable<string>): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of names) {
    const most = Math.floor(Math.max(wanted.length, name.length) / 3);
    // Longer strings are not names, and comparing them would take quadratic time.
    if (wanted.length > 100 || name.length > 100 || Math.abs(wanted.length - name.length) > most) continue;
    const distance = editDistance(wanted.toLowerCase(), name.toLowerCase());
    if (distance <= most && distance < (best?.distance ?? Infinity)) best = { name, distance };
  }
  return best?.name;
}

/**
 * Returns the name of which `wanted` is a typo: different case, one letter wrong, missing or extra, or two swapped. Stricter
 * than `findNearest`, for places with unknown names; a different digit makes it a different name.
 */
export function findTypo(wanted: string, names: readonly string[]): string | undefined {
  if (names.includes(wanted) || wanted.length > 100) return undefined;
  const lower = wanted.toLowerCase();
  const digits = lower.replaceAll(/\D/g, "");
  return (
    names.find((name) => name.toLowerCase() === lower) ??
    names.find((name) => {
      const other = name.toLowerCase();
      // Too many short names differ in one letter.
      if (other.length < 4 || other.replaceAll(/\D/g, "") !== digits) return false;
      const distance = editDistance(lower, other);
      return distance === 1 || (distance === 2 && isSwapped(lower, other));
    })
  );
}

/**
 * Returns the name that was certainly meant: the same but for case and punctuation, or with at most two wrong letters in a
 * long name. A different digit makes it a different name.
 */
export function findMeant(wanted: string, names: readonly string[]): string | undefined {
  const plain = normalizeName(wanted);
  const same = names.find((name) => normalizeName(name) === plain);
  if (same !== undefined || wanted.length < 6 || wanted.length > 60) return same;
  const digits = plain.replaceAll(/\D/g, "");
  return findClosest(
    plain,
    names.filter((name) => normalizeName(name).replaceAll(/\D/g, "") === digits),
  );
}

/** Returns the first of the names with the fewest wrong letters, of which there are at most two. */
function findClosest(plain: string, names: readonly string[]): string | undefined {
  const distances = names.map((name) => ({ name, distance: editDistance(plain, normalizeName(name)) }));
  return [1, 2].flatMap((most) => distances.find(({ distance }) => distance <= most)?.name ?? [])[0];
}

/** Makes `numDigits` and `num_digits` equal. */
export function normalizeName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

function isSwapped(a: string, b: string): boolean {
  const place = [...a].findIndex((letter, index) => letter !== b[index]);
  return `${a.slice(0, place)}${a[place + 1]}${a[place]}${a.slice(place + 2)}` === b;
}

/** Number of letters to insert, delete or replace (Levenshtein). */
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

/** Writes `"a"`, `"a" and "b"`, `"a", "b" and "c"`; at most the first twelve names. */
export function joinNames(names: readonly string[], last = "and"): string {
  const quoted = names.map((name) => `"${name}"`);
  if (quoted.length > 12) return `${quoted.slice(0, 12).join(", ")} and ${quoted.length - 12} more`;
  const [final = "", ...others] = quoted.toReversed();
  return others.length === 0 ? final : `${others.toReversed().join(", ")} ${last} ${final}`;
}
