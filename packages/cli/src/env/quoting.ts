// Writes a value for a .env file so that every loader reads the same.

import { UserError } from "@tac-handoff/studio/errors";

/** Literal to every loader and to shells: no quote, space, comment, expansion or home folder. */
const plain = /^[A-Za-z0-9_.,:@%+/=-]+$/;
/** Control characters and line separators; loaders disagree about each of them. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * The ways to write a value that TAC's loaders (python-dotenv, dotenv), `node --env-file` and a POSIX shell all read
 * the same, plainest first. Empty if there are none.
 *
 * python-dotenv expands `${…}` within any quotes and reads `\\` in single quotes as one backslash; a shell expands `$`
 * and backquotes within double quotes; dotenv does not support escaped quotes. Tested with all four.
 */
export function writings(value: string): string[] {
  if (unprintable.test(value)) return [];
  const isPlain = plain.test(value);
  const isSingle = !/'|\$\{|\\\\|\\$/.test(value);
  const isDouble = !/["\\$`]/.test(value);
  return [
    ...(isPlain ? [value] : []),
    ...(isSingle ? [`'${value}'`] : []),
    ...(isDouble ? [`"${value}"`] : []),
  ];
}

/**
 * Writes a value, with the same quotes as before where possible.
 *
 * @param like the previous value as written
 * @throws UnwritableError if the value cannot be written so that all loaders read the same
 */
export function written(name: string, value: string, like = ""): string {
  const ways = writings(value);
  const found = ways.find((way) => quoteOf(way) === quoteOf(like)) ?? ways[0];
  if (found === undefined) throw new UnwritableError(name);
  return found;
}

function quoteOf(text: string): string {
  return /^["']/.exec(text)?.[0] ?? "";
}

/** A value that cannot be written so that all loaders of a .env file read the same. */
export class UnwritableError extends UserError {
  override readonly name = "UnwritableError";

  constructor(variable: string) {
    super(
      `${variable} cannot be written to a .env file: TAC's loaders and a shell would read its value differently, because of a line break, a backslash, a quote or \${ in it. Print it with --format json or --format shell instead.`,
    );
  }
}
