// What a person has to mend before a command can do its work: exit code 2.

/** The command line is wrong; the message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A file cannot be read, or is not what the command needs; the message says which and why. */
export class InputError extends Error {
  override readonly name = "InputError";
}
