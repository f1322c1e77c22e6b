// What a Pulumi program imports: `import * as twilio from "@pulumi/twilio"`, then `new twilio.studio.Flow(…)`.

export * as conversations from "./program/modules/conversations.ts";
export * as flex from "./program/modules/flex.ts";
export * as intelligence from "./program/modules/intelligence.ts";
export * as memory from "./program/modules/memory.ts";
export * as numbers from "./program/modules/numbers.ts";
export * as orchestrator from "./program/modules/orchestrator.ts";
export * as studio from "./program/modules/studio.ts";
export * as taskrouter from "./program/modules/taskrouter.ts";
