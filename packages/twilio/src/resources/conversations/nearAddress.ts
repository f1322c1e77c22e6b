// Of which existing address an unknown one may be a typo.

/**
 * The address that was probably meant: the same apart from case, punctuation and the channel's prefix, or with one
 * character wrong, missing or extra, or two swapped.
 */
export function findNearAddress(wanted: string, addresses: readonly string[]): string | undefined {
  const others = addresses.filter((address) => address !== wanted);
  const plain = normalize(wanted);
  return (
    others.find((address) => normalize(address) === plain) ??
    others.find((address) => isOneMistake(plain, normalize(address)))
  );
}

function normalize(address: string): string {
  return address
    .toLowerCase()
    .replace(/^(whatsapp|rcs|messenger):/, "")
    .replaceAll(/[^a-z0-9]/g, "");
}

function isOneMistake(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  // Too many short names differ in one letter.
  if (shorter < 4) return false;
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const isSwapped = x.length === 2 && x === y.split("").toReversed().join("");
  return (x.length <= 1 && y.length <= 1) || isSwapped;
}
