// Errors that the user can act on: their message is all that is shown. Any other error is a defect, shown with its stack.

/** Something outside this program prevents a command from doing its work; the message says what, and what to do. Exit code 1. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** The command line is wrong; the message says how. Exit code 2, with a pointer to `--help`. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}

/** A file cannot be read, or is not what the command needs; the message says which and why. Exit code 2. */
export class InputError extends UserError {
  override readonly name = "InputError";
}
