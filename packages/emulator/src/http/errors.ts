// Errors as Twilio returns them: handlers throw a Refusal, and the server turns it into the body its product uses.
// Source: twilio.com/docs/usage/twilios-response, twilio.com/docs/api/errors; twilio-node 6.3.1 base/RestException

/** A request that Twilio would reject. `code` is Twilio's error code, `status` the HTTP status. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly details: unknown;
  readonly headers: Record<string, string>;

  constructor(parts: {
    status: number;
    code: number;
    message: string;
    details?: unknown;
    headers?: Record<string, string>;
  }) {
    super(parts.message);
    this.status = parts.status;
    this.code = parts.code;
    this.details = parts.details;
    this.headers = parts.headers ?? {};
  }
}

/** Code 20001: a parameter is missing or wrong. */
export function badParameter(message: string): Refusal {
  return new Refusal({ status: 400, code: 20001, message });
}

/** Code 20409: not possible in the resource's current state. */
export function conflict(message: string): Refusal {
  return new Refusal({ status: 409, code: 20409, message });
}

/**
 * Code 20404, with Twilio's wording: `The requested resource /Flows/FW… was not found`.
 *
 * @param path as routed: host, then the path as sent. Host and version are left out of the message,
 *   only the 2010 API names its version (and its ending).
 */
export function notFound(path: string): Refusal {
  const [host = "", version = "", ...rest] = path.slice(1).split("/");
  const resource = host === "api.twilio.com" ? `${version}/${rest.join("/")}.json` : rest.join("/");
  return new Refusal({
    status: 404,
    code: 20404,
    message: `The requested resource /${resource} was not found`,
  });
}

/**
 * Returns the row, or throws 404 when there is none.
 *
 * @param path of the request, for the message
 */
export function requireRow<Row>(row: Row | undefined, path: string): Row {
  if (row === undefined) throw notFound(path);
  return row;
}

/** Builds the response for a refusal. Intelligence has its own shape; the other products use the classic one. */
export function refuse(refusal: Refusal, host: string): Response {
  const { status, code, message, details, headers } = refusal;
  const body =
    host === "intelligence.twilio.com"
      ? { code, message, httpStatusCode: status, userError: status < 500, params: details ?? {} }
      : {
          code,
          message,
          more_info: `https://www.twilio.com/docs/errors/${code}`,
          status,
          ...(details === undefined ? {} : { details }),
        };
  return Response.json(body, { status, headers });
}
