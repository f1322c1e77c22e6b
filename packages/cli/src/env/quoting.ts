// How a value is written in a .env file, so that every loader of one reads the same.

import { UserError } from "@tac-handoff/studio/errors";

/** Means itself to every loader and to a shell: no quote, space, comment, expansion or home folder. */
const plain = /^[A-Za-z0-9_.,:@%+/=-]+$/;
/** Control characters and line separators; loaders disagree about each of them. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * The ways to write a value that TAC's loaders (python-dotenv, dotenv), `node --env-file` and a POSIX shell all read
 * alike, the plainest first. Empty when there is none.
 *
 * python-dotenv expands `${…}` within any quotes and takes `\\` in single quotes for one backslash; a shell expands
 * `$` and a backquote within double quotes; dotenv knows no escaped quote. Tried with each of the four.
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
 * Writes a value, in the quotes that were there before if it can be.
 *
 * @param like how the value before was written
 * @throws UnwritableError when no way of writing it is read alike everywhere
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

/** A value that no .env file holds for all who read it. */
export class UnwritableError extends UserError {
  override readonly name = "UnwritableError";

  constructor(variable: string) {
    super(
      `${variable} cannot be written to a .env file: TAC's loaders and a shell would read its value differently, because of a line break, a backslash, a quote or \${ in it. Print it with --format json or --format shell instead.`,
    );
  }
}
