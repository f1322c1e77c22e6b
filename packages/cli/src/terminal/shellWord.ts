// Words of a command that the user pastes into a POSIX shell.

/** In single quotes, within which only the quote itself is special. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

/** Quoted only if necessary. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : quoted(word);
}
