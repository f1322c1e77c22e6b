// The one error of this package.

/**
 * What a HandoffError is about:
 *
 * - `invalid_contract`: the attribute contract, or what the hand-off flow is built from
 * - `invalid_payload`: attributes, a payload, a frame or a form
 * - `invalid_option`: another argument of the function
 * - `too_long`: the attributes of the Flex task have more characters than Flex accepts
 * - `invalid_environment`: an environment variable is missing, or has another kind of value
 * - `unsuitable_zod`: the version of zod is not supported
 * - `request_refused`: Twilio responded with an error; `status` and `twilioCode` are its own
 * - `request_failed`: Twilio did not respond in time, could not be reached, or responded with something unreadable
 */
export type HandoffErrorCode =
  | "invalid_contract"
  | "invalid_payload"
  | "invalid_option"
  | "too_long"
  | "invalid_environment"
  | "unsuitable_zod"
  | "request_refused"
  | "request_failed";

/** One thing that is wrong. */
export interface HandoffProblem {
  /** Where: `attributes.department`, an environment variable, an option; empty if it is the whole value. */
  path: string;
  message: string;
}

export interface HandoffErrorDetails extends ErrorOptions {
  /** Default `invalid_contract`. */
  code?: HandoffErrorCode | undefined;
  /** Default: one without a path, with the error's message. */
  problems?: readonly HandoffProblem[] | undefined;
  status?: number | undefined;
  twilioCode?: number | undefined;
}

/**
 * A payload, a contract, an environment variable or a response of Twilio that a hand-off cannot work with. The message
 * includes what to do, and never a secret; branch on `code` and `problems`.
 */
export class HandoffError extends Error {
  override readonly name = "HandoffError";
  readonly code: HandoffErrorCode;
  /** Everything that is wrong, at least one. */
  readonly problems: readonly HandoffProblem[];
  /** HTTP status of Twilio's response, if it refused a request. */
  readonly status: number | undefined;
  /** Error code in Twilio's response, for instance 20404, if it has one. */
  readonly twilioCode: number | undefined;

  constructor(
    message: string,
    {
      code = "invalid_contract",
      problems = [{ path: "", message }],
      status,
      twilioCode,
      ...options
    }: HandoffErrorDetails = {},
  ) {
    super(message, options);
    this.code = code;
    this.problems = problems;
    this.status = status;
    this.twilioCode = twilioCode;
  }
}
