// What a script imports to talk to an account without Pulumi: `import { createApi } from "@pulumi/twilio/client"`.

export { type Api, createApi } from "./client/api.ts";
export { TwilioError } from "./client/twilioError.ts";
