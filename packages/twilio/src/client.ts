// What a script imports to talk to an account without Pulumi: `import { createApi } from "@pulumi/twilio/client"`.

export { type Api, createApi } from "./api.ts";
export { pagesByToken, pagesByUrl } from "./paging.ts";
export { TwilioError } from "./twilioError.ts";
