// The kinds of options, each with the function that reads its value. Its key in a command's table is its name:
// `maxWarnings` is `--max-warnings`.

import { UsageError } from "../io/errors.ts";

export interface Option<Value> {
  description: string;
  /** One letter: `o` is `-o`. */
  short?: string;
  /** Placeholder for the value in help, for example `FILE`. Absent for a flag, which takes no value. */
  placeholder?: string;
  /** The value if the option is given without one. Absent if a value is required. */
  valueIfOmitted?: string;
  repeatable?: true;
  /** The allowed values. */
  choices?: readonly string[];
  /** Whether a shell completes file names for the value. */
  isFile?: boolean;
  /** The default as shown in help. */
  defaultText?: string;
  /**
   * Reads the given values; an empty list if the option is absent.
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

/** Any string. `placeholder` names the value in help; the shell completes FILE and FOLDER. */
export function text(placeholder: string, description: string, more: More = {}): Option<string | undefined> {
  return {
    ...more,
    description,
    placeholder,
    isFile: isFile(placeholder),
    read: (given) => given.at(-1),
  };
}

/** Like `text`, with a default value. */
export function textOr(fallback: string, placeholder: string, description: string): Option<string> {
  return {
    description,
    placeholder,
    isFile: isFile(placeholder),
    defaultText: fallback,
    read: (given) => given.at(-1) ?? fallback,
  };
}

/** A string that may be omitted: `--proxy` alone means `--proxy <valueIfOmitted>`. */
export function optionalText(
  valueIfOmitted: string,
  placeholder: string,
  description: string,
): Option<string | undefined> {
  return { description, placeholder, valueIfOmitted, read: (given) => given.at(-1) };
}

/** Can be repeated. */
export function list(placeholder: string, description: string): Option<readonly string[]> {
  return {
    description,
    placeholder,
    isFile: isFile(placeholder),
    repeatable: true,
    read: (given) => given,
  };
}

/** A whole number of at least `from`. */
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

/** One of several values. */
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
      throw new UsageError(`${name}: expected one of ${choices.join(", ")}; found "${last}".`);
    },
  };
}

/** The option for `maxWarnings` is `--max-warnings`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function isFile(placeholder: string): boolean {
  return /^(FILE|FOLDER|OLD|NEW)$/.test(placeholder);
}

/** `-o, --out FILE`, as shown in help and docs. */
export function termOf(name: string, { short, placeholder, valueIfOmitted }: Option<unknown>): string {
  const value = placeholder && (valueIfOmitted === undefined ? ` ${placeholder}` : ` [${placeholder}]`);
  return `${short ? `-${short}, ` : ""}${flagOf(name)}${value ?? ""}`;
}

/** The option's description, with its default. */
export function meaningOf({ description, defaultText, repeatable }: Option<unknown>): string {
  const remarks = [
    ...(repeatable ? ["can be repeated"] : []),
    ...(defaultText === undefined ? [] : [`default: ${defaultText}`]),
  ];
  return remarks.length === 0 ? description : `${description} (${remarks.join("; ")})`;
}
