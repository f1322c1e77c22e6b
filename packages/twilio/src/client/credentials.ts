// What the provider is configured with: `twilio:*` in the stack's configuration, or Twilio's own variables.

import * as z from "zod";
import { sid } from "./sid.ts";

/** Environment variable read where a key is absent from the configuration; the names are Twilio's own. */
export const environmentVariables = {
  accountSid: "TWILIO_ACCOUNT_SID",
  apiKey: "TWILIO_API_KEY",
  apiSecret: "TWILIO_API_SECRET",
  authToken: "TWILIO_AUTH_TOKEN",
  region: "TWILIO_REGION",
  edge: "TWILIO_EDGE",
} as const;

/** Without it zod looks at the whole only when every part is in order, and problems come in two rounds. */
const whateverElseIsWrong = { when: () => true };

export const credentials = z
  .strictObject({
    accountSid: sid("AC").describe("Account that the stack belongs to (`AC…`)."),
    apiKey: sid("SK").optional().describe("API key (`SK…`), preferred to the auth token."),
    apiSecret: z.string().min(1).optional().meta({ secret: true }).describe("Secret of the API key."),
    authToken: z
      .string()
      .min(1)
      .optional()
      .meta({ secret: true })
      .describe("Auth token of the account, for accounts without an API key."),
    region: z.string().min(1).optional().describe("Twilio region, for instance `ie1`. Omit it for `us1`."),
    edge: z.string().min(1).optional().describe("Twilio edge location, for instance `dublin`."),
    endpoint: z
      .url({ abort: true })
      .refine(isLoopback, "expected an address of this machine, for instance http://127.0.0.1:4010")
      .optional()
      .describe(
        "Local Twilio to talk to instead of twilio.com. Only an address of this machine: credentials go nowhere else.",
      ),
  })
  .refine(({ apiKey, apiSecret }) => (apiKey === undefined) === (apiSecret === undefined), {
    ...whateverElseIsWrong,
    path: ["apiSecret"],
    message: "apiKey and apiSecret go together: set both or neither",
  })
  .refine(({ apiKey, authToken }) => apiKey !== undefined || authToken !== undefined, {
    ...whateverElseIsWrong,
    path: ["apiKey"],
    message: "expected apiKey with apiSecret, or authToken",
  });

export type Credentials = z.infer<typeof credentials>;

/** Adds what the configuration leaves out from Twilio's environment variables; configuration wins. */
export function withEnvironment(
  config: Record<string, unknown>,
  environment: Record<string, string | undefined>,
): Record<string, unknown> {
  const merged = { ...config };
  for (const [key, variable] of Object.entries(environmentVariables)) {
    if (merged[key] === undefined && environment[variable] && mayComplete(key, config, environment)) {
      merged[key] = environment[variable];
    }
  }
  return merged;
}

/** A key or token of the configuration takes nothing from the environment that belongs to another one. */
function mayComplete(
  key: string,
  { apiKey, authToken }: Record<string, unknown>,
  environment: Record<string, string | undefined>,
): boolean {
  if (key !== "apiKey" && key !== "apiSecret" && key !== "authToken") return true;
  if (apiKey === undefined || key !== "apiSecret") return apiKey === undefined && authToken === undefined;
  const keyThere = environment[environmentVariables.apiKey];
  return authToken === undefined && (!keyThere || keyThere === apiKey);
}

function isLoopback(endpoint: string): boolean {
  const { hostname, username, password } = new URL(endpoint);
  const isHere = /^127(\.\d+){3}$/.test(hostname) || hostname === "localhost" || hostname === "[::1]";
  return isHere && username === "" && password === "";
}
