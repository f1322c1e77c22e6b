// Words of a command that a person pastes into a POSIX shell.

/** In single quotes, within which nothing has a meaning but the quote itself. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** In quotes only where it needs them. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : quoted(word);
}
