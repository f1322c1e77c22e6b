// What a script imports to send requests without Pulumi: `import { createApi } from "@pulumi/twilio/client"`.

export { type Api, createApi } from "./client/api.ts";
export { TwilioError } from "./client/twilioError.ts";
