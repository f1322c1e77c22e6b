// What a script imports that needs neither Pulumi nor a connection: both take long to load.

export {
  type Credentials,
  credentials,
  environmentVariables,
  withEnvironment,
} from "./client/credentials.ts";
export { id, sid } from "./client/sid.ts";
export { summaryOperatorId } from "./resources/intelligence/configuration.ts";
