// What a script imports that needs neither Pulumi nor a connection: both take long to load.

export { summaryOperatorId } from "./account/intelligence.ts";
export {
  type Credentials,
  credentials,
  environmentVariables,
  withEnvironment,
} from "./client/credentials.ts";
export { describeSid, id, sid } from "./client/sid.ts";
export { isInactiveFirst } from "./resources/orchestrator/timeouts.ts";
export { targetWorkers } from "./resources/taskrouter/expression.ts";
