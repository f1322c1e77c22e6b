// What a Pulumi program imports: `import * as twilio from "@pulumi/twilio"`, then `new twilio.studio.Flow(…)`.

export * as conversations from "./modules/conversations.ts";
export * as flex from "./modules/flex.ts";
export * as intelligence from "./modules/intelligence.ts";
export * as memory from "./modules/memory.ts";
export * as numbers from "./modules/numbers.ts";
export * as orchestrator from "./modules/orchestrator.ts";
export * as studio from "./modules/studio.ts";
export * as taskrouter from "./modules/taskrouter.ts";
