// One error for everything Twilio refuses, readable as one line and as fields.

export interface TwilioErrorParts {
  /** What was tried, for instance `POST studio.twilio.com/v2/Flows`. Never holds a query or a body. */
  call: string;
  /** HTTP status. */
  status: number;
  /** Twilio's error code, when the body had one. */
  code?: number | undefined;
  /** Twilio's own words. */
  reason: string;
  /** Milliseconds that Twilio asked to wait (`Retry-After`). */
  retryAfterMs?: number | undefined;
}

/** A call that Twilio answered with a status of 400 or more. */
export class TwilioError extends Error {
  override readonly name = "TwilioError";
  readonly call: string;
  readonly status: number;
  readonly code: number | undefined;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;

  constructor({ call, status, code, reason, retryAfterMs }: TwilioErrorParts) {
    const codeText = code === undefined ? "" : ` (${code})`;
    const hint = nextStep(status, code);
    const sentence = /[.!?]$/.test(reason) ? reason : `${reason}.`;
    super(`${call} answered ${status}${codeText}: ${sentence}${hint && ` ${hint}`}`);
    this.call = call;
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Reads an error body of any of Twilio's products; they differ, so every known key is tried.
 * Source: classic `{code, message}`, Orchestrator and Intelligence `{code, message, userError}`,
 * operations `{title, detail, code}` (RFC 9457); Studio adds `details.errors`.
 */
export function errorFromReply(
  call: string,
  status: number,
  headers: Record<string, unknown>,
  body: unknown,
) {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const code = Number(fields.code);
  const reason = [fields.message, fields.detail, fields.title].find(
    (text) => typeof text === "string" && text,
  );
  const retryAfter = Number(headers["retry-after"]);
  return new TwilioError({
    call,
    status,
    code: Number.isInteger(code) && code > 0 ? code : undefined,
    reason: `${reason ?? "no reason was given."}${studioDetails(fields.details)}`,
    retryAfterMs: Number.isFinite(retryAfter) ? retryAfter * 1_000 : undefined,
  });
}

function studioDetails(details: unknown): string {
  const errors = (details as { errors?: unknown } | undefined)?.errors;
  if (!Array.isArray(errors)) return "";
  return errors.map((error) => `\n  ${error?.property_path ?? "?"}: ${error?.message ?? "?"}`).join("");
}

function nextStep(status: number, code: number | undefined): string {
  if (status === 401 || code === 20003) {
    return "Check twilio:accountSid and the API key or auth token; a new product may also want its terms accepted in the Console.";
  }
  if (status === 429) return "Twilio's rate limit: run again in a minute.";
  return code === undefined ? "" : `See https://www.twilio.com/docs/api/errors/${code}`;
}
