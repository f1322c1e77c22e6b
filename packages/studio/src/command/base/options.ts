// The kinds of options. Each knows how its value is read; the key in a command's table names it: `maxWarnings` is
// `--max-warnings`.

import { UsageError } from "../io/errors.ts";

export interface Option<Value> {
  description: string;
  /** One letter: `o` is `-o`. */
  short?: string;
  /** What help shows for the value, for instance `FILE`. Absent: a flag, which takes none. */
  placeholder?: string;
  /** The value where the option is given without one. Absent: it needs one. */
  valueIfOmitted?: string;
  repeatable?: true;
  /** The only values there are. */
  choices?: readonly string[];
  /** Whether a shell completes file names for it. */
  isFile?: boolean;
  /** What help shows as the default. */
  defaultText?: string;
  /**
   * Reads what was given; none where the option was not.
   *
   * @param flag for messages: `--max-warnings`
   * @throws UsageError
   */
  read(given: readonly string[], flag: string): Value;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

export type OptionValues<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends Option<infer Value> ? Value : never;
};

interface More {
  short?: string;
}

/** An option that is on or off. */
export function flag(description: string, more: More = {}): Option<boolean> {
  return { ...more, description, read: (given) => given.length > 0 };
}

/** Any text. `placeholder` names the value in help; FILE and FOLDER are completed by the shell. */
export function text(placeholder: string, description: string, more: More = {}): Option<string | undefined> {
  return {
    ...more,
    description,
    placeholder,
    isFile: isFile(placeholder),
    read: (given) => given.at(-1),
  };
}

/** As `text`, with a value where the option is not given. */
export function textOr(fallback: string, placeholder: string, description: string): Option<string> {
  return {
    description,
    placeholder,
    isFile: isFile(placeholder),
    defaultText: fallback,
    read: (given) => given.at(-1) ?? fallback,
  };
}

/** Text that may be left out: `--proxy` is then `--proxy <valueIfOmitted>`. */
export function optionalText(
  valueIfOmitted: string,
  placeholder: string,
  description: string,
): Option<string | undefined> {
  return { description, placeholder, valueIfOmitted, read: (given) => given.at(-1) };
}

/** May be given several times. */
export function list(placeholder: string, description: string): Option<readonly string[]> {
  return {
    description,
    placeholder,
    isFile: isFile(placeholder),
    repeatable: true,
    read: (given) => given,
  };
}

/** A whole number from `from` on. */
export function wholeNumber(
  placeholder: string,
  description: string,
  { from }: { from: number },
): Option<number | undefined> {
  return {
    description,
    placeholder,
    read(given, name) {
      const last = given.at(-1);
      if (last === undefined) return undefined;
      const value = Number(last);
      if (/^\d+$/.test(last) && Number.isSafeInteger(value) && value >= from) return value;
      throw new UsageError(`${name}: expected a whole number, at least ${from}, found "${last}".`);
    },
  };
}

/** One of a few words. */
export function oneOf<Word extends string>(
  choices: readonly Word[],
  placeholder: string,
  description: string,
): Option<Word | undefined> {
  return {
    description,
    placeholder,
    choices,
    read(given, name) {
      const last = given.at(-1);
      const word = choices.find((each) => each === last);
      if (last === undefined || word !== undefined) return word;
      throw new UsageError(`${name}: expected ${choices.join(", ")}; found "${last}".`);
    },
  };
}

/** `maxWarnings` is given as `--max-warnings`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function isFile(placeholder: string): boolean {
  return /^(FILE|FOLDER|OLD|NEW)$/.test(placeholder);
}

/** `-o, --out FILE`, as help and docs write it. */
export function termOf(name: string, { short, placeholder, valueIfOmitted }: Option<unknown>): string {
  const value = placeholder && (valueIfOmitted === undefined ? ` ${placeholder}` : ` [${placeholder}]`);
  return `${short ? `-${short}, ` : ""}${flagOf(name)}${value ?? ""}`;
}

/** What the option does, with its default. */
export function meaningOf({ description, defaultText, repeatable }: Option<unknown>): string {
  const remarks = [
    ...(repeatable ? ["may be given several times"] : []),
    ...(defaultText === undefined ? [] : [`default: ${defaultText}`]),
  ];
  return remarks.length === 0 ? description : `${description} (${remarks.join("; ")})`;
}
