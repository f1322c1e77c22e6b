import { expect, test } from "vitest";
import { errorFromReply, TwilioError } from "./twilioError.ts";

const call = "POST studio.twilio.com/v2/Flows";

test("an error says what was tried, status, code, Twilio's reason and where to read on", () => {
  const error = errorFromReply(call, 400, {}, { code: 20001, message: "Missing Status", status: 400 });

  expect(error.message).toBe(
    "POST studio.twilio.com/v2/Flows answered 400 (20001): Missing Status. See https://www.twilio.com/docs/api/errors/20001",
  );
  expect(error).toBeInstanceOf(TwilioError);
  expect({ ...error }).toEqual({
    name: "TwilioError",
    call,
    status: 400,
    code: 20001,
    reason: "Missing Status",
    retryAfterMs: undefined,
  });
});

test("the errors Studio lists stand below the reason, one a line", () => {
  const details = {
    errors: [
      { message: "must match a widget name", property_path: "#/states/3/transitions/0/next" },
      { message: "is missing but it is required", property_path: "#/states/1/properties" },
      {},
    ],
  };
  const error = errorFromReply(call, 400, {}, { code: 81022, message: "validation failed", details });

  expect(error.reason).toBe(
    [
      "validation failed",
      "  #/states/3/transitions/0/next: must match a widget name",
      "  #/states/1/properties: is missing but it is required",
      "  ?: ?",
    ].join("\n"),
  );
});

test.each([
  ["classic", { code: 20404, message: "not found", more_info: "…", status: 404 }, "not found", 20404],
  [
    "Intelligence",
    { code: "70001", message: "Invalid operator", userError: true },
    "Invalid operator",
    70001,
  ],
  [
    "an operation",
    { type: "about:blank", title: "Conflict", detail: "name taken", status: 409 },
    "name taken",
    undefined,
  ],
  ["a title alone", { title: "Conflict" }, "Conflict", undefined],
  ["no JSON", "<html>Bad Gateway</html>", "no reason was given.", undefined],
  ["nothing", undefined, "no reason was given.", undefined],
  ["null and emptiness", { code: null, message: "", detail: null }, "no reason was given.", undefined],
])("the body of %s is understood", (_, body, reason, code) => {
  const error = errorFromReply(call, 409, {}, body);
  expect([error.reason, error.code]).toEqual([reason, code]);
});

test("an error without a code ends with Twilio's reason", () => {
  expect(errorFromReply(call, 502, {}, "").message).toBe(
    "POST studio.twilio.com/v2/Flows answered 502: no reason was given.",
  );
});

test.each([
  [401, 20003],
  [401, undefined],
  [403, 20003],
])("%i (%s) says which credentials to check", (status, code) => {
  const error = new TwilioError({ call, status, code, reason: "Authenticate." });
  expect(error.message).toBe(
    `${call} answered ${status}${code ? ` (${code})` : ""}: Authenticate. Check twilio:accountSid and the API key or auth token; a new product may also want its terms accepted in the Console.`,
  );
});

test("a rate limit says to try again", () => {
  expect(new TwilioError({ call, status: 429, code: 20429, reason: "Too many requests." }).message).toBe(
    "POST studio.twilio.com/v2/Flows answered 429 (20429): Too many requests. Twilio's rate limit: run again in a minute.",
  );
});

test.each([
  ["2", 2_000],
  ["0", 0],
  ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  [undefined, undefined],
])("Retry-After %j is %s ms", (header, ms) => {
  expect(errorFromReply(call, 429, { "retry-after": header }, {}).retryAfterMs).toBe(ms);
});
