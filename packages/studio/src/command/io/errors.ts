// Errors that the user can act on, shown as a message only. Any other error is a bug and is shown with its stack.

/**
 * Something outside this program prevents a command from working; the message states the cause and what to do. Exit
 * code 1.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** The command line is not valid; the message explains why. Exit code 2, with a pointer to `--help`. */
export class UsageError extends UserError {
  override readonly name = "UsageError";
}

/** A file cannot be read, or is not what the command needs; the message names it and the reason. Exit code 2. */
export class InputError extends UserError {
  override readonly name = "InputError";
}
